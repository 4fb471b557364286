import { type ListQuery, pageCall, type Send } from "./page-call.ts";
import { type Page, readGroup, readPage, readUser, type WireGroup, type WireUser } from "./wire.ts";

export interface GroupCalls {
  listGroups(query: ListQuery, signal: AbortSignal): Promise<Page<WireGroup>>;
  /** Some servers answer for a group that is not there as for an empty one. */
  listMembers(group: string, start: number, signal: AbortSignal): Promise<Page<WireUser>>;
  /** The groups that a user is in. */
  listGroupsOf(username: string, start: number, signal: AbortSignal): Promise<Page<WireGroup>>;
  createGroup(name: string, signal: AbortSignal): Promise<WireGroup>;
  addMembers(group: string, usernames: readonly string[], signal: AbortSignal): Promise<void>;
  addToGroups(username: string, groups: readonly string[], signal: AbortSignal): Promise<void>;
  removeMember(group: string, username: string, signal: AbortSignal): Promise<void>;
}

export function groupCalls(send: Send): GroupCalls {
  const path = "/admin/groups";
  // Adding and removing a second time changes nothing, so these may be sent again.
  const again = { method: "POST", repeatable: true } as const;
  return {
    listGroups: async (query, signal) =>
      readPage(await send(pageCall(path, query), signal), "groups", readGroup),
    async listMembers(context, start, signal) {
      const body = await send(pageCall(`${path}/more-members`, { context, start }), signal);
      return readPage(body, "members", readUser);
    },
    async listGroupsOf(context, start, signal) {
      const body = await send(pageCall("/admin/users/more-members", { context, start }), signal);
      return readPage(body, "groups", readGroup);
    },
    createGroup: async (name, signal) =>
      readGroup(await send({ method: "POST", path, query: { name } }, signal)),
    async addMembers(group, users, signal) {
      await send({ ...again, path: `${path}/add-users`, body: { group, users } }, signal);
    },
    async addToGroups(user, groups, signal) {
      await send({ ...again, path: "/admin/users/add-groups", body: { user, groups } }, signal);
    },
    async removeMember(itemName, context, signal) {
      await send({ ...again, path: "/admin/users/remove-group", body: { context, itemName } }, signal);
    },
  };
}
