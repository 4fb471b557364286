import * as z from "zod";
import { foldName } from "../../model/names.ts";
import { section } from "./option.ts";
import { replacements } from "./replacements.ts";

const RIGHT = "the name of a group in the directory, or a list of such names";

const some = z.string({ error: () => RIGHT }).min(1, { error: () => RIGHT });
const several = z.array(some, { error: () => RIGHT }).min(1, { error: () => RIGHT });

/** One name or a list. A union would say of a mistake only that it is neither. */
const names = z
  .unknown()
  .transform((value, context): readonly string[] => {
    const result = (Array.isArray(value) ? several : some).safeParse(value);
    if (result.success) return [result.data].flat();
    context.issues.push(...(result.error.issues as z.core.$ZodRawIssue[]));
    return z.NEVER;
  })
  .meta({
    anyOf: [
      { type: "string", minLength: 1 },
      { type: "array", items: { type: "string", minLength: 1 }, minItems: 1 },
    ],
  });

/** Entra's groups to names in the directory. Names are compared without case, so that no two entries may be one. */
const map = z
  .record(z.string(), names, { error: () => "Entra name or id: name in the directory" })
  .meta({
    description:
      "Entra's group name or object id → its name in the directory, or a list of names: it becomes each of these groups. " +
      "Groups that are given one name by entries of their own become one group. Comes before the other options.",
    examples: [{ "All Engineers": "engineering", "Project Leads": ["leads", "jira-leads"] }],
  })
  .check(({ value, issues }) => {
    const seen = new Map<string, string>();
    for (const key of Object.keys(value)) {
      const first = seen.get(foldName(key));
      if (first === undefined) seen.set(foldName(key), key);
      else issues.push(repeated(key, first));
    }
  });

function repeated(key: string, first: string) {
  const params = { wrong: `is the same group as ${JSON.stringify(first)}, since case does not count` };
  const message = "one entry for each group, with a list where it has several names";
  return { code: "custom" as const, input: undefined, path: [key], message, params };
}

const around = (meaning: string, example: string) =>
  z
    .string({ error: () => "a text" })
    .meta({ description: meaning, examples: [example] })
    .prefault("");

/** How the name of a group is made. */
export const groupName = section(
  {
    map: map.prefault({}),
    replace: replacements("Replacements, in order, for groups that `map` does not name.", {
      regex: "^atl-",
      with: "",
    }),
    prefix: around("Put before what `replace` leaves; not for groups that `map` names.", "entra-"),
    suffix: around("Put behind what `replace` leaves; not for groups that `map` names.", "-users"),
  },
  { meaning: "How the name of a group is made." },
).prefault({});
