import { type ErrorCode, UsersyncError } from "../errors.ts";

/** These end a run wherever they occur, and say more than that a read was incomplete. */
const ENDS_THE_RUN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "SIGN_IN_FAILED",
  "PERMISSION_MISSING",
  "RATE_LIMITED",
  "CANCELED",
  "TIME_LIMIT",
  "CONFIG_INVALID",
]);

/** Whether an error ends the whole run, wherever it was met. Errors that are no `UsersyncError` are bugs and do. */
export function endsTheRun(error: unknown): boolean {
  return !(error instanceof UsersyncError) || ENDS_THE_RUN.has(error.code);
}

/** An error of a read that the whole run rests on, as `INCOMPLETE_READ`, unless its own code says more. */
export function asIncompleteRead(error: unknown): unknown {
  if (!(error instanceof UsersyncError) || endsTheRun(error) || error.code === "INCOMPLETE_READ")
    return error;
  return new UsersyncError("INCOMPLETE_READ", {
    what: `The source was not read to its end. ${error.message}`,
    why: `${error.why} Nothing is written on the strength of an incomplete read.`,
    fix: error.fix,
    cause: error,
  });
}
