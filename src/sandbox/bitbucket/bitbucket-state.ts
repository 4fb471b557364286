import { freeId } from "../free-id.ts";

/** What a Bitbucket server keeps. Mutable, as a database is. */
export interface BitbucketState {
  /** By id, in the order in which they were added. */
  readonly users: Map<number, BitbucketUser>;
  /** By name in lower case. */
  readonly names: Map<string, BitbucketUser>;
  /** By name in lower case. */
  readonly groups: Map<string, BitbucketGroup>;
  /** New users go to the first that can be written to. */
  readonly directories: readonly BitbucketDirectory[];
  /** Users that the licence allows. */
  readonly seats: number;
}

export const PERMISSIONS = ["LICENSED_USER", "PROJECT_CREATE", "ADMIN", "SYS_ADMIN"] as const;
export type BitbucketPermission = (typeof PERMISSIONS)[number];

export interface BitbucketDirectory {
  readonly name: string;
  readonly type: string;
  readonly writable: boolean;
}

export interface BitbucketUser {
  /** Never changes. */
  readonly id: number;
  name: string;
  email: string;
  displayName: string;
  password: string;
  readonly type: "NORMAL" | "SERVICE";
  readonly directory: string;
  /** Milliseconds since the epoch; `undefined`: nobody has ever signed in. */
  readonly lastSignIn: number | undefined;
  /** Whether it was told by e-mail that it has an account. */
  readonly notified: boolean;
  /** Has it in person. */
  permission: BitbucketPermission | undefined;
}

export interface BitbucketGroup {
  readonly name: string;
  permission: BitbucketPermission | undefined;
  readonly members: Set<BitbucketUser>;
}

export type BitbucketUserSeed = Partial<BitbucketUser> & { readonly name: string };

export interface BitbucketGroupSeed {
  readonly name: string;
  readonly permission?: BitbucketPermission;
  readonly members?: readonly string[];
}

export interface BitbucketSeed {
  readonly users?: readonly BitbucketUserSeed[];
  /** `stash-users`, which lets its members in, is there unless these have another of that name. */
  readonly groups?: readonly BitbucketGroupSeed[];
  readonly directories?: readonly BitbucketDirectory[];
  readonly seats?: number;
}

export const INTERNAL: BitbucketDirectory = {
  name: "Bitbucket Internal Directory",
  type: "INTERNAL",
  writable: true,
};

/** The group that Bitbucket puts new users into. */
export const DEFAULT_GROUP = "stash-users";

/**
 * Makes a server that holds the given users and groups.
 *
 * @throws Error when a group names a user that is not there: a mistake in the seed.
 */
export function createBitbucketState(seed: BitbucketSeed = {}): BitbucketState {
  const { users = [], groups = [], directories = [INTERNAL], seats = 100_000 } = seed;
  const maps = { users: new Map(), names: new Map(), groups: new Map() } as const;
  const state: BitbucketState = { ...maps, directories, seats };
  for (const user of users) addUser(state, user);
  if (!groups.some(({ name }) => name === DEFAULT_GROUP)) {
    addGroup(state, { name: DEFAULT_GROUP, permission: "LICENSED_USER" });
  }
  for (const group of groups) addGroup(state, group);
  return state;
}

export function findUser(state: BitbucketState, name: string): BitbucketUser | undefined {
  return state.names.get(name.toLowerCase());
}

export function findGroup(state: BitbucketState, name: string): BitbucketGroup | undefined {
  return state.groups.get(name.toLowerCase());
}

/** Stores a new user. The caller has made sure that the name is free. */
export function addUser(state: BitbucketState, seed: BitbucketUserSeed): BitbucketUser {
  const user: BitbucketUser = {
    ...{
      id: freeId(state.users, (number) => 101 + number),
      email: "",
      displayName: seed.name,
      password: "",
      type: "NORMAL",
    },
    directory: (state.directories.find(({ writable }) => writable) ?? INTERNAL).name,
    ...{ lastSignIn: undefined, notified: false, permission: undefined },
    ...seed,
  };
  state.users.set(user.id, user);
  state.names.set(user.name.toLowerCase(), user);
  return user;
}

/** Gives a user another name. Its id, its groups and its permissions stay. */
export function renameUser(state: BitbucketState, user: BitbucketUser, name: string): void {
  state.names.delete(user.name.toLowerCase());
  user.name = name;
  state.names.set(name.toLowerCase(), user);
}

/** Stores a new group. The caller has made sure that the name is free. */
export function addGroup(state: BitbucketState, seed: BitbucketGroupSeed): BitbucketGroup {
  const { name, permission, members = [] } = seed;
  const users = members.map((member) => {
    const user = findUser(state, member);
    if (user === undefined) throw new Error(`The seed names ${member}, who is not among its users.`);
    return user;
  });
  const group = { name, permission, members: new Set(users) };
  state.groups.set(name.toLowerCase(), group);
  return group;
}

export function isReadOnly(state: BitbucketState, { directory }: BitbucketUser): boolean {
  return state.directories.some(({ name, writable }) => name === directory && !writable);
}
