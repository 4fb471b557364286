import type { SourceId } from "../../model/ids.ts";
import type { Nest, SourceGroup } from "../../model/source-snapshot.ts";

/**
 * Makes the members of groups inside groups members of the outer ones, as Graph's side does it.
 *
 * @param groups As they stand in a file: among their members may be other groups of it.
 * @param options.nests Also says which groups are in which.
 */
export function flattenGroups(
  groups: readonly SourceGroup[],
  { nests }: { readonly nests: boolean },
): readonly SourceGroup[] {
  const own = directMembers(groups);
  return groups.map(({ id, name }) => {
    const within = new Set([id]);
    const people = new Set<SourceId>();
    for (const one of within) {
      const direct = own.get(one);
      for (const person of direct?.people ?? []) people.add(person);
      for (const inner of direct?.groups ?? []) within.add(inner);
    }
    const nest = own.get(id);
    return { id, name, members: [...people], ...(nests && nest !== undefined && { nest }) };
  });
}

/** What is directly in each group, people and groups told apart. */
export function directMembers(groups: readonly SourceGroup[]): ReadonlyMap<string, Nest> {
  const ids = new Set<string>(groups.map(({ id }) => id));
  return new Map(
    groups.map(({ id, members }) => [
      id,
      {
        people: members.filter((member) => !ids.has(member)),
        groups: members.filter((member) => ids.has(member)),
      },
    ]),
  );
}
