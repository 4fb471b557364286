import type { UsersyncError } from "../../errors.ts";
import { confirmWrite } from "../../http/confirm-write.ts";
import type { ExistingUser, UpdateUser } from "../../model/operation.ts";
import { createOnce } from "../create-once.ts";
import { accountGone, accountTaken, readOnlyAccount } from "./explain.ts";
import { findUser } from "./find-user.ts";
import { hasValues, mergeUser, newValue } from "./from-operation.ts";
import { explained, type Hands } from "./hands.ts";
import { isIn } from "./read-directory.ts";
import { idOf } from "./to-model.ts";
import { isNotFound, isStatus, type UserBody, type WireUser } from "./wire.ts";

/** Renames first: the rest is then written under the new name. */
export async function updateUser({ user: ref, changes }: UpdateUser, hands: Hands): Promise<void> {
  const newName = newValue(changes, "username");
  try {
    const known = await knownUser(ref, newName, hands);
    const user =
      newName === undefined || known.name === newName ? known : await renameUser(known, newName, hands);
    const body = mergeUser(user, changes);
    if (!hasValues(user, body)) await writeUser(user, body, hands);
  } catch (error) {
    const name = hands.session.nameOf(ref);
    if (isNotFound(error)) throw accountGone(name);
    if (isStatus(error, 409)) throw error;
    throw explained(error, (refusal) => readOnlyAccount(name, refusal));
  }
}

/** The account as last seen. Whoever was not seen is looked up, under the new name too. */
export async function knownUser(
  ref: ExistingUser,
  newName: string | undefined,
  hands: Hands,
): Promise<WireUser> {
  const known = hands.session.user(ref.targetId);
  if (known !== undefined) return known;
  for (const name of [ref.username, newName]) {
    const user = name === undefined ? undefined : await findUser(name, hands);
    if (user === undefined || idOf(user) !== ref.targetId) continue;
    hands.session.learn([user]);
    return user;
  }
  throw accountGone(ref.username);
}

async function renameUser(user: WireUser, newName: string, hands: Hands): Promise<WireUser> {
  const { client, session, signal } = hands;
  const find = () => findRenamed(user, newName, hands);
  const rename = async () => requireSame(user, await client.renameUser(user.name, newName, signal), hands);
  const renamed = await createOnce({ create: rename, find }).catch(async (error: unknown) => {
    // The old name is gone: an attempt whose answer got lost may have come to it late.
    const late = isNotFound(error) ? await find() : undefined;
    if (late === undefined) throw error;
    return late;
  });
  session.learn([renamed]);
  return renamed;
}

async function findRenamed(user: WireUser, newName: string, hands: Hands): Promise<WireUser | undefined> {
  const found = await findUser(newName, hands);
  if (found === undefined) return undefined;
  if (found.id !== user.id) throw takenBy(found, hands);
  return found.name === newName ? found : undefined;
}

async function writeUser(user: WireUser, body: UserBody, hands: Hands): Promise<void> {
  const { client, session, signal } = hands;
  await confirmWrite({
    send: async () => session.learn([requireSame(user, await client.updateUser(body, signal), hands)]),
    isSo: async () => {
      const now = await findUser(user.name, hands);
      return now !== undefined && now.id === user.id && hasValues(now, body);
    },
  });
}

/** Bitbucket takes names only. Between a reading and a write a name may have come to belong to another account. */
function requireSame(user: WireUser, answer: WireUser, hands: Hands): WireUser {
  if (answer.id === user.id) return answer;
  throw takenBy({ ...answer, name: user.name }, hands);
}

/** The account that has a name, where somebody else was to have it. */
export function takenBy(user: WireUser, { config: { directoryName } }: Hands): UsersyncError {
  const isElsewhere = !isIn(user, directoryName);
  return accountTaken(user.name, isElsewhere ? String(user.directoryName) : undefined);
}
