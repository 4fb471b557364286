import { toFailure, UsersyncError } from "../errors.ts";
import type { Operation, OperationKind } from "../model/operation.ts";
import type { ApplyResult } from "./target.ts";

/**
 * How a directory does each kind of operation. Imports and create-group return the id of what they made.
 * Kinds that no plan for that directory ever has are left out.
 */
export type Writers<Hands> = {
  readonly [Kind in OperationKind]?: (
    operation: Extract<Operation, { readonly kind: Kind }>,
    hands: Hands,
  ) => Promise<string | undefined> | Promise<void>;
};

/**
 * Carries out operations one after another, each with a result of its own.
 *
 * @throws UsersyncError only for what concerns the whole run: `SIGN_IN_FAILED` and `CANCELED`.
 */
export async function applyEach<Hands extends { readonly signal: AbortSignal }>(
  batch: readonly Operation[],
  writers: Writers<Hands>,
  hands: Hands,
): Promise<readonly ApplyResult[]> {
  const results: ApplyResult[] = [];
  for (const operation of batch) results.push(await applyOne(operation, writers, hands));
  return results;
}

function applyOne<Hands extends { readonly signal: AbortSignal }>(
  operation: Operation,
  writers: Writers<Hands>,
  hands: Hands,
): Promise<ApplyResult> {
  return resultOf(async () => {
    // The table has for each kind what takes that kind; the types cannot say so of a kind not known yet.
    const write = writers[operation.kind] as Write<Hands> | undefined;
    if (write === undefined) throw new Error(`No plan for this directory has a ${operation.kind}.`);
    return write(operation, hands);
  }, hands.signal);
}

type Write<Hands> = (operation: Operation, hands: Hands) => Promise<string | undefined>;

/**
 * What became of a write.
 *
 * @throws UsersyncError as `applyEach` does.
 */
export async function resultOf(
  write: () => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<ApplyResult> {
  try {
    const targetId = await write();
    return targetId === undefined ? { status: "done" } : { status: "done", targetId };
  } catch (error) {
    if (concernsTheRun(error) || signal.aborted) throw error;
    return { status: "failed", error: toFailure(error) };
  }
}

function concernsTheRun(error: unknown): boolean {
  return error instanceof UsersyncError && (error.code === "SIGN_IN_FAILED" || error.code === "CANCELED");
}
