import { confirmWrite } from "../../http/confirm-write.ts";
import { HttpError } from "../../http/http-error.ts";
import type { DisableUser, EnableUser, ExistingUser, ImportUser, UpdateUser } from "../../model/operation.ts";
import { createOnce } from "../create-once.ts";
import { newPassword } from "../new-password.ts";
import { accountGone, accountTaken, nothingWritable, readOnlyAccount, unreadable } from "./explain.ts";
import { hasValues, isAsImported, toNewUser, toUserBody } from "./from-operation.ts";
import { explained, explainedReadOnly, type Hands } from "./hands.ts";
import { isNotFound, type UserBody, type WireUser } from "./wire.ts";

/**
 * Creates an account without a licence.
 *
 * @returns The key of the account.
 * @throws UsersyncError `CONFLICT` when somebody else has that username.
 */
export async function importUser(operation: ImportUser, hands: Hands): Promise<string> {
  const { client, session, signal } = hands;
  const { username } = operation.user;
  const body = toNewUser(operation, newPassword());
  const find = () => findOwn(operation, hands);
  try {
    const user = await createOnce({
      create: async () => (await client.createUser(body, signal)) ?? (await find()),
      find,
    });
    if (user === undefined) throw unreadable("a user");
    session.learn([user]);
    return user.key;
  } catch (error) {
    throw await explained(error, hands, (refusal) => nothingWritable(`the account ${username}`, refusal));
  }
}

/** What an earlier attempt may have made. Jira keeps no link, so it is ours if it is just what we want. */
async function findOwn(
  operation: ImportUser,
  { client, session, signal }: Hands,
): Promise<WireUser | undefined> {
  const { username } = operation.user;
  const existing = await client.findUser({ username }, signal);
  if (existing === undefined || isAsImported(existing, operation)) return existing;
  throw accountTaken(existing.name, session.isPartial);
}

/** Changes what differs, the username included, in one request. */
export async function updateUser({ user, changes }: UpdateUser, hands: Hands): Promise<void> {
  const body = toUserBody(changes);
  if (Object.keys(body).length === 0) return;
  try {
    await writeUser(user, body, hands);
  } catch (error) {
    if (isNotFound(error)) throw accountGone(hands.session.nameOf(user));
    throw await explainedChange(error, { user, body }, hands);
  }
  if (body.name !== undefined) hands.session.learn([{ key: user.targetId, name: body.name }]);
}

/** An account that is gone needs no disabling any more. */
export async function setActive({ kind, user }: EnableUser | DisableUser, hands: Hands): Promise<void> {
  const body = { active: kind === "enable" };
  try {
    await writeUser(user, body, hands);
  } catch (error) {
    if (!isNotFound(error)) throw await explainedChange(error, { user, body }, hands);
    if (body.active) throw accountGone(hands.session.nameOf(user));
  }
}

function writeUser(
  { targetId: key }: ExistingUser,
  body: UserBody,
  { client, signal }: Hands,
): Promise<void> {
  return confirmWrite({
    send: () => client.updateUser(key, body, signal),
    isSo: async () => {
      const now = await client.findUser({ key }, signal);
      return now !== undefined && hasValues(now, body);
    },
  });
}

interface RefusedChange {
  readonly user: ExistingUser;
  readonly body: UserBody;
}

async function explainedChange(
  error: unknown,
  { user, body: { name } }: RefusedChange,
  hands: Hands,
): Promise<unknown> {
  const { client, session, signal } = hands;
  if (name !== undefined && error instanceof HttpError && error.status === 400) {
    const other = await client.findUser({ username: name }, signal);
    if (other !== undefined && other.key !== user.targetId) return accountTaken(name, session.isPartial);
  }
  return explainedReadOnly(error, hands, (refusal) => readOnlyAccount(session.nameOf(user), refusal));
}
