import type { Operation } from "./operation.ts";
import type { Failure } from "./plan.ts";

/** What writes to directories, each with a record of its own. */
export type RunKind = "run" | "apply" | "undo" | "link" | "unlink";

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
  readonly targets: readonly { readonly name: string; readonly type: string; readonly directory: string }[];
  /** Entries that were done, or found done later, by kind. */
  readonly done: Readonly<Partial<Record<Operation["kind"], number>>>;
  /** Entries that were not done, or of which nobody knows. */
  readonly failed: number;
  readonly unknown: number;
  /** The run that this one takes back. */
  readonly undoes?: number;
  readonly undone?: Undone;
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
