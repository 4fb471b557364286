import type { Access } from "../../model/access.ts";
import { type Lists, readGroupsOf } from "./read-lists.ts";
import { findFirst } from "./read-pages.ts";
import { isPerson, nameKey } from "./to-model.ts";
import type { WireGrant, WirePermission, WireUser } from "./wire.ts";

/** The user who has a name today. Bitbucket only searches for parts of names, so the matches are gone through. */
export function findUser(username: string, { client, signal }: Lists): Promise<WireUser | undefined> {
  return findFirst(
    (start) => client.listUsers({ start, filter: username }, signal),
    (user) => isPerson(user) && nameKey(user.name) === nameKey(username),
  );
}

/** The permission that a user has in person. */
export async function findPermission(
  username: string,
  { client, signal }: Lists,
): Promise<string | undefined> {
  const found = await findFirst<WirePermission>(
    (start) => client.listPermissions({ start, filter: username }, signal),
    ({ user }) => nameKey(user.name) === nameKey(username),
  );
  return found?.permission;
}

/** What lets one user in. */
export async function findAccess(
  username: string,
  grants: readonly WireGrant[],
  lists: Lists,
): Promise<Access | undefined> {
  const [groups, permission] = await Promise.all([
    readGroupsOf(username, lists),
    findPermission(username, lists),
  ]);
  const own = new Set(groups.map(({ name }) => nameKey(name)));
  return toAccess(
    grants.map(({ group }) => group).filter((group) => own.has(nameKey(group))),
    permission,
  );
}

/** @returns `undefined` for what lets nobody in. */
export function toAccess(groups: readonly string[], permission: string | undefined): Access | undefined {
  if (permission !== undefined) return { groups, permission };
  return groups.length === 0 ? undefined : { groups };
}
