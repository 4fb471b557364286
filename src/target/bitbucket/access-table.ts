import type { Access } from "../../model/access.ts";
import { toAccess } from "./find-user.ts";
import type { WirePermission, WireUser } from "./wire.ts";

/** The members of each group that lets them in, in the order in which the groups are listed. */
export type Admitted = ReadonlyMap<string, readonly WireUser[]>;

/** What lets each user in, by id. Whoever is not in it is not let in. */
export function accessTable(
  admitted: Admitted,
  permissions: readonly WirePermission[],
): ReadonlyMap<number, Access> {
  const groups = new Map<number, string[]>();
  for (const [group, members] of admitted) {
    for (const { id } of members) groups.set(id, [...(groups.get(id) ?? []), group]);
  }
  const own = new Map(permissions.map(({ user, permission }) => [user.id, permission]));
  const ids = new Set([...groups.keys(), ...own.keys()]);
  return new Map(
    [...ids].flatMap((id) => {
      const access = toAccess(groups.get(id) ?? [], own.get(id));
      return access === undefined ? [] : [[id, access]];
    }),
  );
}
