import type { Note } from "./desired.ts";
import type { Operation } from "./operation.ts";

/** What became of an operation. */
export type Outcome =
  | { readonly status: "planned" }
  | { readonly status: "withheld"; readonly withheldBy: string }
  /** `already`: it was so before, and nothing was sent. */
  | { readonly status: "done"; readonly already?: true }
  | { readonly status: "failed"; readonly error: Failure }
  | { readonly status: "skipped"; readonly error: Failure };

/** An error as data: what a report prints and a plan document holds. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
}

export type PlannedOperation = Operation & Outcome;

/** Whether a run has changed something by it. */
export function isOwnWork(operation: PlannedOperation): boolean {
  return operation.status === "done" && operation.already !== true;
}

/** What one directory needs, in the order in which it is done. */
export interface TargetPlan {
  readonly name: string;
  readonly type: string;
  /** What the decision rests on. */
  readonly read: { readonly users: number; readonly groups: number; readonly memberships: number };
  /** Only what the operations touch was read, once more. */
  readonly lookedAgain?: true;
  readonly operations: readonly PlannedOperation[];
  readonly notes: readonly Note[];
  /** The limits and guards that withheld something. */
  readonly tripped: readonly Tripped[];
  /** Of an undo: what all of it takes of the limits that are numbers. */
  readonly uses?: readonly LimitUse[];
  /** Reads that were not proven complete, a sentence each. What depends on them is withheld. */
  readonly incomplete: readonly string[];
  /**
   * Why there is no plan: the directory could not be read; or it was, and what it should contain was
   * not believed. The operations are then empty.
   */
  readonly error?: Failure;
}

/** A limit or guard that withheld operations, in words that name the numbers. */
export interface Tripped {
  /** As in `withheldBy`: `limits.disable`. */
  readonly by: string;
  readonly withheld: number;
  /** What it would have been, and what is allowed. One or two sentences. */
  readonly message: string;
  /** What lets it through once, for `--allow`: `disable=50`. Absent: nothing does. */
  readonly allow?: string;
  /** Lines that explain further, such as what changed in the config. */
  readonly details: readonly string[];
}

/** What all of a plan takes of a limit, with what is withheld. */
export interface LimitUse {
  /** As for `--allow`: `disable`. */
  readonly limit: string;
  readonly needed: number;
  /** Whether that is more than the limit lets through. */
  readonly isOver: boolean;
}

export interface Plan {
  readonly createdAt: Date;
  /** Every read was proven complete. */
  readonly complete: boolean;
  /** Its number in the history, once it was recorded there. */
  readonly run?: number;
  /** Why the end of the run could not be written into the history. */
  readonly unrecorded?: Failure;
  /** The run that it takes back. */
  readonly undoes?: number;
  /** Of an undo: Entra and the config asked for what it takes back, so the next run does it again. */
  readonly comesAgain?: true;
  readonly targets: readonly TargetPlan[];
}
