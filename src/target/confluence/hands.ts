import { UsersyncError } from "../../errors.ts";
import { HttpError } from "../../http/http-error.ts";
import type { ConfluenceClient } from "./client.ts";
import { callMissing, readOnlyMode } from "./explain-writes.ts";
import type { Session } from "./session.ts";
import { isMissingCall } from "./wire.ts";

/** What an operation is carried out with. */
export interface Hands {
  readonly client: ConfluenceClient;
  readonly session: Session;
  readonly signal: AbortSignal;
}

export interface Meaning {
  /** What was tried, to be read after "asked to": `disable accounts`. */
  readonly doing: string;
  /** Makes the error for what nobody can change there. */
  readonly explain: (refusal: UsersyncError) => UsersyncError;
}

/**
 * What a refused write means. Confluence answers 403 to whoever may not administer it, to an administrator
 * who wants to change what nobody can change there, and in read-only mode, which some versions answer with
 * 405, as what is below Confluence answers for a call that is not there. So it is asked once which it is.
 */
export async function explained(error: unknown, hands: Hands, { doing, explain }: Meaning): Promise<unknown> {
  if (!(error instanceof HttpError) || error.code === "SIGN_IN_FAILED") return error;
  const { session, signal } = hands;
  const isRefused = error.code === "PERMISSION_MISSING" || error.status === 405;
  if (isRefused && (await session.isReadOnly(signal).catch(falseUnlessFinal))) return readOnlyMode(error);
  if (isMissingCall(error)) return callMissing(doing, error);
  if (error.code !== "PERMISSION_MISSING") return error;
  return (await session.mayAdminister(signal).catch(falseUnlessFinal)) ? explain(error) : error;
}

function falseUnlessFinal(error: unknown): false {
  const isFinal =
    !(error instanceof UsersyncError) || error.code === "SIGN_IN_FAILED" || error.code === "CANCELED";
  if (isFinal) throw error;
  return false;
}
