import { HttpError } from "../../http/http-error.ts";
import type { Senders } from "./senders.ts";
import { isMissingCall, isOwnError } from "./wire.ts";

export interface Asking {
  readonly send: Senders["send"];
  readonly isReadOnly: (signal: AbortSignal) => Promise<boolean>;
}

/** Blanks, a comma and a plus sign: Confluence gives nobody such a name. */
const NOBODY = "usersync probe, nobody + nowhere";

/** Nothing is wrong with it, so that a refusal is about the account and not about what is written. */
const BODY = { fullName: "usersync probe", email: "usersync-probe@example.com" };

/**
 * Finds out whether this version lets accounts be updated. No version number says since when it does, so it
 * is asked for an update of an account that cannot exist: a version that has the call looks for the account
 * and says that there is none; one that has not says that there is no such call.
 *
 * That is harmless: there is nothing that the request could change, whatever the server makes of it. An
 * account under this name can neither be there nor be made by it.
 *
 * In read-only mode it may not get as far as that. Then nothing is known, and nothing is ruled out.
 */
export async function takesUpdates({ send, isReadOnly }: Asking, signal: AbortSignal): Promise<boolean> {
  const path = `/admin/user/${encodeURIComponent(NOBODY)}`;
  try {
    await send({ method: "PUT", path, body: BODY }, signal);
    return true;
  } catch (error) {
    if (isMissingCall(error)) return false;
    if (isRefusedByConfluence(error) || (isForbidden(error) && (await isReadOnly(signal)))) return true;
    throw error;
  }
}

/** It has looked at the request, and said no for a reason of its own. What concerns us is told as what it is. */
function isRefusedByConfluence(error: unknown): boolean {
  if (!(error instanceof HttpError) || !isOwnError(error.body)) return false;
  return error.code !== "PERMISSION_MISSING" && error.code !== "SIGN_IN_FAILED";
}

function isForbidden(error: unknown): boolean {
  return error instanceof HttpError && error.code === "PERMISSION_MISSING";
}
