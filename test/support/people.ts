import type { LimitsConfig, MappingConfig, OperationsConfig } from "../../src/config/config.ts";
import type { Capabilities } from "../../src/model/capabilities.ts";
import type { Desired, DesiredGroup, DesiredUser } from "../../src/model/desired.ts";
import type { Account, DirectoryGroup, DirectorySnapshot, Lead } from "../../src/model/directory-snapshot.ts";
import type { GroupRule } from "../../src/model/group-rule.ts";
import type { SourceId, TargetId, Username } from "../../src/model/ids.ts";
import type { Scope } from "../../src/model/scope.ts";
import type { Person, SourceGroup, SourceSnapshot } from "../../src/model/source-snapshot.ts";
import type { PlanRules } from "../../src/plan/make-plan.ts";

/** The object id of somebody called `name` in tests: a GUID made of the name, so that failures stay readable. */
export function sourceId(name: string): SourceId {
  const hex = Buffer.from(name).toString("hex").padEnd(12, "0").slice(0, 12);
  return `00000000-0000-0000-0000-${hex}` as SourceId;
}

export function targetId(name: string): TargetId {
  return `target-${name}` as TargetId;
}

/** A valid person of Entra. Tests name only what they are about. */
export function person(name: string, overrides: Partial<Person> = {}): Person {
  const { properties, ...rest } = overrides;
  return {
    id: sourceId(name),
    enabled: true,
    guest: false,
    properties: {
      userPrincipalName: `${name}@example.com`,
      mail: `${name}@example.com`,
      displayName: name,
      givenName: name,
      surname: "Example",
      ...properties,
    },
    ...rest,
  };
}

/** Nothing narrows the people but that guests stay out, as without settings. */
export const NO_RULES: Scope = { guests: "exclude", where: [], include: [], exclude: [] };

export function snapshot(overrides: Partial<SourceSnapshot> = {}): SourceSnapshot {
  return { people: [], covers: "everyone", groups: [], notes: [], ...overrides };
}

export function sourceGroup(
  name: string,
  members: readonly string[],
  overrides: Partial<SourceGroup> = {},
): SourceGroup {
  return { id: sourceId(`group-${name}`), name, members: members.map(sourceId), ...overrides };
}

export function desiredUser(name: string, overrides: Partial<DesiredUser> = {}): DesiredUser {
  return {
    sourceId: sourceId(name),
    username: name as Username,
    email: `${name}@example.com`,
    displayName: name,
    givenName: name,
    familyName: "Example",
    active: true,
    ...overrides,
  };
}

export function desiredGroup(
  name: string,
  members: readonly string[] = [],
  overrides: Partial<DesiredGroup> = {},
): DesiredGroup {
  const base = { name, sources: [{ id: `group-${name}`, name }], members: new Set(members.map(sourceId)) };
  return { ...base, everybody: false, newcomers: false, additive: false, ...overrides };
}

/** A rule for groups of the directory, with the usual answers. */
export function groupRule(name: string, overrides: Partial<GroupRule> = {}): GroupRule {
  return { name, remove: true, adopt: "ask", onRename: "keep", onLeave: "release", ...overrides };
}

export function desired(overrides: Partial<Desired> = {}): Desired {
  return {
    users: [],
    leavers: new Map(),
    untouchable: new Set(),
    missing: "deleted-in-source",
    population: 1000,
    groups: [],
    notes: [],
    ...overrides,
  };
}

/** An account that is linked to the person of the same name. */
export function account(name: string, overrides: Partial<Account> = {}): Account {
  return {
    id: targetId(name),
    link: sourceId(name),
    username: name as Username,
    email: `${name}@example.com`,
    displayName: name,
    givenName: name,
    familyName: "Example",
    active: true,
    ...overrides,
  };
}

/** An account that nobody linked: made by hand, or by another tool. */
export function stranger(name: string, overrides: Partial<Account> = {}): Account {
  const { link: _, ...rest } = account(name);
  return { ...rest, ...overrides };
}

export function directoryGroup(name: string, members: readonly string[] = []): DirectoryGroup {
  return { id: `group-${name}`, name, members: members.map(targetId) };
}

export function directory(
  accounts: readonly Account[] = [],
  groups: readonly DirectoryGroup[] = [],
): DirectorySnapshot {
  return { accounts, groups };
}

/** A project that the person of that name leads. */
export function project(id: string, leader: string): Lead {
  return { of: "project", id, name: `${id} (The ${id} project)`, leader: targetId(leader) };
}

export function component(id: string, leader: string): Lead {
  return { of: "component", id, name: `CORE / ${id}`, leader: targetId(leader) };
}

export const CAPABILITIES: Capabilities = {
  link: "directory",
  fields: ["username", "email", "displayName", "givenName", "familyName"],
  email: "unique",
  requiresEmail: true,
  username: { maxLength: 40, forbidden: ["<", ">"] },
  reservedGroups: ["org-admins", "jira-*-users-*"],
  nesting: "never",
  membersPerRequest: 100,
};

export const MAPPING: MappingConfig = {
  username: {
    from: "userPrincipalName",
    replace: [{ regex: "@.*", with: "", apply: (text) => text.replace(/@.*/, "") }],
    case: "lower",
  },
  email: ["mail", "userPrincipalName"],
  displayName: ["displayName"],
  givenName: ["givenName"],
  familyName: ["surname"],
  groupName: { map: {}, replace: [], prefix: "", suffix: "" },
  nesting: "flatten",
  groups: [],
  defaultGroups: { all: [], new: [] },
};

export const EVERYTHING: OperationsConfig = {
  import: true,
  update: true,
  enable: true,
  disable: true,
  createGroups: true,
  addMembers: true,
  removeMembers: true,
};

export const NO_LIMITS: LimitsConfig = {
  disable: "none",
  removeMembers: "none",
  removeMembersTotal: "none",
  import: "none",
  update: "none",
  rename: "none",
  unmatched: "allow",
  emptyGroup: "allow",
  shrinkSource: "none",
  shrinkScope: "none",
  ownAccount: "allow",
  lastMember: "allow",
};

export function rules(overrides: Partial<PlanRules> = {}): PlanRules {
  return {
    name: "cloud",
    type: "atlassian-cloud",
    operations: EVERYTHING,
    limits: NO_LIMITS,
    protect: { users: [], groups: [] },
    capabilities: CAPABILITIES,
    ...overrides,
  };
}
