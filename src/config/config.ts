import type { GroupType } from "../model/group-type.ts";
import type { Scope } from "../model/scope.ts";
import type { ConnectionConfig, TargetConfig } from "./target-config.ts";

export type * from "./target-config.ts";

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

export interface UserScopeConfig extends Scope {
  readonly from: "all" | "assigned" | "groups";
  /** Client id of the enterprise application, with `assigned`. */
  readonly application?: string;
  /** Object ids or display names, with `groups`. */
  readonly groups: readonly string[];
  readonly nested: boolean;
  /** OData, passed on to Graph. */
  readonly filter?: string;
}

export interface GroupScopeConfig {
  readonly from: "none" | "all" | "assigned" | "names";
  /** Object ids or display names; `*` is a wildcard. */
  readonly names: readonly string[];
  /** What groups may be that are not named outright; anything when absent. */
  readonly types?: readonly GroupType[];
  readonly nested: boolean;
}

/** A snapshot in JSON instead of Graph, for air-gapped runs and tests. */
export interface FileSourceConfig {
  readonly type: "file";
  /** Absolute. */
  readonly path: string;
  readonly users: Scope;
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
