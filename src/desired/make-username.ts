import type { MappingConfig } from "../config/config.ts";
import type { Username } from "../model/ids.ts";
import { presentText } from "../model/names.ts";
import type { UsernameStep } from "../model/person-story.ts";
import type { Person } from "../model/source-snapshot.ts";
import { propertyOf } from "./values-of.ts";

/**
 * The username that a mapping gives somebody; `undefined` when nothing is left of it.
 *
 * @param onStep Told each step with the name after it. Its settings begin below the mapping: `replace[0]`.
 */
export function makeUsername(
  person: Person,
  { from, replace, case: letters }: MappingConfig["username"],
  onStep?: (step: UsernameStep) => void,
): Username | undefined {
  let name = presentText(propertyOf(person, from));
  if (name === undefined) return undefined;
  for (const [at, { apply, regex, with: text }] of replace.entries()) {
    name = apply(name);
    onStep?.({ setting: `replace[${at}]`, replacement: { regex, with: text }, result: name });
  }
  if (letters === "lower") {
    name = name.toLowerCase();
    onStep?.({ setting: "case", result: name });
  }
  return presentText(name) as Username | undefined;
}
