import type { GroupRule } from "../model/group-rule.ts";
import type { Rewrite } from "../model/rewrite.ts";

/** How a server is reached. Durations are in milliseconds, sizes in bytes. */
export interface ConnectionConfig {
  /** Requests at a time. */
  readonly concurrency: number;
  /** Infinity: no limit of our own. */
  readonly requestsPerSecond: number;
  /** For one attempt of one request. */
  readonly timeout: number;
  /** Longest time that one request may spend waiting and retrying; a Retry-After beyond it ends the run. */
  readonly maxWait: number;
  readonly maxResponseSize: number;
  /** PEM text of a certificate authority to trust besides the system's. */
  readonly ca?: string;
}

export interface TargetCommonConfig {
  readonly name: string;
  readonly mapping: MappingConfig;
  readonly operations: OperationsConfig;
  readonly limits: LimitsConfig;
  readonly protect: ProtectConfig;
  readonly connection: ConnectionConfig;
}

export interface AtlassianCloudConfig extends TargetCommonConfig {
  readonly type: "atlassian-cloud";
  readonly url: string;
  readonly directoryId: string;
  readonly token: string;
  /** Domains that an account's e-mail may be in; any when absent. Sub-domains count only when listed. */
  readonly verifiedDomains?: readonly string[];
}

export interface CrowdConfig extends TargetCommonConfig {
  readonly type: "crowd";
  /** With the context path, without a slash at the end: `https://crowd.example.com/crowd`. */
  readonly url: string;
  readonly application: string;
  readonly password: string;
}

/** How usersync signs in to a product of the Data Center: with a personal access token, or as HTTP Basic. */
export type ProductCredentials =
  | { readonly token: string }
  | { readonly username: string; readonly password: string };

interface ProductConfig extends TargetCommonConfig {
  /** With the context path where there is one, without a slash at the end: `https://example.com/jira`. */
  readonly url: string;
}

/** Groups whose members are all the accounts there are, for servers that do not list them. */
interface ListingConfig {
  readonly groups: readonly string[];
}

export interface JiraConfig extends ProductConfig {
  readonly type: "jira";
  readonly credentials: ProductCredentials;
  readonly listing: ListingConfig;
  /** Usernames of those who lead in the place of somebody who is disabled. */
  readonly onDisable: { readonly projectLead?: string; readonly componentLead?: string };
}

export interface ConfluenceConfig extends ProductConfig {
  readonly type: "confluence";
  readonly credentials: ProductCredentials;
  readonly listing: ListingConfig;
}

export interface BitbucketConfig extends ProductConfig {
  readonly type: "bitbucket";
  readonly credentials: Extract<ProductCredentials, { readonly username: string }>;
  /** The user directory whose accounts are looked at; all of them when absent. */
  readonly directoryName?: string;
  /** What makes a new account one that can work. Never empty. */
  readonly licenseGroups: readonly string[];
  readonly notifyNewUsers: boolean;
}

export type TargetConfig =
  | AtlassianCloudConfig
  | CrowdConfig
  | JiraConfig
  | ConfluenceConfig
  | BitbucketConfig;

/** How a username is made. */
export interface UsernameMapping {
  /** A property of the person, a path with dots. */
  readonly from: string;
  readonly replace: readonly Rewrite[];
  readonly case: "lower" | "keep";
}

export interface MappingConfig {
  readonly username: UsernameMapping;
  /** For guests, instead of `username`. */
  readonly guestUsername?: UsernameMapping;
  /** The first of these properties that has a value. The same for the three below. */
  readonly email: readonly string[];
  readonly displayName: readonly string[];
  readonly givenName: readonly string[];
  readonly familyName: readonly string[];
  readonly groupName: GroupNameMapping;
  /** `"mirror"`: a group inside a group is one in the directory too, if both are synced. */
  readonly nesting: "flatten" | "mirror";
  /** For groups of the directory. The first whose name fits counts. */
  readonly groups: readonly GroupRule[];
  readonly defaultGroups: { readonly all: readonly string[]; readonly new: readonly string[] };
}

export interface GroupNameMapping {
  /** Entra's group name or object id → its names in the directory, one or more. Comes before the others. */
  readonly map: Readonly<Record<string, readonly string[]>>;
  readonly replace: readonly Rewrite[];
  /** Put around what `replace` leaves; often empty. */
  readonly prefix: string;
  readonly suffix: string;
}

export interface OperationsConfig {
  readonly import: boolean;
  readonly update: boolean;
  readonly enable: boolean;
  readonly disable: boolean;
  readonly createGroups: boolean;
  readonly addMembers: boolean;
  readonly removeMembers: boolean;
}

/** `share` is 0 to 1. */
export type Limit = { readonly count: number } | { readonly share: number } | "none" | BothLimits;

/** The stricter of the two counts. */
export interface BothLimits {
  readonly count: number;
  readonly share: number;
}

export interface LimitsConfig {
  readonly disable: Limit;
  readonly removeMembers: Limit;
  readonly removeMembersTotal: Limit;
  readonly import: Limit;
  readonly update: Limit;
  /** Accounts that may get a new username. */
  readonly rename: Limit;
  /** Whether people are imported where not one of the accounts that are there is any of theirs. */
  readonly unmatched: "refuse" | "allow";
  readonly emptyGroup: "refuse" | "allow";
  /** People that the source may have lost since the last run before nobody is disabled or removed. */
  readonly shrinkSource: Limit;
  /** The same for people in scope, when the config has changed since the last run. */
  readonly shrinkScope: Limit;
  /** Whether the account that usersync itself uses may be disabled or renamed. */
  readonly ownAccount: "refuse" | "allow";
  /** Whether the last active member of a protected group may be disabled. */
  readonly lastMember: "refuse" | "allow";
}

/** Usernames and group names; `*` is a wildcard, case does not count. */
export interface ProtectConfig {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}
