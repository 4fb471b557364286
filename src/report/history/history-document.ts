import type { Circumstances, JournalEntry, RunRecord, TargetRecord } from "../../model/history.ts";
import { failureDocument, type StepDocument, stepDocument } from "../json/operation-document.ts";

/** What past runs did, as JSON. A public format: scripts depend on it. */
export interface HistoryDocument {
  readonly format: "usersync-history/1";
  /** The person that was asked for, as they were asked for. */
  readonly user?: string;
  /** The newest first. */
  readonly runs: readonly RunDocument[];
  /** In the order in which they were written down. Absent from a list of runs. */
  readonly entries?: readonly EntryDocument[];
}

/** A run as in the model, with every kind counted, and how long it took. */
export interface RunDocument extends Omit<RunRecord, "done"> {
  /** The last of the runs that took this one back. */
  readonly undoneBy?: number;
  /** From its start to its end. Absent when the end is not known. */
  readonly durationSeconds?: number;
  readonly done: Readonly<Record<keyof Required<RunRecord["done"]>, number>>;
}

export interface EntryDocument extends Omit<JournalEntry, "operation"> {
  readonly operation: StepDocument;
}

export interface HistoryContent {
  readonly runs: readonly RunRecord[];
  readonly entries?: readonly JournalEntry[];
  /** The person that was asked for. */
  readonly user?: string;
}

/** A list of runs, one run with its entries, or one person's entries with their runs; keys in a fixed order. */
export function historyDocument({ runs, entries, user }: HistoryContent): HistoryDocument {
  return {
    format: "usersync-history/1",
    ...(user === undefined ? {} : { user }),
    runs: runs.map(runDocument),
    ...(entries === undefined ? {} : { entries: entries.map(entryDocument) }),
  };
}

function runDocument(run: RunRecord): RunDocument {
  const { id, kind, trigger, who, host, version, configDigest, startedAt, endedAt, exitCode } = run;
  const { undoes, undone, circumstances } = run;
  const undoneBy = undone?.by.at(-1);
  return {
    id,
    kind,
    trigger,
    who,
    host,
    version,
    configDigest,
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt, durationSeconds: secondsBetween(startedAt, endedAt) }),
    outcome: run.outcome,
    ...(run.lastSignAt === undefined ? {} : { lastSignAt: run.lastSignAt }),
    ...(exitCode === undefined ? {} : { exitCode }),
    targets: run.targets.map(targetDocument),
    done: { ...NONE_DONE, ...run.done },
    failed: run.failed,
    unknown: run.unknown,
    ...(undoes === undefined ? {} : { undoes }),
    ...(undoneBy === undefined ? {} : { undoneBy }),
    ...(undone === undefined ? {} : { undone: { by: undone.by, whole: undone.whole } }),
    ...(circumstances === undefined ? {} : { circumstances: circumstancesDocument(circumstances) }),
  };
}

function targetDocument({ name, type, directory, error, withheld }: TargetRecord): TargetRecord {
  return {
    name,
    type,
    directory,
    ...(error === undefined ? {} : { error: failureDocument(error) }),
    ...(withheld === undefined
      ? {}
      : { withheld: withheld.map(({ by, kind, count }) => ({ by, kind, count })) }),
  };
}

function circumstancesDocument({ allow, only, approve, onlyKinds, plan }: Circumstances): Circumstances {
  return {
    ...(allow === undefined ? {} : { allow }),
    ...(only === undefined ? {} : { only }),
    ...(approve === undefined ? {} : { approve }),
    ...(onlyKinds === undefined ? {} : { onlyKinds }),
    ...(plan === undefined ? {} : { plan }),
  };
}

const NONE_DONE = {
  import: 0,
  update: 0,
  enable: 0,
  disable: 0,
  "create-group": 0,
  "adopt-group": 0,
  "release-group": 0,
  "add-member": 0,
  "add-group": 0,
  "remove-member": 0,
  "remove-group": 0,
  "hand-over": 0,
  link: 0,
};

/** Never below zero, whatever a clock did meanwhile. */
export function secondsBetween(start: string, end: string): number {
  return Math.max(0, (Date.parse(end) - Date.parse(start)) / 1000);
}

function entryDocument(entry: JournalEntry): EntryDocument {
  const { run, seq, at, target, directory, operation, status, error, made } = entry;
  return {
    run,
    seq,
    at,
    target,
    directory,
    operation: stepDocument(operation),
    status,
    ...(error === undefined ? {} : { error: failureDocument(error) }),
    ...(made === undefined ? {} : { made }),
  };
}
