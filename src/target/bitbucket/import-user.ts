import type { Access } from "../../model/access.ts";
import type { ImportUser } from "../../model/operation.ts";
import { createOnce } from "../create-once.ts";
import { newPassword } from "../new-password.ts";
import { accountNotShown, licenceRefused, madeElsewhere } from "./explain.ts";
import { findUser } from "./find-user.ts";
import { isAsImported, type NewUser, toNewUser } from "./from-operation.ts";
import { explained, type Hands } from "./hands.ts";
import { isIn } from "./read-directory.ts";
import { replacePassword } from "./replace-password.ts";
import { idOf, nameKey } from "./to-model.ts";
import type { NewUserQuery, WireUser } from "./wire.ts";
import { giveAccess } from "./write-access.ts";
import { takenBy } from "./write-user.ts";

/**
 * Creates an account and lets it in.
 *
 * Bitbucket takes the password of a new account in the address, so it is written into access logs. That one
 * therefore never opens an account with a licence: it is replaced by another one before the account is given
 * any, and when usersync dies in between, whatever lets the account in later replaces it first. With `notifyNewUsers` there
 * is no password: Bitbucket sends an e-mail with which people set theirs.
 *
 * @returns The id of the account.
 * @throws UsersyncError `CONFLICT` when somebody else has that username.
 */
export async function importUser(operation: ImportUser, hands: Hands): Promise<string> {
  const wanted = toNewUser(operation);
  const access = operation.access ?? hands.defaultAccess;
  const isDefault = hands.config.notifyNewUsers && isDefaultGroup(access);
  const existing = await createUser(wanted, { isDefault, hands });
  const user = existing ?? (await findUser(wanted.name, hands));
  if (user === undefined) throw accountNotShown(wanted.name);
  const { directoryName } = hands.config;
  if (!isIn(user, directoryName)) throw madeElsewhere(user.name, String(user.directoryName));
  hands.session.learn([user]);
  if (existing !== undefined) await replacePassword(user, hands);
  hands.session.secure(user);
  if (existing !== undefined || !isDefault) await giveAccess(user.name, access, hands);
  return idOf(user);
}

interface Creating {
  /** Bitbucket is to put it into its own default group, which saves a request. */
  readonly isDefault: boolean;
  readonly hands: Hands;
}

/** @returns The account that an earlier attempt has made; `undefined` for a new one. */
async function createUser(wanted: NewUser, { isDefault, hands }: Creating): Promise<WireUser | undefined> {
  const { client, config, signal } = hands;
  const sent = { ...wanted, addToDefaultGroup: isDefault };
  const query = (): NewUserQuery =>
    config.notifyNewUsers ? { ...sent, notify: true } : { ...sent, password: newPassword() };
  try {
    return await createOnce<WireUser | undefined>({
      create: async () => {
        await client.createUser(query(), signal);
        if (!config.notifyNewUsers) await client.setPassword(wanted.name, newPassword(), signal);
        return undefined;
      },
      find: () => findOwn(wanted, hands),
    });
  } catch (error) {
    throw explained(error, (refusal) => licenceRefused(`the group ${DEFAULT_GROUP}`, refusal));
  }
}

/** Bitbucket keeps no link, so an account is what an earlier attempt has made if it is just what we want. */
async function findOwn(wanted: NewUser, hands: Hands): Promise<WireUser | undefined> {
  const user = await findUser(wanted.name, hands);
  if (user === undefined) return undefined;
  if (!isIn(user, hands.config.directoryName) || !isAsImported(user, wanted)) throw takenBy(user, hands);
  return user;
}

/** The one that Bitbucket itself puts new accounts into. */
const DEFAULT_GROUP = "stash-users";

function isDefaultGroup({ groups, permission }: Access): boolean {
  return permission === undefined && groups.length === 1 && nameKey(groups[0] ?? "") === DEFAULT_GROUP;
}
