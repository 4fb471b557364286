import { freeId } from "../free-id.ts";

/** What a Jira server keeps. Mutable, as a database is. */
export interface JiraState {
  /** By key, in the order in which they were added. */
  readonly users: Map<string, JiraUser>;
  /** The same users by name in lower case. */
  readonly names: Map<string, JiraUser>;
  /** By name in lower case. */
  readonly groups: Map<string, JiraGroup>;
  readonly projects: readonly JiraProject[];
  readonly roles: readonly JiraRole[];
}

export interface JiraUser {
  /** Never changes. */
  readonly key: string;
  name: string;
  email: string;
  displayName: string;
  active: boolean;
  readonly deleted: boolean;
  /** It comes from a directory that Jira only reads: the status with which writes are refused. */
  readonly readOnly?: 400 | 403;
}

export interface JiraGroup {
  readonly name: string;
  readonly members: Set<JiraUser>;
  /** Names of groups whose members count too. */
  readonly subgroups: readonly string[];
}

export interface JiraProject {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  lead: JiraUser | undefined;
  readonly components: readonly JiraComponent[];
}

export interface JiraComponent {
  readonly id: string;
  readonly name: string;
  lead: JiraUser | undefined;
}

/** An application, and the groups that grant a licence for it. */
export interface JiraRole {
  readonly key: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** Those that a new account gets unless it is told otherwise. */
  readonly defaultGroups: readonly string[];
}

export type JiraUserSeed = Partial<JiraUser> & { readonly name: string };

export interface JiraGroupSeed {
  readonly name: string;
  readonly members?: readonly string[];
  readonly subgroups?: readonly string[];
}

export interface JiraProjectSeed {
  readonly key: string;
  readonly name: string;
  /** Usernames. */
  readonly lead?: string;
  readonly components?: readonly { readonly name: string; readonly lead?: string }[];
}

export interface JiraSeed {
  readonly users?: readonly JiraUserSeed[];
  readonly groups?: readonly JiraGroupSeed[];
  readonly projects?: readonly JiraProjectSeed[];
  readonly roles?: readonly JiraRole[];
}

const SOFTWARE: JiraRole = {
  key: "jira-software",
  name: "Jira Software",
  groups: ["jira-software-users"],
  defaultGroups: ["jira-software-users"],
};

/**
 * Makes a server that holds the given users, groups and projects.
 *
 * @throws Error when something names a user that is not there: a mistake in the seed.
 */
export function createJiraState(seed: JiraSeed = {}): JiraState {
  const { users = [], groups = [], projects = [], roles = [SOFTWARE] } = seed;
  const state = { users: new Map(), names: new Map(), groups: new Map(), roles } as const;
  const empty: JiraState = { ...state, projects: [] };
  for (const user of users) addUser(empty, user);
  for (const group of groups) addGroup(empty, group);
  return { ...state, projects: projects.map((project, at) => toProject(empty, project, at)) };
}

export function findUser(state: JiraState, name: string): JiraUser | undefined {
  return state.names.get(name.toLowerCase());
}

export function findGroup(state: JiraState, name: string): JiraGroup | undefined {
  return state.groups.get(name.toLowerCase());
}

/** Stores a new user. The caller has made sure that the name is free. */
export function addUser(state: JiraState, seed: JiraUserSeed): JiraUser {
  const key = freeId(state.users, (number) => `JIRAUSER${10_100 + number}`);
  const user = { key, email: "", displayName: seed.name, active: true, deleted: false, ...seed };
  state.users.set(user.key, user);
  state.names.set(user.name.toLowerCase(), user);
  return user;
}

/** Gives a user another name. Its key, its groups and what it leads stay. */
export function renameUser(state: JiraState, user: JiraUser, name: string): void {
  state.names.delete(user.name.toLowerCase());
  user.name = name;
  state.names.set(name.toLowerCase(), user);
}

/** Stores a new group. The caller has made sure that the name is free. */
export function addGroup(state: JiraState, { name, members = [], subgroups = [] }: JiraGroupSeed): JiraGroup {
  const group = { name, subgroups, members: new Set(members.map((member) => knownUser(state, member))) };
  state.groups.set(name.toLowerCase(), group);
  return group;
}

/** Members of a group and of the groups in it, each once. */
export function membersOf(state: JiraState, { members, subgroups }: JiraGroup): ReadonlySet<JiraUser> {
  const nested = subgroups.flatMap((name) => findGroup(state, name) ?? []);
  return new Set([...members, ...nested.flatMap((group) => [...membersOf(state, group)])]);
}

function toProject(state: JiraState, seed: JiraProjectSeed, at: number): JiraProject {
  const { key, name, lead, components = [] } = seed;
  const leadOf = (username: string | undefined) =>
    username === undefined ? undefined : knownUser(state, username);
  const parts = components.map((part, index) => ({
    ...{ id: `${10_000 + at * 100 + index}`, name: part.name },
    lead: leadOf(part.lead),
  }));
  return { id: `${10_000 + at}`, key, name, lead: leadOf(lead), components: parts };
}

function knownUser(state: JiraState, name: string): JiraUser {
  const user = findUser(state, name);
  if (user === undefined) throw new Error(`The seed names ${name}, who is not among its users.`);
  return user;
}
