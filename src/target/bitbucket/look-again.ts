import type { Account, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import { foldName } from "../../model/names.ts";
import type { GroupRef } from "../../model/operation.ts";
import { stopTogether } from "../stop-together.ts";
import type { Touched } from "../target.ts";
import type { Admitted } from "./access-table.ts";
import { findAccess, findUser } from "./find-user.ts";
import { existing, membersOf, ourUsers, type Reading, readEveryone, toGroups } from "./read-directory.ts";
import { type Lists, readGrants } from "./read-lists.ts";
import { idOf, nameKey, toAccount } from "./to-model.ts";
import type { WireGrant, WireUser } from "./wire.ts";

export interface Look extends Reading {
  readonly signal: AbortSignal;
}

/** Reads some accounts and groups again: few one by one, many out of the list of all. */
export async function lookAgain(look: Look, touched: Touched): Promise<DirectorySnapshot> {
  const { client, session, config } = look;
  const grants = await readGrants({ client, signal: look.signal });
  session.learnGrants(grants);
  return stopTogether(look.signal, async (signal) => {
    const [accounts, groups] = await Promise.all([
      findAccounts({ ...look, signal }, grants, touched),
      findGroups(touched.groups, { client, signal }),
    ]);
    session.learnAccess(accounts);
    const granting = new Set(grants.map(({ group }) => foldName(group)));
    const isLicensed = (name: string) => granting.has(foldName(name));
    const isOurs = ourUsers(config);
    return {
      accounts,
      groups: [...groups].flatMap((one) => toGroups(new Map([one]), isLicensed(one[0]), isOurs)),
    };
  });
}

/** Up to so many are asked for one by one, which takes three requests each. */
const FEW = 5;

type Wanted = Pick<Touched, "accounts" | "usernames">;

async function findAccounts(
  look: Look,
  grants: readonly WireGrant[],
  wanted: Wanted,
): Promise<readonly Account[]> {
  if (wanted.accounts.length + wanted.usernames.length === 0) return [];
  return (await findOneByOne(look, grants, wanted)) ?? (await findAmongAll(look, grants, wanted));
}

/** @returns `undefined` when that does not answer everything: an id can only be looked up by the name it had. */
async function findOneByOne(
  { client, session, config, signal }: Look,
  grants: readonly WireGrant[],
  { accounts, usernames }: Wanted,
): Promise<readonly Account[] | undefined> {
  const known = accounts.map((id) => session.user(id)?.name);
  if (known.includes(undefined) || accounts.length + usernames.length > FEW) return undefined;
  const lists = { client, signal };
  const names = new Map([...known, ...usernames].map((name = "") => [nameKey(name), name]));
  const found = await Promise.all([...names.values()].map((name) => findUser(name, lists)));
  const users = found.filter((user) => user !== undefined);
  const ids = new Set(users.map(idOf));
  if (!accounts.every((id) => ids.has(id))) return undefined;
  session.learn(users);
  const ours = users.filter(ourUsers(config));
  return Promise.all(ours.map(async (user) => toAccount(user, await findAccess(user.name, grants, lists))));
}

async function findAmongAll(
  { client, session, config, signal }: Look,
  grants: readonly WireGrant[],
  { accounts, usernames }: Wanted,
): Promise<readonly Account[]> {
  const { users, access } = await readEveryone({ client, signal }, grants);
  session.learn(users);
  const ids = new Set(accounts);
  const names = new Set(usernames.map(nameKey));
  const isWanted = (user: WireUser) => ids.has(idOf(user)) || names.has(nameKey(user.name));
  return users
    .filter((user) => isWanted(user) && ourUsers(config)(user))
    .map((user) => toAccount(user, access.get(user.id)));
}

async function findGroups(refs: readonly GroupRef[], lists: Lists): Promise<Admitted> {
  const names = new Set(refs.map(({ name, targetId = name }) => foldName(targetId)));
  return membersOf(names.size === 0 ? [] : await existing(names, lists), lists);
}
