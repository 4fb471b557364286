import { toFailure, UsersyncError } from "../errors.ts";
import type { Plan, TargetPlan } from "../model/plan.ts";
import type { Holder, NewRun, RunLog, RunTarget, State } from "../state/state.ts";
import type { Target } from "../target/target.ts";
import { type ApplyProgress, applyPlan } from "./apply-plan.ts";
import { newcomersAfter } from "./newcomers.ts";

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
  const targetsOfRun = parts.map(({ record }) => record);
  const log = await state.begin({ ...holder, ...run, startedAt, targets: targetsOfRun });
  const targets = await Promise.all(parts.map((part) => applyPart(part, log, options)));
  const result: Plan = { ...plan, ...(log.id !== undefined && { run: log.id }), targets };
  const newcomers = parts.map(({ record }, index) =>
    newcomersAfter(targets[index] as TargetPlan, { kind: holder.kind, record }),
  );
  try {
    await log.end({ endedAt: recording.now(), exitCode: recording.exitCodeOf(result), newcomers });
    return result;
  } catch (error) {
    if (error instanceof UsersyncError) return { ...result, unrecorded: toFailure(error) };
    throw error;
  }
}

function applyPart(
  { target, plan, record }: Part,
  log: RunLog,
  options: CarryOutOptions,
): Promise<TargetPlan> {
  return applyPlan(plan, target, {
    signal: options.signal,
    finish: options.finish,
    journal: log.journal(record.directory),
    onApplied: (progress) => options.onApplied(plan.name, progress),
  });
}
