import { toFailure, UsersyncError } from "../errors.ts";
import type { Plan, TargetPlan } from "../model/plan.ts";
import type { Holder, NewRun, RunEnd, RunLog, RunTarget, State } from "../state/state.ts";
import type { Target } from "../target/target.ts";
import { type AppliedPlan, type ApplyProgress, applyPlan } from "./apply-plan.ts";
import { newcomersAfter } from "./newcomers.ts";
import { withheldCounts } from "./withheld-counts.ts";

/** Who carries something out, why, and where it is recorded. */
export interface Recording {
  readonly state: State;
  readonly run: Omit<NewRun, "startedAt" | "targets" | keyof Holder>;
  readonly holder: Holder;
  readonly startedAt: Date;
  readonly now: () => Date;
  /** What the program will end with, for the history. */
  readonly exitCodeOf: (plan: Plan) => number;
}

/** One directory's part. */
export interface Part {
  readonly target: Target;
  readonly plan: TargetPlan;
  readonly record: RunTarget;
}

export interface CarryOutOptions {
  /** Stops at once. */
  readonly signal: AbortSignal;
  /** Starts nothing new, and reports what was done. */
  readonly finish: AbortSignal;
  readonly onApplied: (target: string, progress: ApplyProgress) => void;
}

/**
 * Records a run, does what its plans say in all directories at the same time, and closes the record.
 *
 * @returns The plan with what became of each operation. With `unrecorded` when the end of the run could
 *   not be written down any more.
 * @throws UsersyncError `STATE_UNUSABLE` when the record could not be begun. Nothing was written then.
 */
export async function carryOut(
  plan: Plan,
  parts: readonly Part[],
  { recording, ...options }: CarryOutOptions & { readonly recording: Recording },
): Promise<Plan> {
  const { state, run, holder, startedAt } = recording;
  const log = await state.begin({ ...holder, ...run, startedAt, targets: parts.map(recordOf) });
  const applied = await Promise.all(parts.map((part) => applyPart(part, log, options)));
  const targets = applied.map(({ stopped: _, ...target }): TargetPlan => target);
  const result: Plan = { ...plan, ...(log.id !== undefined && { run: log.id }), targets };
  const ended = { endedAt: recording.now(), exitCode: recording.exitCodeOf(result) };
  try {
    await log.end({ ...ended, ...endsOf(parts, applied, holder) });
    return result;
  } catch (error) {
    if (error instanceof UsersyncError) return { ...result, unrecorded: toFailure(error) };
    throw error;
  }
}

/** What is known of a directory before anything is sent. */
function recordOf({ plan: { operations, error }, record }: Part): RunTarget {
  const withheld = withheldCounts(operations);
  return { ...record, ...(error && { error }), ...(withheld.length > 0 && { withheld }) };
}

/** What is known of the directories when everything is over. */
function endsOf(
  parts: readonly Part[],
  applied: readonly AppliedPlan[],
  { kind }: Holder,
): Pick<RunEnd, "newcomers" | "stopped"> {
  const ends = parts.map(({ record }, index) => ({ record, plan: applied[index] as AppliedPlan }));
  return {
    newcomers: ends.map(({ record, plan }) => newcomersAfter(plan, { kind, record })),
    stopped: ends.flatMap(({ record: { directory }, plan: { stopped } }) =>
      stopped === undefined ? [] : [{ directory, error: stopped }],
    ),
  };
}

function applyPart(
  { target, plan, record }: Part,
  log: RunLog,
  options: CarryOutOptions,
): Promise<AppliedPlan> {
  return applyPlan(plan, target, {
    signal: options.signal,
    finish: options.finish,
    journal: log.journal(record.directory),
    onApplied: (progress) => options.onApplied(plan.name, progress),
  });
}
