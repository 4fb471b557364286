import { UsersyncError } from "../../errors.ts";
import type { Memberships, SourceSnapshot } from "../../model/source-snapshot.ts";
import { isCalled } from "./is-called.ts";

/**
 * Members of the groups that rules of the scope name.
 *
 * @throws UsersyncError `CONFIG_INVALID` for a name that no group has, or several.
 */
export function membershipsOf(
  { groups }: Pick<SourceSnapshot, "groups">,
  names: readonly string[],
): Memberships {
  return new Map(
    names.map((name) => {
      const found = groups.filter((group) => isCalled(group, name));
      const [group, other] = found;
      if (group !== undefined && other === undefined) return [name, new Set(group.members)];
      throw new UsersyncError("CONFIG_INVALID", {
        what: `${group === undefined ? "No group" : `More than one group (${found.length})`} of the source file is called ${name}.`,
        why: "A rule of source.users.where decides by its members who is in scope, so nobody may guess.",
        fix: `Correct memberOf: ${name}, or put the object id of the group there.`,
      });
    }),
  );
}
