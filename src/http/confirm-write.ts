import { HttpError } from "./http-error.ts";

export interface Write {
  readonly send: () => Promise<unknown>;
  /** Looks whether what the write wants is so. */
  readonly isSo: () => Promise<boolean>;
}

/**
 * Sends a write. When it fails in a way that says nothing about what the server holds, the server is asked.
 *
 * @throws What the write threw, when what it wants is not so, or when nobody can tell. `SIGN_IN_FAILED` and
 *   `CANCELED` of the look itself, since they end the run.
 */
export async function confirmWrite({ send, isSo }: Write): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!mayBeDone(error) || !(await isSo().catch(falseUnlessFinal))) throw error;
  }
}

/**
 * Whether a write that failed may have been carried out all the same, by this attempt or an earlier one.
 * Decided by the status, never by the text of a message: a server may store a write and then answer 429, and
 * a 400 or 409 may mean that there was nothing left to do.
 */
export function mayBeDone(error: unknown): error is HttpError {
  if (!(error instanceof HttpError)) return false;
  const { status, code, ambiguous } = error;
  if (ambiguous) return true;
  if (status === undefined) return code !== "SIGN_IN_FAILED";
  return [400, 408, 409, 429].includes(status) || status >= 500 || status < 300;
}

function falseUnlessFinal(error: unknown): false {
  if (error instanceof HttpError && error.code !== "SIGN_IN_FAILED") return false;
  throw error;
}
