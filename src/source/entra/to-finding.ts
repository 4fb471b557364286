import { UsersyncError } from "../../errors.ts";
import type { Finding } from "../../model/finding.ts";

/**
 * A failed look as a problem that `usersync check` can print.
 *
 * @throws The error itself when the check was stopped, or when it is a bug.
 */
export function toFinding(subject: string, error: unknown, signal: AbortSignal): Finding {
  if (signal.aborted || !(error instanceof UsersyncError)) throw error;
  return { level: "problem", subject, message: `${error.message} ${error.why}`, fix: error.fix };
}
