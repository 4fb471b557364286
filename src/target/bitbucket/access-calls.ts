import { type ListQuery, pageCall, type Send } from "./page-call.ts";
import {
  type Page,
  readGrant,
  readPage,
  readPermission,
  type WireGrant,
  type WirePermission,
} from "./wire.ts";

/** Who has a global permission, which is what lets accounts in. All need the permission to administer. */
export interface AccessCalls {
  listGrants(query: ListQuery, signal: AbortSignal): Promise<Page<WireGrant>>;
  /** Permissions that users have in person, without those that they have by a group. */
  listPermissions(query: ListQuery, signal: AbortSignal): Promise<Page<WirePermission>>;
  /** Gives a user a permission in the place of the one that it has. */
  setPermission(username: string, permission: string, signal: AbortSignal): Promise<void>;
  revokePermission(username: string, signal: AbortSignal): Promise<void>;
}

export function accessCalls(send: Send): AccessCalls {
  const path = "/admin/permissions/users";
  return {
    listGrants: async (query, signal) =>
      readPage(await send(pageCall("/admin/permissions/groups", query), signal), "permissions", readGrant),
    listPermissions: async (query, signal) =>
      readPage(await send(pageCall(path, query), signal), "permissions", readPermission),
    async setPermission(name, permission, signal) {
      await send({ method: "PUT", path, query: { name, permission } }, signal);
    },
    async revokePermission(name, signal) {
      await send({ method: "DELETE", path, query: { name } }, signal);
    },
  };
}
