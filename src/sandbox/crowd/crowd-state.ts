/** What a Crowd server keeps: one directory behind one application. Mutable, as a database is. */
export interface CrowdState {
  /** By name in lower case, in the order in which they were added. */
  readonly users: Map<string, CrowdUser>;
  readonly groups: Map<string, CrowdGroup>;
  /** The same users once more, so that a page costs no more than its own length. */
  readonly order: CrowdUser[];
}

export interface CrowdUser extends CrowdNames {
  email: string;
  active: boolean;
  readonly key: string;
  readonly attributes: Map<string, readonly string[]>;
}

export interface CrowdNames {
  name: string;
  firstName: string;
  lastName: string;
  displayName: string;
}

export interface CrowdGroup {
  readonly name: string;
  description: string;
  active: boolean;
  readonly members: Set<CrowdUser>;
  /** Members out of another directory: in the dump of memberships, in no list of users. */
  readonly foreignMembers: readonly string[];
  /** Names as they were given, of groups that may be in another directory. */
  readonly childGroups: Set<string>;
}

export type CrowdUserSeed = Partial<Omit<CrowdUser, "attributes" | "key">> & {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
};

export interface CrowdGroupSeed {
  readonly name: string;
  readonly description?: string;
  readonly members?: readonly string[];
  readonly foreignMembers?: readonly string[];
  readonly childGroups?: readonly string[];
}

export interface CrowdSeed {
  readonly users?: readonly CrowdUserSeed[];
  readonly groups?: readonly CrowdGroupSeed[];
}

/**
 * Makes a directory that holds the given users and groups.
 *
 * @throws Error when a group names a member that is not among the users: a mistake in the seed.
 */
export function createCrowdState({ users = [], groups = [] }: CrowdSeed = {}): CrowdState {
  const state: CrowdState = { users: new Map(), groups: new Map(), order: [] };
  for (const { attributes = {}, ...user } of users) {
    const blank = { firstName: "", lastName: "", displayName: "", email: "", active: true };
    addUser(state, { ...blank, ...user, attributes: new Map(Object.entries(attributes)) });
  }
  for (const group of groups) addGroup(state, group);
  return state;
}

export function findUser(state: CrowdState, name: string): CrowdUser | undefined {
  return state.users.get(name.toLowerCase());
}

export function findGroup(state: CrowdState, name: string): CrowdGroup | undefined {
  return state.groups.get(name.toLowerCase());
}

/** Stores a new user. The caller has made sure that the name is free. */
export function addUser(state: CrowdState, user: Omit<CrowdUser, "key">): CrowdUser {
  const stored = { ...user, ...fillNames(user), key: `32769:${state.order.length + 1}` };
  state.users.set(stored.name.toLowerCase(), stored);
  state.order.push(stored);
  return stored;
}

/** Gives a user another name. Memberships and attributes stay, as they belong to the user and not the name. */
export function renameUser(state: CrowdState, user: CrowdUser, name: string): void {
  state.users.delete(user.name.toLowerCase());
  user.name = name;
  state.users.set(name.toLowerCase(), user);
}

export function removeUser(state: CrowdState, user: CrowdUser): void {
  state.users.delete(user.name.toLowerCase());
  state.order.splice(state.order.indexOf(user), 1);
  for (const group of state.groups.values()) group.members.delete(user);
}

/** Whether a group is another one, or in it however deep. */
export function isWithin(state: CrowdState, inner: CrowdGroup, outer: CrowdGroup): boolean {
  const found = new Set([outer]);
  for (const { childGroups } of found) {
    for (const name of childGroups) {
      const child = findGroup(state, name);
      if (child !== undefined) found.add(child);
    }
  }
  return found.has(inner);
}

/** Stores a new group. The caller has made sure that the name is free. */
export function addGroup(state: CrowdState, seed: CrowdGroupSeed): CrowdGroup {
  const members = (seed.members ?? []).map((name) => {
    const user = findUser(state, name);
    if (user === undefined) throw new Error(`The group ${seed.name} has an unknown member, ${name}.`);
    return user;
  });
  const group = {
    name: seed.name,
    description: seed.description ?? "",
    active: true,
    members: new Set(members),
    foreignMembers: seed.foreignMembers ?? [],
    childGroups: new Set(seed.childGroups),
  };
  state.groups.set(group.name.toLowerCase(), group);
  return group;
}

/**
 * Crowd never stores a person without a last name and a display name: what is blank is made of the rest.
 * So a cleared last name comes back as a part of the display name.
 */
export function fillNames({ name, firstName, lastName, displayName }: CrowdNames): CrowdNames {
  const shown = displayName.trim() || `${firstName} ${lastName}`.trim() || name;
  return {
    name,
    firstName: firstName.trim() || splitName(displayName).first,
    lastName: lastName.trim() || splitName(shown).last,
    displayName: shown,
  };
}

function splitName(text: string): { readonly first: string; readonly last: string } {
  const [, first = "", last = ""] = /^(?:(\S+)\s+)?(.*)$/s.exec(text.trim()) ?? [];
  return { first, last };
}
