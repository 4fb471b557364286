import { freeId } from "../free-id.ts";

/** What a Confluence server keeps. Mutable, as a database is. */
export interface ConfluenceState {
  /** By key, in the order in which they were added. */
  readonly users: Map<string, ConfluenceUser>;
  /** The same users by name in lower case. */
  readonly names: Map<string, ConfluenceUser>;
  /** By name in lower case. */
  readonly groups: Map<string, ConfluenceGroup>;
  /** Active accounts that the licence allows. */
  readonly seats: number;
  /** The group that every new account joins, if it is there. */
  readonly defaultGroup: string;
  accessMode: "READ_WRITE" | "READ_ONLY";
}

export interface ConfluenceUser {
  /** Never changes. */
  readonly key: string;
  name: string;
  /** Goes in and never comes out. */
  email: string;
  fullName: string;
  active: boolean;
  /** It comes from a directory that Confluence only reads. */
  readonly readOnly: boolean;
}

export interface ConfluenceGroup {
  readonly name: string;
  readonly members: Set<ConfluenceUser>;
  /** Whoever is in it may use Confluence. */
  readonly licensed: boolean;
}

export type ConfluenceUserSeed = Partial<ConfluenceUser> & { readonly name: string };

export interface ConfluenceGroupSeed {
  readonly name: string;
  readonly members?: readonly string[];
  readonly licensed?: boolean;
}

export interface ConfluenceSeed {
  readonly users?: readonly ConfluenceUserSeed[];
  readonly groups?: readonly ConfluenceGroupSeed[];
  readonly seats?: number;
  readonly defaultGroup?: string;
  readonly accessMode?: ConfluenceState["accessMode"];
}

/**
 * Makes a server that holds the given users and groups.
 *
 * @throws Error when a group names a user that is not there: a mistake in the seed.
 */
export function createConfluenceState(seed: ConfluenceSeed = {}): ConfluenceState {
  const { users = [], groups = [], seats = Number.POSITIVE_INFINITY } = seed;
  const { defaultGroup = "confluence-users", accessMode = "READ_WRITE" } = seed;
  const state: ConfluenceState = {
    ...{ users: new Map(), names: new Map(), groups: new Map() },
    ...{ seats, defaultGroup, accessMode },
  };
  for (const user of users) addUser(state, user);
  for (const group of groups) addGroup(state, group);
  return state;
}

export function findUser(state: ConfluenceState, name: string): ConfluenceUser | undefined {
  return state.names.get(name.toLowerCase());
}

export function findGroup(state: ConfluenceState, name: string): ConfluenceGroup | undefined {
  return state.groups.get(name.toLowerCase());
}

/** Stores a new user. The caller has made sure that the name is free. */
export function addUser(state: ConfluenceState, seed: ConfluenceUserSeed): ConfluenceUser {
  const key = freeId(state.users, (number) => `8a8181${(number + 1).toString(16).padStart(26, "0")}`);
  const user = { key, email: "", fullName: seed.name, active: true, readOnly: false, ...seed };
  state.users.set(user.key, user);
  state.names.set(user.name.toLowerCase(), user);
  return user;
}

/** Gives a user another name, as its own pages and directories behind it can. Key and groups stay. */
export function renameUser(state: ConfluenceState, user: ConfluenceUser, name: string): void {
  state.names.delete(user.name.toLowerCase());
  user.name = name;
  state.names.set(name.toLowerCase(), user);
}

/** Stores a new group. The caller has made sure that the name is free. */
export function addGroup(state: ConfluenceState, seed: ConfluenceGroupSeed): ConfluenceGroup {
  const { name, members = [], licensed = false } = seed;
  const group = { name, licensed, members: new Set(members.map((member) => knownUser(state, member))) };
  state.groups.set(name.toLowerCase(), group);
  return group;
}

function knownUser(state: ConfluenceState, name: string): ConfluenceUser {
  const user = findUser(state, name);
  if (user === undefined) throw new Error(`The seed names ${name}, who is not among its users.`);
  return user;
}
