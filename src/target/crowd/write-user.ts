import { confirmWrite } from "../../http/confirm-write.ts";
import type {
  Change,
  DisableUser,
  EnableUser,
  ExistingUser,
  ImportUser,
  UpdateUser,
} from "../../model/operation.ts";
import { createOnce } from "../create-once.ts";
import { newPassword } from "../new-password.ts";
import { isNotFound } from "./client.ts";
import { accountGone, accountTaken } from "./explain.ts";
import { hasChanges, isAsImported, isDifferent, mergeUser, toNewUser } from "./from-operation.ts";
import type { Hands } from "./hands.ts";
import { writeLink } from "./link-user.ts";
import { linkOf } from "./to-model.ts";
import type { WireUser } from "./wire.ts";

/**
 * Creates an account and links it.
 *
 * @returns The id of the account.
 * @throws UsersyncError `CONFLICT` when somebody else has that username.
 */
export async function importUser(operation: ImportUser, hands: Hands): Promise<string> {
  const { username, sourceId } = operation.user;
  const user = await createUser(operation, hands);
  if (user === undefined || linkOf(user) === undefined) {
    await writeLink(username, sourceId, hands);
  }
  return hands.names.idFor(user?.name ?? username);
}

function createUser(operation: ImportUser, { client, signal }: Hands): Promise<WireUser | undefined> {
  const body = toNewUser(operation, newPassword());
  return createOnce({
    create: () => client.createUser(body, signal),
    find: async () => {
      const existing = await client.getUser(operation.user.username, signal);
      return existing === undefined ? undefined : requireOurs(existing, operation);
    },
  });
}

/** An account without a link is ours too if it is just what we tried to make: older servers store no link at once. */
function requireOurs(existing: WireUser, operation: ImportUser): WireUser {
  const link = linkOf(existing);
  const isOurs = link === undefined ? isAsImported(existing, operation) : link === operation.user.sourceId;
  if (!isOurs) throw accountTaken(existing.name);
  return existing;
}

/** Renames first: the rest is then written under the new name. */
export async function updateUser({ user: ref, changes }: UpdateUser, hands: Hands): Promise<void> {
  const { names } = hands;
  const newName = changes.find(({ field }) => field === "username")?.to;
  let user = await findAccount(ref, hands);
  if (user === undefined && newName !== undefined) user = await findRenamed(ref, newName, hands);
  if (user === undefined) throw accountGone(names.nameOf(ref.targetId));
  if (newName !== undefined && user.name !== newName) {
    user = await renameUser(user, { ref, newName }, hands);
  }
  const texts = changes.filter(({ field }) => field !== "username");
  await rewriteUser(user, { changes: texts }, hands);
}

interface Rename {
  readonly ref: ExistingUser;
  readonly newName: string;
}

async function renameUser(user: WireUser, { ref, newName }: Rename, hands: Hands): Promise<WireUser> {
  const find = async () => {
    const renamed = await findRenamed(ref, newName, hands);
    return renamed?.name === newName ? renamed : undefined;
  };
  const create = async () => {
    await hands.client.renameUser(user.name, newName, hands.signal);
    hands.names.rename(ref.targetId, newName);
    return { ...user, name: newName };
  };
  try {
    return await createOnce({ create, find });
  } catch (error) {
    // The old name is gone: an attempt whose answer got lost may have come to it late.
    const renamed = isNotFound(error) ? await find() : undefined;
    if (renamed === undefined) throw error;
    return renamed;
  }
}

/** The account under its new name, if an earlier attempt has got that far. */
async function findRenamed(ref: ExistingUser, newName: string, hands: Hands): Promise<WireUser | undefined> {
  const user = await hands.client.getUser(newName, hands.signal);
  if (user === undefined) return undefined;
  if (linkOf(user) !== ref.sourceId) throw accountTaken(newName);
  hands.names.rename(ref.targetId, user.name);
  return user;
}

/** An account that is gone needs no disabling any more. */
export async function setActive(operation: EnableUser | DisableUser, hands: Hands): Promise<void> {
  const active = operation.kind === "enable";
  const user = await findAccount(operation.user, hands);
  if (user === undefined) {
    if (active) throw accountGone(hands.names.nameOf(operation.user.targetId));
    return;
  }
  await rewriteUser(user, { changes: [], active }, hands);
}

interface Wanted {
  readonly changes: readonly Change[];
  readonly active?: boolean;
}

/** Writes the whole user, if it would be another one then. */
async function rewriteUser(user: WireUser, { changes, active }: Wanted, hands: Hands): Promise<void> {
  const { client, signal } = hands;
  const body = mergeUser(user, changes, active);
  if (!isDifferent(user, body)) return;
  await confirmWrite({
    send: () => client.replaceUser(body, signal),
    isSo: async () => {
      const now = await client.getUser(body.name, signal);
      return now !== undefined && hasChanges(now, changes, active);
    },
  });
}

/** @throws UsersyncError `CONFLICT` when the name has come to belong to another person since it was read. */
async function findAccount(
  ref: ExistingUser,
  { client, names, signal }: Hands,
): Promise<WireUser | undefined> {
  const user = await client.getUser(names.nameOf(ref.targetId), signal);
  const link = user === undefined ? undefined : linkOf(user);
  if (link !== undefined && link !== ref.sourceId) throw accountTaken(names.nameOf(ref.targetId));
  return user;
}
