import { unreadable } from "./explain.ts";
import { PAGE } from "./page.ts";
import type { Senders } from "./senders.ts";
import { crowdKey } from "./to-model.ts";
import { readList, readNamed } from "./wire.ts";

interface Named {
  readonly name: string;
}

/** What Crowd's API does with groups. Pages are empty behind the last one. */
export interface GroupCalls {
  /** A page of all groups. */
  listGroups(start: number, signal: AbortSignal): Promise<readonly Named[]>;
  getGroup(name: string, signal: AbortSignal): Promise<Named | undefined>;
  createGroup(name: string, signal: AbortSignal): Promise<void>;
  /** A page of the direct members. `undefined`: no such group; older servers say an empty list then. */
  listMembers(group: string, start: number, signal: AbortSignal): Promise<readonly Named[] | undefined>;
  isMember(group: string, name: string, signal: AbortSignal): Promise<boolean>;
  addMember(group: string, name: string, signal: AbortSignal): Promise<void>;
  removeMember(group: string, name: string, signal: AbortSignal): Promise<void>;
  /** A page of the groups that are directly in it. `undefined`: no such group, as with members. */
  listChildren(group: string, start: number, signal: AbortSignal): Promise<readonly Named[] | undefined>;
  isChild(group: string, name: string, signal: AbortSignal): Promise<boolean>;
  addChild(group: string, name: string, signal: AbortSignal): Promise<void>;
  removeChild(group: string, name: string, signal: AbortSignal): Promise<void>;
  /** All memberships of the application, as XML. */
  dumpMemberships(signal: AbortSignal): Promise<string>;
}

export function groupCalls(senders: Senders): GroupCalls {
  const { send, find } = senders;
  const members = insideCalls(senders, { path: "/group/user/direct", what: "user", key: "username" });
  const children = insideCalls(senders, {
    path: "/group/child-group/direct",
    what: "group",
    key: "child-groupname",
  });
  return {
    listGroups: async (start, signal) => {
      const query = { "entity-type": "group", "start-index": start, "max-results": PAGE };
      return readList<Named>(await send({ method: "GET", path: "/search", query }, signal), "group");
    },
    async getGroup(groupname, signal) {
      const body = await find({ method: "GET", path: "/group", query: { groupname } }, signal);
      return body === undefined ? undefined : readNamed<Named>(body, "a group");
    },
    async createGroup(name, signal) {
      const body = { name, type: "GROUP", description: "", active: true };
      await send({ method: "POST", path: "/group", body }, signal);
    },
    listMembers: members.list,
    isMember: members.holds,
    addMember: members.add,
    removeMember: members.remove,
    listChildren: children.list,
    isChild: children.holds,
    addChild: children.add,
    removeChild: children.remove,
    async dumpMemberships(signal) {
      const text = await send({ method: "GET", path: "/group/membership", accept: "xml" }, signal);
      if (typeof text !== "string") throw unreadable("XML");
      return text;
    },
  };
}

interface Inside {
  readonly path: string;
  readonly what: "user" | "group";
  /** The parameter that names one of them. */
  readonly key: string;
}

/** What is directly in a group: Crowd treats users and groups there alike. */
function insideCalls({ send, find }: Senders, { path, what, key }: Inside) {
  return {
    async list(groupname: string, start: number, signal: AbortSignal) {
      const query = { groupname, "start-index": start, "max-results": PAGE };
      const body = await find({ method: "GET", path, query }, signal);
      return body === undefined ? undefined : readList<Named>(body, what);
    },
    async holds(groupname: string, name: string, signal: AbortSignal) {
      const body = await find({ method: "GET", path, query: { groupname, [key]: name } }, signal);
      return body !== undefined && crowdKey(readNamed<Named>(body, `a ${what}`).name) === crowdKey(name);
    },
    async add(groupname: string, name: string, signal: AbortSignal) {
      const call = { method: "POST", path, query: { groupname }, body: { name } } as const;
      await send({ ...call, repeatable: true }, signal);
    },
    async remove(groupname: string, name: string, signal: AbortSignal) {
      await send({ method: "DELETE", path, query: { groupname, [key]: name } }, signal);
    },
  };
}
