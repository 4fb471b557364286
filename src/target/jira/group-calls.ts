import type { Senders, UserAddress } from "./client.ts";
import { type MemberPage, readGroupNames, readMemberPage } from "./wire.ts";

export interface GroupCalls {
  createGroup(name: string, signal: AbortSignal): Promise<void>;
  /** A page of the members, disabled ones and those of groups in it included. `undefined`: no such group. */
  listMembers(group: string, start: number, signal: AbortSignal): Promise<MemberPage | undefined>;
  /** Names of the groups that a user is in. `undefined`: no such user. */
  groupsOf(user: UserAddress, signal: AbortSignal): Promise<readonly string[] | undefined>;
  /** @param username The name of today: Jira takes no key here. */
  addMember(group: string, username: string, signal: AbortSignal): Promise<void>;
  removeMember(group: string, username: string, signal: AbortSignal): Promise<void>;
}

/** Jira sends no more members at once, whatever it is asked for. */
const MEMBER_PAGE = 50;

export function groupCalls({ send, find }: Senders): GroupCalls {
  return {
    async createGroup(name, signal) {
      await send({ method: "POST", path: "/group", body: { name } }, signal);
    },
    async listMembers(groupname, startAt, signal) {
      const query = { groupname, includeInactiveUsers: true, startAt, maxResults: MEMBER_PAGE };
      const body = await find({ method: "GET", path: "/group/member", query }, signal);
      return body === undefined ? undefined : readMemberPage(body);
    },
    async groupsOf(user, signal) {
      const body = await find({ method: "GET", path: "/user", query: { ...user, expand: "groups" } }, signal);
      return body === undefined ? undefined : readGroupNames(body);
    },
    async addMember(groupname, name, signal) {
      const call = { method: "POST", path: "/group/user", query: { groupname }, body: { name } } as const;
      // Whoever is a member already is refused, and looked at.
      await send({ ...call, repeatable: true }, signal);
    },
    async removeMember(groupname, username, signal) {
      await send({ method: "DELETE", path: "/group/user", query: { groupname, username } }, signal);
    },
  };
}
