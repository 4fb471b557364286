import { toFailure, UsersyncError } from "../errors.ts";
import type { Operation } from "../model/operation.ts";
import type { ApplyResult } from "./target.ts";

/**
 * Carries out operations one after another, each with a result of its own.
 *
 * @param applyOne Returns the id of what an import or create-group made.
 * @throws UsersyncError only for what concerns the whole run: `SIGN_IN_FAILED` and `CANCELED`.
 */
export async function applyEach(
  batch: readonly Operation[],
  applyOne: (operation: Operation) => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<readonly ApplyResult[]> {
  const results: ApplyResult[] = [];
  for (const operation of batch) results.push(await resultOf(operation, applyOne, signal));
  return results;
}

async function resultOf(
  operation: Operation,
  applyOne: (operation: Operation) => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<ApplyResult> {
  try {
    const targetId = await applyOne(operation);
    return targetId === undefined ? { status: "done" } : { status: "done", targetId };
  } catch (error) {
    if (concernsTheRun(error) || signal.aborted) throw error;
    return { status: "failed", error: toFailure(error) };
  }
}

function concernsTheRun(error: unknown): boolean {
  return error instanceof UsersyncError && (error.code === "SIGN_IN_FAILED" || error.code === "CANCELED");
}
