import { HttpError } from "../../http/http-error.ts";
import type { ExistingUser } from "../../model/operation.ts";
import type { Hands } from "./hands.ts";
import { isNotFound } from "./wire.ts";

/** Why an account was not found under its name: Confluence writes by name, and that may be another by now. */
export async function whatBecame(user: ExistingUser, error: unknown, hands: Hands) {
  const { client, session, signal } = hands;
  // Not every version says that an account is not there by a status of its own.
  const isRefused = error instanceof HttpError && error.status === 400;
  if (!isNotFound(error) && !isRefused) return "same";
  const before = session.nameOf(user);
  const now = await client.findUser({ key: user.targetId }, signal);
  if (now === undefined) return "gone";
  session.learn([now]);
  return now.username.toLowerCase() === before.toLowerCase() ? "same" : "renamed";
}
