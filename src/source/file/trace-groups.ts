import type { SourceId } from "../../model/ids.ts";
import type { GroupRole, GroupTrace, SourceGroup } from "../../model/source-snapshot.ts";
import { waysTo } from "../entra/read/find-ways.ts";
import { directMembers } from "./flatten-groups.ts";
import { isCalled } from "./is-called.ts";

/**
 * By which groups of a file somebody is met, and on which ways.
 *
 * @param groups As they stand in the file.
 * @param ruling Names and ids of groups that rules of the scope name.
 */
export function traceGroups(
  groups: readonly SourceGroup[],
  ruling: readonly string[],
  person: SourceId,
): readonly GroupTrace[] {
  const names = new Map<string, string>(groups.map(({ id, name }) => [id, name]));
  const reads = new Map(
    [...directMembers(groups)].map(([id, nest]) => [
      id,
      { outcome: "read", names, others: 0, ...nest } as const,
    ]),
  );
  const found = groups.flatMap((group) => {
    const ways = waysTo(person, { ...group, isHidden: false }, reads);
    return ways === undefined ? [] : [{ group, ways }];
  });
  const isRuling = (group: SourceGroup) => ruling.some((entry) => isCalled(group, entry));
  const traceOf =
    (role: GroupRole) =>
    ({ group: { id, name }, ways }: (typeof found)[number]): GroupTrace => ({
      role,
      id,
      name,
      ...ways,
    });
  return [
    ...found.map(traceOf("groups")),
    ...found.filter(({ group }) => isRuling(group)).map(traceOf("where")),
  ];
}
