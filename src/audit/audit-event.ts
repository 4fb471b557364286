import type {
  Circumstances,
  JournalEntry,
  RunRecord,
  TargetRecord,
  WithheldCount,
} from "../model/history.ts";
import type { GroupRef, HandOver, Operation, UserRef } from "../model/operation.ts";
import type { Failure } from "../model/plan.ts";

/** What an audit file says, a line each. Without secrets: errors went through the redactor. */
export type AuditEvent = RunStarted | OperationNoted | RunInterrupted | RunEnded;

/** On every line, so that one line is understood without the others. */
interface OfRun {
  /** As in `usersync history`. Absent without a state. */
  readonly run?: number;
  readonly who: string;
  readonly host: string;
}

export interface RunStarted extends OfRun {
  readonly event: "run-started";
  readonly kind: RunRecord["kind"];
  readonly trigger: RunRecord["trigger"];
  readonly version: string;
  /** SHA-256 in hex, of everything in the config but secrets. */
  readonly config: string;
  /** With the reason why, those that could not be read. */
  readonly targets: readonly Omit<TargetRecord, "withheld">[];
  /** The run that this one takes back. */
  readonly undoes?: number;
  /** The flags that let it through or narrowed it, and the saved plan that it applies. */
  readonly circumstances?: Circumstances;
}

/** One operation and what became of it. */
export interface OperationNoted extends OfRun {
  readonly event: "operation";
  readonly target: string;
  readonly directory: string;
  readonly id: string;
  readonly kind: Operation["kind"];
  readonly user?: UserRef;
  readonly group?: GroupRef;
  /** The group that is put into `group`, or taken out of it. */
  readonly child?: GroupRef;
  readonly lead?: HandOver["lead"];
  readonly reason: Operation["reason"];
  readonly matchedBy?: string;
  readonly before: Side;
  readonly after: Side;
  readonly status: JournalEntry["status"] | "planned" | "withheld";
  readonly error?: Failure;
  /** The id of what an import or create-group made. */
  readonly made?: string;
  /** The later run that found out what became of it, when its own died. */
  readonly foundBy?: number;
}

/** What an operation is about, on one side of it. `null`: it was not there. */
export type Side = Readonly<Record<string, string | boolean>> | null;

/** A run that died, in place of its end. */
export interface RunInterrupted extends OfRun {
  readonly event: "run-interrupted";
  /** Operations of which it did not mark what became of them, and those that were found done. */
  readonly open: number;
  readonly done: number;
  /** The later run that found it out. */
  readonly foundBy?: number;
}

export interface RunEnded extends OfRun {
  readonly event: "run-ended";
  readonly exitCode: number;
  /** Operations with a line in this file, and those of them that were done. */
  readonly operations: number;
  readonly done: number;
  /** What limits and guards withheld, counted. Absent: nothing. */
  readonly withheld?: readonly (WithheldCount & Pick<LeftOut, "target">)[];
  /** Directories that could not be read, and those that the run gave up on. */
  readonly leftOut?: readonly LeftOut[];
}

export interface LeftOut {
  readonly target: string;
  readonly error: Failure;
}
