import type { Note } from "./desired.ts";
import type { Operation } from "./operation.ts";

/** What became of an operation. */
export type Outcome =
  | { readonly status: "planned" }
  | { readonly status: "withheld"; readonly withheldBy: string }
  | { readonly status: "done" }
  | { readonly status: "failed"; readonly error: Failure }
  | { readonly status: "skipped"; readonly error: Failure };

/** An error as data: what a report prints and a plan document holds. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
}

export type PlannedOperation = Operation & Outcome;

/** What one directory needs, in the order in which it is done. */
export interface TargetPlan {
  readonly name: string;
  readonly type: string;
  /** What the decision rests on. */
  readonly read: { readonly users: number; readonly groups: number; readonly memberships: number };
  readonly operations: readonly PlannedOperation[];
  readonly notes: readonly Note[];
  /** Reads that were not proven complete, a sentence each. What depends on them is withheld. */
  readonly incomplete: readonly string[];
  /**
   * Why there is no plan: the directory could not be read; or it was, and what it should contain was
   * not believed. The operations are then empty.
   */
  readonly error?: Failure;
}

export interface Plan {
  readonly createdAt: Date;
  /** Every read was proven complete. */
  readonly complete: boolean;
  readonly targets: readonly TargetPlan[];
}
