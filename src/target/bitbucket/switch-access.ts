import type { Access } from "../../model/access.ts";
import type { DisableUser, EnableUser } from "../../model/operation.ts";
import type { Hands } from "./hands.ts";
import { lookAgain } from "./look-again.ts";
import { replacePassword } from "./replace-password.ts";
import { giveAccess, takeAccess } from "./write-access.ts";
import { knownUser } from "./write-user.ts";

/** Gives an account what lets it in, and first a password that stands in no log, if nobody has ever used it. */
export async function enableUser({ user: ref, access }: EnableUser, hands: Hands): Promise<void> {
  const given = access ?? hands.defaultAccess;
  if (isNothing(given)) return;
  const user = await knownUser(ref, undefined, hands);
  await replacePassword(user, hands);
  await giveAccess(user.name, given, hands);
}

/** Takes away what lets an account in: all of it, when the operation does not say what. One that is gone needs none of it. */
export async function disableUser({ user: ref, access }: DisableUser, hands: Hands): Promise<void> {
  const taken = access ?? (await accessNow(ref.targetId, hands));
  if (taken === undefined || isNothing(taken)) return;
  await takeAccess({ id: ref.targetId, username: hands.session.nameOf(ref) }, taken, hands);
}

async function accessNow(id: DisableUser["user"]["targetId"], hands: Hands): Promise<Access | undefined> {
  const { accounts } = await lookAgain(hands, { accounts: [id], usernames: [], groups: [] });
  return accounts[0]?.access;
}

function isNothing({ groups, permission }: Access): boolean {
  return groups.length === 0 && permission === undefined;
}
