import type { PlannedOperation } from "../model/plan.ts";
import type { Journal } from "../state/state.ts";

/** Operations that are written down at a time. */
const PORTION = 1_000;

/**
 * Writes down what a look before the run has refused, each with its reason. It is marked in the same
 * transaction, so that whoever finds out what a dead run left open never takes it for that.
 *
 * @throws UsersyncError `STATE_UNUSABLE`.
 */
export async function recordStale(operations: readonly PlannedOperation[], journal: Journal): Promise<void> {
  let waiting = 0;
  for (const operation of operations) {
    if (operation.status !== "skipped") continue;
    const { status, error } = operation;
    journal.record(operation, { status, error });
    waiting += 1;
    if (waiting % PORTION === 0) await journal.flush();
  }
}
