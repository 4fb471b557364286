import { toFailure } from "../../errors.ts";
import { type Condition, groupsIn, propertiesIn } from "../../model/condition.ts";
import type { Finding } from "../../model/finding.ts";
import { HOME_NAME } from "../../model/home-name.ts";
import type { Person, SourceSnapshot } from "../../model/source-snapshot.ts";
import { membershipsOf } from "./memberships-of.ts";

/** What rules of the scope look at and the file does not have: groups, and properties. */
export function checkRules(
  snapshot: Pick<SourceSnapshot, "people" | "groups">,
  where: readonly Condition[],
): readonly Finding[] {
  return [
    ...checkGroups(snapshot, groupsIn(where)),
    ...unknownProperties(snapshot.people, where).map(
      (property): Finding => ({
        level: "warning",
        subject: "source.users.where",
        message: `${propertyWords(property)}.`,
        fix: "Correct the name of the property, or have the file made with it.",
      }),
    ),
  ];
}

/** A rule about a property that nobody has is as good as one that was misspelled. */
export function notesOnRules(
  people: readonly Person[],
  where: readonly Condition[],
): readonly { readonly subject: string; readonly reason: string }[] {
  return unknownProperties(people, where).map((property) => ({
    subject: "source.users.where",
    reason: `${propertyWords(property)}; correct its name if it is misspelled`,
  }));
}

function propertyWords(property: string): string {
  return `A rule looks at ${property}, which nobody in the file has`;
}

function unknownProperties(people: readonly Person[], where: readonly Condition[]): readonly string[] {
  if (people.length === 0) return [];
  const asked = new Set(propertiesIn(where).map((path) => path.replace(/\..*$/, "")));
  asked.delete(HOME_NAME);
  for (const { properties } of people) {
    for (const name of asked) if ((properties[name] ?? null) !== null) asked.delete(name);
    if (asked.size === 0) return [];
  }
  return [...asked].sort();
}

function checkGroups(
  { groups }: Pick<SourceSnapshot, "groups">,
  names: readonly string[],
): readonly Finding[] {
  return names.flatMap((name): readonly Finding[] => {
    try {
      membershipsOf({ groups }, [name]);
      return [];
    } catch (error) {
      const { message, fix } = toFailure(error);
      return [
        { level: "problem", subject: "source.users.where", message, ...(fix !== undefined && { fix }) },
      ];
    }
  });
}
