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

type Explain = (refusal: UsersyncError) => UsersyncError;

/**
 * What a 403 to a write means. Jira answers so to whoever may not administer it, and to an administrator who
 * wants to change what nobody can change there. So it is asked once which of them we are.
 *
 * @param explain Makes the error for what nobody can change.
 */
export async function explained(
  error: unknown,
  { session, signal }: Hands,
  explain: Explain,
): Promise<unknown> {
  if (!(error instanceof HttpError) || error.code !== "PERMISSION_MISSING") return error;
  return (await session.mayAdminister(signal).catch(falseUnlessFinal)) ? explain(error) : error;
}

/** The same where Jira answers with a 400 too, one that is about no value that was sent. */
export async function explainedReadOnly(error: unknown, hands: Hands, explain: Explain): Promise<unknown> {
  const isGeneral = error instanceof HttpError && error.status === 400 && !isAboutFields(error);
  return isGeneral ? explain(error) : explained(error, hands, explain);
}

function falseUnlessFinal(error: unknown): false {
  const isFinal =
    !(error instanceof UsersyncError) || error.code === "SIGN_IN_FAILED" || error.code === "CANCELED";
  if (isFinal) throw error;
  return false;
}
