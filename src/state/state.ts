import type { JournalEntry, RunKind, RunRecord, TargetRecord } from "../model/history.ts";
import type { SourceId } from "../model/ids.ts";
import type { Operation } from "../model/operation.ts";
import type { Failure, Outcome } from "../model/plan.ts";
import type {
  Baseline,
  GroupNews,
  LinkNews,
  RecordedLink,
  Remembered,
  SettledEntry,
} from "../model/recorded.ts";

/**
 * What usersync remembers between runs: whose account is whose, what past runs did, and who runs just now.
 *
 * A directory is named by `identityOf` of its config, not by the name that the config gives it: renaming a
 * target must not lose its links, and pointing it to another server must not carry them over.
 *
 * Every function may throw UsersyncError `STATE_UNUSABLE`: the file is corrupt, the disk is full, the
 * database does not answer.
 */
export interface State {
  /**
   * Claims directories for one run, all or none. Renews the claim by itself until it is released.
   *
   * @throws UsersyncError `LOCKED` that names the holder, its host and since when.
   */
  lock(directories: readonly string[], holder: Holder): Promise<Lock>;
  /** The links of one directory, in portions of a few thousand, in no particular order. */
  links(directory: string): AsyncIterable<readonly RecordedLink[]>;
  remembered(directory: string): Promise<Remembered>;
  /** Begins to record a run. From here on it stands in the history, even if the process dies. */
  begin(run: NewRun): Promise<RunLog>;
  /** The newest first. */
  runs(query?: { readonly limit?: number }): Promise<readonly RunRecord[]>;
  run(id: number): Promise<RunRecord | undefined>;
  /** What a run, or every run for one person, wrote down; in the order in which it was written. */
  entries(query: EntryQuery): Promise<readonly JournalEntry[]>;
  /** Whether a username in any case, a source id or a target id is or was somebody's in a directory. */
  isKnown(user: string): Promise<boolean>;
  readonly audit: AuditHeads;
  close(): Promise<void>;
}

/** Who claims a directory. */
export interface Holder {
  readonly who: string;
  readonly host: string;
  readonly pid: number;
  readonly kind: RunKind;
}

export interface Lock {
  /** Aborted when the claim is lost: somebody took it over, or the state did not answer for too long. */
  readonly lost: AbortSignal;
  /** Never throws: a claim that cannot be given back runs out. */
  release(): Promise<void>;
}

export interface NewRun
  extends Pick<
    RunRecord,
    "kind" | "trigger" | "who" | "host" | "version" | "configDigest" | "circumstances"
  > {
  readonly startedAt: Date;
  readonly undoes?: number;
  readonly targets: readonly RunTarget[];
}

/** One directory of a run, and what reading it taught. */
export interface RunTarget extends TargetRecord {
  /** What later runs are measured against. Absent: the one before stays. */
  readonly baseline?: Baseline;
  readonly news: LinkNews;
  readonly settled: readonly SettledEntry[];
  /** New people who are to be active. */
  readonly fresh?: readonly SourceId[];
  /** What reading it taught about groups. */
  readonly groups?: GroupNews;
}

/** The record of a run that is under way. */
export interface RunLog {
  /** Absent without a state. */
  readonly id?: number;
  /** Earlier runs of the same directories that died, each told once. What it left open is settled by now. */
  readonly interrupted?: readonly number[];
  journal(directory: string): Journal;
  /** Writes the marks that wait, and closes the run. */
  end(result: RunEnd): Promise<void>;
}

export interface RunEnd {
  readonly endedAt: Date;
  readonly exitCode: number;
  /** Of each directory in which there are any. */
  readonly newcomers?: readonly Newcomers[];
  /** Directories in which not everything was begun. */
  readonly stopped?: readonly StoppedDirectory[];
}

/** Why a run gave up on a directory. */
export interface StoppedDirectory {
  readonly directory: string;
  readonly error: Failure;
}

/** Of whom is known by now whether they were put into their default groups. */
export interface Newcomers {
  readonly directory: string;
  /** Not into all of them: the next run sees to it. */
  readonly waiting: readonly SourceId[];
  readonly settled: readonly SourceId[];
}

/** The journal of one directory in one run. */
export interface Journal {
  /**
   * Writes down operations before any of them is sent, durably. Writes the marks that wait, too.
   *
   * @throws UsersyncError `STATE_UNUSABLE`; `LOCKED` when the claim was lost meanwhile.
   */
  intend(operations: readonly Operation[]): Promise<void>;
  /**
   * Marks what became of an operation, and keeps the links in step with it. Marks wait in memory for the
   * next `intend` or `flush`: what a crash loses of them is found again by reading the directory.
   *
   * @param made The id of what an import or create-group made.
   */
  record(operation: Operation, outcome: Outcome, made?: string): void;
  flush(): Promise<void>;
}

export interface EntryQuery {
  readonly run?: number;
  /** A username in any case, a source id or a target id. */
  readonly user?: string;
  readonly limit?: number;
}

/** The ends of the hash chains of audit files, so that a file that was cut short is found. */
export interface AuditHeads {
  /** Lets one writer at a time extend a chain: gives it the recorded head, and records the one it returns. */
  extend(file: string, write: (head: ChainHead | undefined) => Promise<ChainHead>): Promise<void>;
  head(file: string): Promise<ChainHead | undefined>;
}

export interface ChainHead {
  /** Lines so far. */
  readonly lines: number;
  /** Of the last line, SHA-256 in hex. */
  readonly hash: string;
}
