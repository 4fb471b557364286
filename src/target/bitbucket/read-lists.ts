import type { BitbucketClient } from "./client.ts";
import { readAll } from "./read-pages.ts";
import { idOf, nameKey } from "./to-model.ts";
import { isNotFound, type WireGrant, type WireGroup, type WirePermission, type WireUser } from "./wire.ts";

/** With what lists are read. */
export interface Lists {
  readonly client: BitbucketClient;
  readonly signal: AbortSignal;
}

/** The groups that let their members in. */
export function readGrants({ client, signal }: Lists): Promise<readonly WireGrant[]> {
  return readAll<WireGrant>({
    list: (start) => client.listGrants({ start }, signal),
    what: "groups with a permission",
    keyOf: ({ group }) => nameKey(group),
  });
}

/** The users who are let in by a permission of their own. */
export function readPermissions({ client, signal }: Lists): Promise<readonly WirePermission[]> {
  return readAll<WirePermission>({
    list: (start) => client.listPermissions({ start }, signal),
    what: "users with a permission",
    keyOf: ({ user }) => user.id,
  });
}

/** @param onPage Called with each page. */
export function readUsers(
  { client, signal }: Lists,
  onPage: (users: readonly WireUser[]) => void,
): Promise<readonly WireUser[]> {
  return readAll<WireUser>({
    list: (start) => client.listUsers({ start }, signal),
    what: "users",
    keyOf: idOf,
    onPage,
  });
}

export function readGroups({ client, signal }: Lists): Promise<readonly WireGroup[]> {
  return readAll<WireGroup>({
    list: (start) => client.listGroups({ start }, signal),
    what: "groups",
    keyOf: ({ name }) => nameKey(name),
  });
}

/** The members of a group; none when it is gone. */
export function readMembers(group: string, { client, signal }: Lists): Promise<readonly WireUser[]> {
  return readAll<WireUser>({
    list: (start) => client.listMembers(group, start, signal),
    what: `members of ${group}`,
    keyOf: idOf,
  }).catch(noneIfGone);
}

/** The groups that a user is in; none when the user is gone. */
export function readGroupsOf(username: string, { client, signal }: Lists): Promise<readonly WireGroup[]> {
  return readAll<WireGroup>({
    list: (start) => client.listGroupsOf(username, start, signal),
    what: `groups of ${username}`,
    keyOf: ({ name }) => nameKey(name),
  }).catch(noneIfGone);
}

function noneIfGone(error: unknown): readonly [] {
  if (isNotFound(error)) return [];
  throw error;
}
