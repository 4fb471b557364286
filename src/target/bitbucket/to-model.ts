import type { Access } from "../../model/access.ts";
import type { Account, DirectoryGroup } from "../../model/directory-snapshot.ts";
import type { TargetId, Username } from "../../model/ids.ts";
import { presentText } from "../../model/names.ts";
import type { WireUser } from "./wire.ts";

/** A user as an account. Bitbucket knows no disabled ones: whoever has any access is let in. */
export function toAccount(user: WireUser, access: Access | undefined): Account {
  const email = presentText(user.emailAddress);
  const displayName = presentText(user.displayName);
  const fixed = fixedParts(user);
  return {
    id: idOf(user),
    username: user.name as Username,
    active: access !== undefined,
    ...(email === undefined ? {} : { email }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(access === undefined ? {} : { access }),
    ...(fixed.length === 0 ? {} : { fixed }),
  };
}

/** A group's id is its name: Bitbucket has no other. */
export function toGroup(
  name: string,
  members: readonly WireUser[],
  { licensed, isOurs }: { readonly licensed: boolean; readonly isOurs: (user: WireUser) => boolean },
): DirectoryGroup {
  const ids = members.filter(isOurs).map(idOf);
  return { id: name, name, members: ids, ...(licensed ? { licensed } : {}) };
}

/** The id as text: a number that a new username leaves as it is. */
export function idOf({ id }: WireUser): TargetId {
  return String(id) as TargetId;
}

/** The form in which Bitbucket compares names: lower case, and nothing else. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

/** Not an access key, which Bitbucket has among its users too. */
export function isPerson({ type }: WireUser): boolean {
  return type !== "SERVICE";
}

function fixedParts({ mutableDetails, mutableGroups }: WireUser): ("details" | "groups")[] {
  return [
    ...(mutableDetails === false ? (["details"] as const) : []),
    ...(mutableGroups === false ? (["groups"] as const) : []),
  ];
}
