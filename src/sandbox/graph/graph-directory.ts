import type { GraphApplication, GraphGroup, GraphObject, GraphOther, Tenant } from "./tenant.ts";

/** A member of a group with its type. */
export type Member =
  | { readonly type: "user"; readonly object: GraphObject }
  | { readonly type: "group"; readonly object: GraphGroup }
  | { readonly type: GraphOther["type"]; readonly object: GraphOther };

/** A tenant that changes: what the Graph server serves, and what a test changes between two runs. */
export interface GraphDirectory {
  readonly tenant: Pick<Tenant, "id" | "displayName">;
  readonly applications: readonly GraphApplication[];
  /** Counts changes, so that what was worked out from the content can be kept until the next one. */
  readonly version: number;
  users(): readonly GraphObject[];
  groups(): readonly GraphGroup[];
  /** By object id or, as Graph allows, by userPrincipalName. */
  findUser(key: string): GraphObject | undefined;
  findGroup(id: string): GraphGroup | undefined;
  members(group: GraphGroup): readonly Member[];
  /** Members of members too, each once, the nested groups among them, the group itself never. */
  transitiveMembers(group: GraphGroup): readonly Member[];
  /** Adds an object, or replaces the one with its id where that stands in the list. */
  putUser(user: GraphObject): void;
  putGroup(group: GraphGroup): void;
  /** Removes a user and every membership it had. */
  removeUser(id: string): void;
  removeGroup(id: string): void;
}

export function createGraphDirectory(seed: Tenant): GraphDirectory {
  const users = new Map(seed.users.map((user) => [user.id, user]));
  const groups = new Map(seed.groups.map((group) => [group.id, group]));
  const others = new Map((seed.others ?? []).map((other) => [other.id, other]));
  let version = 0;
  const keep = createKeeper(() => version);

  const find = (id: string): Member | undefined => {
    const user = users.get(id);
    if (user !== undefined) return { type: "user", object: user };
    const group = groups.get(id);
    if (group !== undefined) return { type: "group", object: group };
    const other = others.get(id);
    return other === undefined ? undefined : { type: other.type, object: other };
  };
  const members = (group: GraphGroup) =>
    keep(`members ${group.id}`, () =>
      group.members.map(find).filter((member): member is Member => member !== undefined),
    );
  const change = (write: () => void) => {
    write();
    version += 1;
  };
  const withoutMember = (id: string) => {
    for (const group of groups.values()) {
      if (!group.members.includes(id)) continue;
      groups.set(group.id, { ...group, members: group.members.filter((member) => member !== id) });
    }
  };

  return {
    tenant: seed,
    applications: seed.applications ?? [],
    get version() {
      return version;
    },
    users: () => keep("users", () => [...users.values()]),
    groups: () => keep("groups", () => [...groups.values()]),
    findUser: (key) =>
      users.get(key.toLowerCase()) ?? keep("names", () => byName(users.values())).get(key.toLowerCase()),
    findGroup: (id) => groups.get(id.toLowerCase()),
    members,
    transitiveMembers: (group) => keep(`nested ${group.id}`, () => flatten(group, members)),
    putUser: (user) => change(() => users.set(user.id, user)),
    putGroup: (group) => change(() => groups.set(group.id, group)),
    removeUser: (id) =>
      change(() => {
        users.delete(id);
        withoutMember(id);
      }),
    removeGroup: (id) =>
      change(() => {
        groups.delete(id);
        withoutMember(id);
      }),
  };
}

function flatten(top: GraphGroup, members: (group: GraphGroup) => readonly Member[]): readonly Member[] {
  const found = new Map<string, Member>();
  const waiting = [top];
  for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
    for (const member of members(group)) {
      if (member.object.id === top.id || found.has(member.object.id)) continue;
      found.set(member.object.id, member);
      if (member.type === "group") waiting.push(member.object);
    }
  }
  return [...found.values()];
}

function byName(users: Iterable<GraphObject>): ReadonlyMap<string, GraphObject> {
  return new Map([...users].map((user) => [String(user["userPrincipalName"]).toLowerCase(), user]));
}

/** Keeps what was worked out until the content changes: a page of 100,000 users must not cost all of them. */
export function createKeeper(version: () => number) {
  const kept = new Map<string, unknown>();
  let of = version();
  return <T>(key: string, work: () => T): T => {
    if (of !== version()) kept.clear();
    of = version();
    if (!kept.has(key)) kept.set(key, work());
    return kept.get(key) as T;
  };
}
