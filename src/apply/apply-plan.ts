import { toFailure, UsersyncError } from "../errors.ts";
import type { Operation } from "../model/operation.ts";
import type { Failure, TargetPlan } from "../model/plan.ts";
import type { ApplyResult, Target } from "../target/target.ts";
import { type Batch, batchesOf, phasesOf } from "./batches.ts";
import { inTurns } from "./in-turns.ts";
import { type Ledger, openLedger, outcomeOf } from "./ledger.ts";

export interface ApplyOptions {
  /** Stops at once, also in the middle of a request. */
  readonly signal: AbortSignal;
  /** Starts nothing new; what is in flight is finished. */
  readonly finish: AbortSignal;
  readonly onApplied?: (progress: ApplyProgress) => void;
}

/** `failed` counts what was skipped too. */
export interface ApplyProgress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}

/**
 * Carries out what is planned and says of each operation what became of it.
 *
 * One failure stops nothing but what needs it. A refused sign-in stops this directory, since wrong
 * logins lock accounts. Never throws for what a server does.
 */
export async function applyPlan(
  plan: TargetPlan,
  target: Target,
  options: ApplyOptions,
): Promise<TargetPlan> {
  const ledger = openLedger(plan.operations);
  const phases = phasesOf(plan.operations);
  const total = phases.reduce((sum, phase) => sum + phase.length, 0);
  const brake: Brake = {};
  for (const phase of phases) {
    const batches = batchesOf(phase, plan.operations, target.capabilities.membersPerRequest);
    await inTurns(batches, target.concurrency, async (batch) => {
      await applyBatch(batch, { ledger, target, brake, ...options });
      options.onApplied?.({ done: ledger.done, failed: ledger.failed, total });
    });
  }
  return { ...plan, operations: ledger.operations() };
}

/** Why nothing more is started. */
interface Brake {
  reason?: Failure;
}

interface Run extends ApplyOptions {
  readonly ledger: Ledger;
  readonly target: Target;
  readonly brake: Brake;
}

async function applyBatch({ places }: Batch, run: Run): Promise<void> {
  const { ledger, brake } = run;
  if (run.finish.aborted || run.signal.aborted) brake.reason ??= STOPPED;
  const open: { place: number; operation: Operation }[] = [];
  for (const place of places) {
    const prepared = ledger.prepare(place);
    const lost = brake.reason ?? ("lost" in prepared ? prepared.lost : undefined);
    if (lost !== undefined) ledger.record(place, { status: "skipped", error: lost });
    else if ("operation" in prepared) open.push({ place, operation: prepared.operation });
  }
  if (open.length === 0) return;
  const results = await send(
    open.map(({ operation }) => operation),
    run,
  );
  open.forEach(({ place }, index) => {
    const result = results[index] ?? NO_RESULT;
    ledger.record(place, outcomeOf(result), result.status === "done" ? result.targetId : undefined);
  });
}

async function send(
  operations: readonly Operation[],
  { target, signal, brake }: Run,
): Promise<readonly ApplyResult[]> {
  try {
    return await target.apply(operations, signal);
  } catch (error) {
    const failure = toFailure(error);
    if (error instanceof UsersyncError && (error.code === "SIGN_IN_FAILED" || error.code === "CANCELED")) {
      brake.reason ??= failure;
    }
    return operations.map(() => ({ status: "failed", error: failure }));
  }
}

const STOPPED: Failure = { code: "CANCELED", message: "Not begun: the run was asked to stop." };

const NO_RESULT: ApplyResult = {
  status: "failed",
  error: { code: "BUG", message: "The target gave no result for this operation. Please report this." },
};
