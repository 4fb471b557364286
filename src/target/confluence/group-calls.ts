import { HttpError } from "../../http/http-error.ts";
import { nameNotAddressable } from "./explain-writes.ts";
import { hasSlash, segment } from "./segment.ts";
import { PAGE, type Senders, type UserAddress } from "./senders.ts";
import { isOwnError, type Page, readGroup, readPage, readPerson, type WireUser } from "./wire.ts";

/** @throws UsersyncError `REFUSED` for a name that cannot stand in an address. */
export interface GroupCalls {
  createGroup(name: string, signal: AbortSignal): Promise<void>;
  /** A page of the names of all groups. */
  listGroups(start: number, signal: AbortSignal): Promise<Page<string>>;
  /** Its name as Confluence writes it. */
  findGroup(name: string, signal: AbortSignal): Promise<string | undefined>;
  /** A page of the members. Whether a group that does not exist is empty or `undefined` is up to the version. */
  listMembers(group: string, start: number, signal: AbortSignal): Promise<Page<WireUser> | undefined>;
  /** A page of the names of the groups that a user is in. `undefined`: no such user. */
  listGroupsOf(user: UserAddress, start: number, signal: AbortSignal): Promise<Page<string> | undefined>;
  /** Both do nothing when there is nothing to do. */
  addMember(group: string, username: string, signal: AbortSignal): Promise<void>;
  removeMember(group: string, username: string, signal: AbortSignal): Promise<void>;
}

export function groupCalls({ send, find }: Senders): GroupCalls {
  const member = (group: string, username: string) => `/user/${segment(username)}/group/${segment(group)}`;
  return {
    async createGroup(name, signal) {
      await send({ method: "POST", path: "/admin/group", body: { type: "group", name } }, signal);
    },
    async listGroups(start, signal) {
      const query = { start, limit: PAGE };
      return readPage(await send({ method: "GET", path: "/group", query }, signal), PAGE, readGroup);
    },
    async findGroup(name, signal) {
      const path = `/group/${segment(name)}`;
      const body = await addressed([name], find({ method: "GET", path }, signal));
      return body === undefined ? undefined : readGroup(body);
    },
    async listMembers(group, start, signal) {
      const query = { start, limit: PAGE, expand: "status" };
      const path = `/group/${segment(group)}/member`;
      const body = await addressed([group], find({ method: "GET", path, query }, signal));
      return body === undefined ? undefined : readPage(body, PAGE, readPerson);
    },
    async listGroupsOf(user, start, signal) {
      const query = { ...user, start, limit: PAGE };
      const body = await find({ method: "GET", path: "/user/memberof", query }, signal);
      return body === undefined ? undefined : readPage(body, PAGE, readGroup);
    },
    async addMember(group, username, signal) {
      const call = { method: "PUT", path: member(group, username) } as const;
      await addressed([group, username], send(call, signal));
    },
    async removeMember(group, username, signal) {
      const call = { method: "DELETE", path: member(group, username) } as const;
      await addressed([group, username], send(call, signal));
    },
  };
}

/** Says what is wrong when not Confluence, but what is in front of it, refuses an address for its slash. */
async function addressed(names: readonly string[], answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    const name = names.find(hasSlash);
    const isRefused = error instanceof HttpError && (error.status === 400 || error.status === 404);
    throw name !== undefined && isRefused && !isOwnError(error.body) ? nameNotAddressable(name) : error;
  }
}
