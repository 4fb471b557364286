import type { Operation, OperationKind } from "./operation.ts";
import type { Failure } from "./plan.ts";

/** What writes to directories, each with a record of its own. */
export type RunKind = "run" | "apply" | "undo" | "link" | "unlink" | "adopt";

/** What set a run going. */
export type Trigger = "terminal" | "cron" | "ci" | "script";

/** One run in the history. */
export interface RunRecord {
  readonly id: number;
  readonly kind: RunKind;
  readonly trigger: Trigger;
  /** The account that it ran under, and the machine. */
  readonly who: string;
  readonly host: string;
  /** Of usersync. */
  readonly version: string;
  /** SHA-256 in hex, of everything in the config but secrets. */
  readonly configDigest: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Absent: under way, or it died. */
  readonly endedAt?: string;
  readonly exitCode?: number;
  readonly outcome: "running" | "ended" | "interrupted";
  /** Of a run that was interrupted, ISO 8601: when it last wrote something down. Absent: it wrote nothing. */
  readonly lastSignAt?: string;
  readonly targets: readonly TargetRecord[];
  /** Entries that were done, or found done later, by kind. */
  readonly done: Readonly<Partial<Record<Operation["kind"], number>>>;
  /** Entries that were not done, or of which nobody knows. */
  readonly failed: number;
  readonly unknown: number;
  /** The run that this one takes back. */
  readonly undoes?: number;
  readonly undone?: Undone;
  /** Absent: nothing but the config decided. */
  readonly circumstances?: Circumstances;
}

/** One directory of a run. */
export interface TargetRecord {
  readonly name: string;
  readonly type: string;
  readonly directory: string;
  /** Why it was left out, or why the run gave up on it. */
  readonly error?: Failure;
  /** What limits and guards withheld there. Absent: nothing. */
  readonly withheld?: readonly WithheldCount[];
}

/** How many operations of a kind one limit or guard withheld. */
export interface WithheldCount {
  /** As in a plan: `limits.disable`. */
  readonly by: string;
  readonly kind: OperationKind;
  readonly count: number;
}

/** What let a run through, or narrowed it, beyond its config. */
export interface Circumstances {
  /** Limits that were lifted for it, as they were given: `disable=50`. */
  readonly allow?: readonly string[];
  /** Names of the targets that it was narrowed to. */
  readonly only?: readonly string[];
  /** Kinds of which it also did what its plan withheld. */
  readonly approve?: readonly OperationKind[];
  /** The kinds that it was narrowed to. */
  readonly onlyKinds?: readonly OperationKind[];
  /** The saved plan that it applied. */
  readonly plan?: PlanFile;
}

export interface PlanFile {
  /** As it was named on the command line. */
  readonly file: string;
  /** SHA-256 in hex, of what the plan says: as in the file itself. */
  readonly digest: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** What took a run back. */
export interface Undone {
  /** The runs that did, the oldest first. Never empty. */
  readonly by: readonly number[];
  /** Whether everything came back that could. */
  readonly whole: boolean;
}

/** One operation that a run wrote down before doing it. The operation holds what was there before. */
export interface JournalEntry {
  readonly run: number;
  readonly seq: number;
  /** The name of the target in the config of that run, and the directory behind it. */
  readonly target: string;
  readonly directory: string;
  readonly operation: Operation;
  /**
   * `open`: written down, and not marked yet. `found-done`, `found-not-done`, `unknown`: the run died, and
   * this is what the next reading of the directory showed.
   */
  readonly status: "open" | "done" | "failed" | "skipped" | "found-done" | "found-not-done" | "unknown";
  readonly error?: Failure;
  /** The id of what an import or create-group made. */
  readonly made?: string;
  /** ISO 8601: when it was written down. */
  readonly at: string;
}
