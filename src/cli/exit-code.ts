import type { ErrorCode } from "../errors.ts";
import type { Plan, PlannedOperation, TargetPlan } from "../model/plan.ts";

/** What the program tells the shell. Scripts depend on these numbers. */
export const EXIT = {
  done: 0,
  error: 1,
  changes: 2,
  partial: 3,
  withheld: 4,
  incomplete: 5,
  locked: 6,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The worst first: one target's code is the run's when no other target has one further left. */
const WORST_FIRST: readonly ExitCode[] = [
  EXIT.error,
  EXIT.incomplete,
  EXIT.partial,
  EXIT.withheld,
  EXIT.changes,
  EXIT.done,
];

/** @param code An `ErrorCode`, or `BUG`. */
export function exitCodeOfError(code: string): ExitCode {
  if (code === ("INCOMPLETE_READ" satisfies ErrorCode)) return EXIT.incomplete;
  return code === ("LOCKED" satisfies ErrorCode) ? EXIT.locked : EXIT.error;
}

/**
 * The code of a plan, with outcomes or without: the worst of its targets.
 *
 * @param detailed Whether work that is planned and not done has a code of its own, 2.
 */
export function exitCodeOfPlan(plan: Plan, detailed: boolean): ExitCode {
  const wroteAnywhere = plan.targets.some((target) => hasStatus(target, "done"));
  const codes = plan.targets.map((target) => exitCodeOfTarget(target, { detailed, wroteAnywhere }));
  if (!plan.complete) codes.push(EXIT.withheld);
  if (plan.unrecorded !== undefined) codes.push(EXIT.error);
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.done;
}

function exitCodeOfTarget(
  target: TargetPlan,
  { detailed, wroteAnywhere }: { detailed: boolean; wroteAnywhere: boolean },
): ExitCode {
  if (target.error !== undefined) return exitCodeOfError(target.error.code);
  if (hasStatus(target, "failed") || hasStatus(target, "skipped")) {
    return cameToNothing(target, wroteAnywhere) ? EXIT.error : EXIT.partial;
  }
  if (hasStatus(target, "withheld") || target.incomplete.length > 0) return EXIT.withheld;
  return detailed && hasStatus(target, "planned") ? EXIT.changes : EXIT.done;
}

/** A run that was stopped, or turned away at the door, before it wrote anything did not take place. */
function cameToNothing(target: TargetPlan, wroteAnywhere: boolean): boolean {
  const failedWith = (code: ErrorCode) =>
    target.operations.some((operation) => "error" in operation && operation.error.code === code);
  if (failedWith("CANCELED")) return !wroteAnywhere;
  return failedWith("SIGN_IN_FAILED") && !hasStatus(target, "done");
}

function hasStatus({ operations }: TargetPlan, status: PlannedOperation["status"]): boolean {
  return operations.some((operation) => operation.status === status);
}
