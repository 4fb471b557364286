import type { MappingConfig } from "../config/config.ts";
import { foldName, presentText } from "../model/names.ts";
import type { Person } from "../model/source-snapshot.ts";
import { makeUsername } from "./make-username.ts";
import { usernameRule } from "./map-person.ts";
import { propertyOf } from "./values-of.ts";

/** The names under which directories may know somebody: the usernames that mappings give, and the e-mails. */
export function namesUnder(person: Person, mappings: readonly MappingConfig[]): readonly string[] {
  return mappings.flatMap((mapping) => {
    const username = makeUsername(person, usernameRule(person, mapping).rule);
    const emails = mapping.email.map((path) => presentText(propertyOf(person, path)));
    return [username, ...emails].filter((name) => name !== undefined);
  });
}

/** The people who have this name in one of the directories, whatever keeps them from having an account. */
export function peopleAsked(
  asked: string,
  people: readonly Person[],
  mappings: readonly MappingConfig[],
): readonly Person[] {
  const wanted = foldName(asked);
  return people.filter((person) => namesUnder(person, mappings).some((name) => foldName(name) === wanted));
}
