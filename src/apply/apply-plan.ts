import { toFailure, UsersyncError } from "../errors.ts";
import type { Operation } from "../model/operation.ts";
import type { Failure, Outcome, TargetPlan } from "../model/plan.ts";
import type { Journal } from "../state/state.ts";
import type { ApplyResult, Target } from "../target/target.ts";
import { type Batch, batchesOf, phasesOf } from "./batches.ts";
import { inTurns } from "./in-turns.ts";
import { type Ledger, openLedger, outcomeOf } from "./ledger.ts";
import { recordStale } from "./record-stale.ts";
import { writeAhead } from "./write-ahead.ts";

export interface ApplyOptions {
  /** Stops at once, also in the middle of a request. */
  readonly signal: AbortSignal;
  /** Starts nothing new; what is in flight is finished. */
  readonly finish: AbortSignal;
  readonly journal: Journal;
  readonly onApplied?: (progress: ApplyProgress) => void;
}

/** `failed` counts what was skipped too. */
export interface ApplyProgress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}

export interface AppliedPlan extends TargetPlan {
  /** Why the rest was not begun. Absent: everything was. */
  readonly stopped?: Failure;
}

/**
 * Carries out what is planned and says of each operation what became of it. Nothing is sent before it
 * stands in the journal.
 *
 * One failure stops nothing but what needs it. A refused sign-in stops this directory, since wrong
 * logins lock accounts. Never throws for what a server does.
 */
export async function applyPlan(
  plan: TargetPlan,
  target: Target,
  options: ApplyOptions,
): Promise<AppliedPlan> {
  const ledger = openLedger(plan.operations);
  const phases = phasesOf(plan.operations);
  const total = phases.reduce((sum, phase) => sum + phase.length, 0);
  const brake: Brake = {};
  const run: Run = { ledger, target, brake, intended: new Set(), ...options };
  await recordStale(plan.operations, options.journal).catch((error: unknown) => {
    brake.reason = toFailure(error);
  });
  for (const phase of phases) {
    const batches = batchesOf(phase, plan.operations, target.capabilities.membersPerRequest);
    const written = writeAhead(batches, (places) => intend(places, run));
    await inTurns(batches, target.concurrency, async (batch, index) => {
      await written(index);
      await applyBatch(batch, run);
      options.onApplied?.({ done: ledger.done, failed: ledger.failed, total });
    });
  }
  return { ...plan, operations: ledger.operations(), ...(brake.stopped && { stopped: brake.stopped }) };
}

/** Why nothing more is started. */
interface Brake {
  reason?: Failure | undefined;
  /** Why something was not started. */
  stopped?: Failure;
}

interface Run extends ApplyOptions {
  readonly ledger: Ledger;
  readonly target: Target;
  readonly brake: Brake;
  /** Places that stand in the journal. */
  readonly intended: Set<number>;
}

/** What the journal cannot take is not done, nor anything after it. */
async function intend(
  places: readonly number[],
  { ledger, brake, journal, intended, ...run }: Run,
): Promise<void> {
  brake.reason ??= reasonToStop(run);
  if (brake.reason !== undefined) return;
  try {
    await journal.intend(places.map((place) => ledger.operation(place)));
    for (const place of places) intended.add(place);
  } catch (error) {
    brake.reason ??= toFailure(error);
  }
}

/** A claim that was lost says so itself; everything else is the operator's wish. */
function reasonToStop({ finish, signal }: Pick<ApplyOptions, "finish" | "signal">): Failure | undefined {
  if (signal.aborted && signal.reason instanceof UsersyncError) return toFailure(signal.reason);
  return finish.aborted || signal.aborted ? STOPPED : undefined;
}

async function applyBatch({ places }: Batch, run: Run): Promise<void> {
  const { ledger, brake } = run;
  brake.reason ??= reasonToStop(run);
  const open: { place: number; operation: Operation }[] = [];
  for (const place of places) {
    const prepared = ledger.prepare(place);
    const lost = brake.reason ?? ("lost" in prepared ? prepared.lost : undefined);
    if (brake.reason !== undefined) brake.stopped = brake.reason;
    if (lost !== undefined) mark(place, { status: "skipped", error: lost }, run);
    else if ("operation" in prepared) open.push({ place, operation: prepared.operation });
  }
  if (open.length === 0) return;
  const results = await send(
    open.map(({ operation }) => operation),
    run,
  );
  open.forEach(({ place }, index) => {
    const result = results[index] ?? NO_RESULT;
    mark(place, outcomeOf(result), run, result.status === "done" ? result : {});
  });
}

/** What was never written down was not begun either: the journal need not know of it. */
function mark(place: number, outcome: Outcome, { ledger, journal, intended }: Run, made: Made = {}): void {
  const { targetId, lastingId = targetId } = made;
  if (intended.has(place)) journal.record(ledger.operation(place), outcome, lastingId);
  ledger.record(place, outcome, targetId);
}

type Made = Pick<ApplyResult & { readonly status: "done" }, "targetId" | "lastingId">;

async function send(
  operations: readonly Operation[],
  { target, signal, brake }: Run,
): Promise<readonly ApplyResult[]> {
  // What only the state keeps is done by writing it down, which the journal does.
  if (operations.every(({ kind }) => isForState(kind, target)))
    return operations.map(() => ({ status: "done" }));
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

function isForState(kind: Operation["kind"], { capabilities }: Target): boolean {
  if (kind === "adopt-group" || kind === "release-group") return true;
  return kind === "link" && capabilities.link === "state";
}

const STOPPED: Failure = { code: "CANCELED", message: "Not begun: the run was asked to stop." };

const NO_RESULT: ApplyResult = {
  status: "failed",
  error: { code: "BUG", message: "The target gave no result for this operation. Please report this." },
};
