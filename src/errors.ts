import type { Failure } from "./model/plan.ts";

/**
 * Everything that can go wrong in a way an admin can act on, by code.
 * `cli/exit-code.ts` is the one place that turns a code into an exit code.
 */
export type ErrorCode =
  | "CONFIG_NOT_FOUND"
  | "CONFIG_INVALID"
  | "USAGE"
  | "SIGN_IN_FAILED"
  | "PERMISSION_MISSING"
  | "INCOMPLETE_READ"
  | "NETWORK"
  | "RATE_LIMITED"
  | "UNEXPECTED_ANSWER"
  | "REFUSED"
  | "CONFLICT"
  | "NOT_FOUND"
  | "CANCELED"
  | "TIME_LIMIT"
  /** The state cannot be opened, read or written. */
  | "STATE_UNUSABLE"
  /** Another run holds the directory. */
  | "LOCKED"
  /** A saved plan does not belong to this config or this version, or was changed by hand. */
  | "PLAN_REFUSED"
  /** What an operation rests on has changed since it was planned. */
  | "STALE";

export interface Explanation {
  /** What happened, one sentence with the values that matter. Never a secret. */
  readonly what: string;
  readonly why: string;
  /** The way out: the setting to change or the place to click. */
  readonly fix: string;
  readonly cause?: unknown;
}

/** An error an operator can act on. Everything else that is thrown is a bug in usersync. */
export class UsersyncError extends Error {
  override readonly name = "UsersyncError";
  readonly code: ErrorCode;
  readonly why: string;
  readonly fix: string;

  constructor(code: ErrorCode, { what, why, fix, cause }: Explanation) {
    super(what, { cause });
    this.code = code;
    this.why = why;
    this.fix = fix;
  }
}

/** What happened, ready for a report. A bug keeps its message, so that it can be reported. */
export function toFailure(error: unknown): Failure {
  if (error instanceof UsersyncError) {
    return { code: error.code, message: `${error.message} ${error.why}`.trim(), fix: error.fix };
  }
  return { code: "BUG", message: error instanceof Error ? error.message : String(error) };
}
