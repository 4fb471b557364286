import { UsersyncError } from "../../errors.ts";
import { HttpError } from "../../http/http-error.ts";
import type { JiraClient } from "./client.ts";
import type { Session } from "./session.ts";
import { isAboutFields } from "./wire.ts";

/** What an operation is carried out with. */
export interface Hands {
  readonly client: JiraClient;
  readonly session: Session;
  readonly signal: AbortSignal;
}

/**
 * What a refused write means. Jira answers 403 to whoever may not administer it, and 403 or 400 to an
 * administrator who wants to change what nobody can change there. So it is asked once which of them we are.
 *
 * @param explain Makes the error for what nobody can change.
 */
export async function explained(
  error: unknown,
  { session, signal }: Hands,
  explain: (refusal: UsersyncError) => UsersyncError,
): Promise<unknown> {
  if (!(error instanceof HttpError)) return error;
  if (error.status === 400) return isAboutFields(error) ? error : explain(error);
  if (error.code !== "PERMISSION_MISSING") return error;
  return (await session.mayAdminister(signal).catch(falseUnlessFinal)) ? explain(error) : error;
}

function falseUnlessFinal(error: unknown): false {
  const isFinal =
    !(error instanceof UsersyncError) || error.code === "SIGN_IN_FAILED" || error.code === "CANCELED";
  if (isFinal) throw error;
  return false;
}
