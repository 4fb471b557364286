import type { UsersyncError } from "../../errors.ts";
import { confirmWrite } from "../../http/confirm-write.ts";
import { HttpError } from "../../http/http-error.ts";
import type { ExistingUser, ImportUser, UpdateUser } from "../../model/operation.ts";
import { createOnce } from "../create-once.ts";
import { newPassword } from "../new-password.ts";
import { accountGone, accountTaken, unreadable } from "./explain.ts";
import { emailNeeded, nothingWritable, readOnlyAccount } from "./explain-writes.ts";
import { isAsImported, isCalled, toNewUser, toWanted, type Wanted } from "./from-operation.ts";
import { explained, type Hands } from "./hands.ts";
import { whatBecame } from "./what-became.ts";
import type { UserBody } from "./wire.ts";

/**
 * Creates an account.
 *
 * @returns The key of the account.
 * @throws UsersyncError `CONFLICT` when somebody else has that username, `REFUSED` when there is no licence
 *   left.
 */
export async function importUser(operation: ImportUser, hands: Hands): Promise<string> {
  const { client, session, signal } = hands;
  const { username } = operation.user;
  const body = toNewUser(operation, newPassword());
  const find = () => findOwn(operation, hands);
  try {
    const create = async () => (await client.createUser(body, signal)) ?? (await find());
    const key = await createOnce({ create, find });
    if (key === undefined) throw unreadable("a new user");
    session.learn([{ userKey: key, username, displayName: body.fullName }]);
    session.remember(key, body.email);
    return key;
  } catch (error) {
    const explain = (refusal: UsersyncError) => nothingWritable(`the account ${username}`, refusal);
    throw await explained(error, hands, { doing: "create accounts", explain });
  }
}

/**
 * What an earlier attempt may have made. Confluence keeps no link and tells no e-mail, so an account is ours
 * if it is active and called what we want it to be called.
 */
async function findOwn(operation: ImportUser, { client, session, signal }: Hands) {
  const existing = await client.findUser({ username: operation.user.username }, signal);
  if (existing === undefined) return undefined;
  if (isAsImported(existing, operation)) return existing.userKey;
  throw accountTaken(existing.username, session.isPartial);
}

/** Changes display name and e-mail. Both are sent, as far as both are known. */
export async function updateUser(operation: UpdateUser, hands: Hands): Promise<void> {
  const { user } = operation;
  const { session } = hands;
  const wanted = toWanted(operation);
  if (Object.keys(wanted).length === 0) return;
  const body = await bodyFor(operation, wanted, hands);
  try {
    await writeUser(user, { body, wanted }, hands);
  } catch (error) {
    switch (await whatBecame(user, error, hands)) {
      case "gone":
        throw accountGone(session.nameOf(user));
      case "renamed":
        return updateUser(operation, hands);
      case "same":
        throw await explainedUpdate(error, { user, body }, hands);
    }
  }
  session.learn([{ userKey: user.targetId, username: session.nameOf(user), displayName: body.fullName }]);
  if (body.email !== undefined) session.remember(user.targetId, body.email);
}

/**
 * Whether Confluence leaves alone what is left out is not described, so what is known is sent along: the
 * display name as last read, and the e-mail as this run has written it or an earlier one. It must not be
 * blank, says Confluence; so an e-mail that nobody knows and that is left out is kept, or the whole is refused.
 */
async function bodyFor(
  { user, email: remembered }: UpdateUser,
  { fullName, email }: Wanted,
  hands: Hands,
): Promise<UserBody> {
  const { client, session, signal } = hands;
  const key = user.targetId;
  const known = email ?? session.emailOf(key) ?? remembered;
  const rest = known === undefined ? {} : { email: known };
  const name = fullName ?? session.fullNameOf(key);
  if (name !== undefined) return { fullName: name, ...rest };
  const now = await client.findUser({ key }, signal);
  if (now === undefined) throw accountGone(session.nameOf(user));
  session.learn([now]);
  return { fullName: session.fullNameOf(key) ?? now.username, ...rest };
}

interface Written {
  readonly body: UserBody;
  readonly wanted: Wanted;
}

function writeUser(user: ExistingUser, { body, wanted }: Written, { client, session, signal }: Hands) {
  return confirmWrite({
    send: () => client.updateUser(session.nameOf(user), body, signal),
    isSo: async () => {
      // Nobody can tell whether an e-mail is what it should be.
      if (wanted.email !== undefined) return false;
      const now = await client.findUser({ key: user.targetId }, signal);
      return now !== undefined && isCalled(now, body.fullName);
    },
  });
}

function explainedUpdate(
  error: unknown,
  { user, body }: { readonly user: ExistingUser; readonly body: UserBody },
  hands: Hands,
): unknown {
  const username = hands.session.nameOf(user);
  const isRefused = error instanceof HttpError && error.status === 400;
  if (isRefused && body.email === undefined) return emailNeeded(username, error);
  const explain = (refusal: UsersyncError) => readOnlyAccount(username, refusal);
  return explained(error, hands, { doing: "update accounts", explain });
}
