import { newPassword } from "../new-password.ts";
import type { Hands } from "./hands.ts";
import { idOf } from "./to-model.ts";
import type { WireUser } from "./wire.ts";

/**
 * Gives an account that nobody has ever signed in with a password that stands in no log, before it is let in:
 * the one that it has may be that with which an import made it that died half-way.
 *
 * Where new people get an e-mail no password of ours stands in a log, and theirs is to stay. Directories that
 * Bitbucket only reads keep passwords to themselves.
 */
export async function replacePassword(
  user: WireUser,
  { client, config, session, signal }: Hands,
): Promise<void> {
  const { lastAuthenticationTimestamp: lastSignIn, mutableDetails } = user;
  const isUsed = lastSignIn !== undefined && lastSignIn !== null;
  if (isUsed || mutableDetails === false || config.notifyNewUsers) return;
  await client.setPassword(session.user(idOf(user))?.name ?? user.name, newPassword(), signal);
  session.secure(user);
}
