import type { SourceId } from "./ids.ts";
import type { SourceSnapshot } from "./source-snapshot.ts";

/** Who of the people that the source gave is in scope, who is not, and by which setting. */
export interface ScopeReport {
  /** By name, then by id. */
  readonly people: readonly JudgedPerson[];
  readonly counts: ScopeCounts;
  /** In the order in which they decide; those that decide about nobody too. */
  readonly settings: readonly ScopeSetting[];
  /** Names and patterns of `include` and `exclude` that nobody fits. */
  readonly unused: readonly UnusedName[];
  /** What was met and left out while reading. */
  readonly notes: SourceSnapshot["notes"];
}

export interface JudgedPerson {
  readonly id: SourceId;
  /** User principal name; the id of somebody who has none. */
  readonly name: string;
  readonly displayName?: string;
  /** `null`: Entra did not say. */
  readonly enabled: boolean | null;
  readonly guest: boolean;
  readonly isIn: boolean;
  /** The setting that decided: `source.users.where[1]`. Absent when none keeps this one out. */
  readonly rule?: string;
  /** To be read after a name. */
  readonly reason?: string;
}

export interface ScopeCounts {
  readonly read: number;
  readonly in: number;
  /** In scope and disabled in Entra: without an account, or with a disabled one. */
  readonly inButDisabled: number;
  /** In scope, and Entra does not say whether they are enabled. */
  readonly inButUnknown: number;
  readonly out: number;
}

export interface ScopeSetting {
  /** Its path in the config: `source.users.where[1]`. */
  readonly setting: string;
  readonly decides: "in" | "out";
  /** What it says, in words; empty for a list without entries. */
  readonly text: string;
  /** About how many it decided. */
  readonly people: number;
}

export interface UnusedName {
  readonly setting: string;
  readonly pattern: string;
}

/** What the config asks the source for. Whoever is not in it is not read, and in no report. */
export type ScopeSelection =
  | { readonly type: "file"; readonly path: string }
  | {
      readonly type: "entra";
      readonly from: "all" | "assigned" | "groups";
      /** Client id of the enterprise application, with `assigned`. */
      readonly application?: string;
      /** Object ids or display names, with `groups`. */
      readonly groups?: readonly string[];
      /** Members of nested groups too, with `assigned` and `groups`. */
      readonly nested?: boolean;
      /** OData. */
      readonly filter?: string;
    };
