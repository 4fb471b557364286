import { type ErrorCode, UsersyncError } from "../errors.ts";

const PASSING: ReadonlySet<ErrorCode> = new Set([
  "SIGN_IN_FAILED",
  "PERMISSION_MISSING",
  "RATE_LIMITED",
  "INCOMPLETE_READ",
  "CANCELED",
  "TIME_LIMIT",
]);

/** Whether an error says more by itself than that a read was incomplete. */
export function passesAsIs(error: unknown): boolean {
  return !(error instanceof UsersyncError) || PASSING.has(error.code);
}
