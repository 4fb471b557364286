import type { Rewrite } from "../model/rewrite.ts";

/** A config as the rest of usersync uses it: checked, defaults filled in, regexes compiled. */
export interface Config {
  readonly source: SourceConfig;
  /** Each with its own mapping, operations, limits and protect, the shared ones merged in. */
  readonly targets: readonly TargetConfig[];
  readonly schedule: ScheduleConfig;
  readonly log: LogConfig;
  readonly state: StateConfig;
  readonly audit: AuditConfig;
  /** What an admin should know though nothing is wrong, such as a secret in a file others can read. */
  readonly warnings: readonly string[];
  /** The file that was read. */
  readonly path: string;
}

export type SourceConfig = EntraConfig | FileSourceConfig;

export interface EntraConfig {
  readonly type: "entra";
  readonly tenantId: string;
  readonly cloud: Cloud;
  /** Origin only, no path. The cloud's own unless the config overrides it. */
  readonly graphUrl: string;
  readonly credential: CredentialConfig;
  readonly users: UserScopeConfig;
  readonly groups: GroupScopeConfig;
  readonly connection: ConnectionConfig;
  /** Longest that reading may take in all, in milliseconds. Infinity: no limit. */
  readonly timeLimit: number;
}

export type Cloud = "global" | "us-gov" | "us-gov-dod" | "china";

export type CredentialConfig =
  | {
      readonly type: "client-secret";
      readonly clientId: string;
      readonly clientSecret: string;
      readonly authorityHost?: string;
    }
  | {
      readonly type: "client-certificate";
      readonly clientId: string;
      /** PEM file with the certificate and its private key. */
      readonly certificatePath: string;
      readonly certificatePassword?: string;
      readonly authorityHost?: string;
    }
  | {
      readonly type: "workload-identity";
      readonly clientId?: string;
      readonly tokenFilePath?: string;
      readonly authorityHost?: string;
    }
  | { readonly type: "managed-identity"; readonly clientId?: string }
  | { readonly type: "azure-cli" }
  | { readonly type: "default" }
  | { readonly type: "access-token"; readonly token: string };

export interface UserScopeConfig {
  readonly from: "all" | "assigned" | "groups";
  /** Client id of the enterprise application, with `assigned`. */
  readonly application?: string;
  /** Object ids or display names, with `groups`. */
  readonly groups: readonly string[];
  readonly nested: boolean;
  readonly guests: "exclude" | "include";
  /** OData, passed on to Graph. */
  readonly filter?: string;
}

export interface GroupScopeConfig {
  readonly from: "none" | "all" | "assigned" | "names";
  /** Object ids or display names; `*` is a wildcard. */
  readonly names: readonly string[];
  readonly nested: boolean;
}

/** A snapshot in JSON instead of Graph, for air-gapped runs and tests. */
export interface FileSourceConfig {
  readonly type: "file";
  /** Absolute. */
  readonly path: string;
  readonly users: { readonly guests: "exclude" | "include" };
}

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

export interface MappingConfig {
  readonly username: {
    /** A property of the person, a path with dots. */
    readonly from: string;
    readonly replace: readonly Rewrite[];
    readonly case: "lower" | "keep";
  };
  /** The first of these properties that has a value. The same for the three below. */
  readonly email: readonly string[];
  readonly displayName: readonly string[];
  readonly givenName: readonly string[];
  readonly familyName: readonly string[];
  readonly groupName: {
    /** Entra's group name or object id → the name in the directory. Comes before `replace`. */
    readonly map: Readonly<Record<string, string>>;
    readonly replace: readonly Rewrite[];
  };
  readonly defaultGroups: { readonly all: readonly string[]; readonly new: readonly string[] };
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

export interface ScheduleConfig {
  readonly cron?: string;
  /** IANA name; the machine's own when absent. */
  readonly timezone?: string;
  /** Longest random delay before a cycle, in milliseconds. */
  readonly jitter: number;
}

export type StateConfig =
  | { readonly type: "none" }
  /** Absolute path of the SQLite file. */
  | { readonly type: "file"; readonly path: string }
  /** `postgres://…`, its password in it. */
  | { readonly type: "postgres"; readonly url: string };

export interface AuditConfig {
  /** Absolute. */
  readonly file?: string;
}

export interface LogConfig {
  readonly level: "debug" | "info" | "warn" | "error" | "silent";
  readonly format: "auto" | "pretty" | "json";
}
