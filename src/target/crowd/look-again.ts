import type { Account, DirectoryGroup, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { TargetId } from "../../model/ids.ts";
import type { GroupRef } from "../../model/operation.ts";
import type { Touched } from "../target.ts";
import type { AccountNames } from "./account-names.ts";
import type { CrowdClient } from "./client.ts";
import { PAGE } from "./page.ts";
import { readMembers } from "./read-members.ts";
import { readAccounts } from "./read-users.ts";
import { crowdKey, toAccount } from "./to-model.ts";

export interface Look {
  readonly client: CrowdClient;
  readonly names: AccountNames;
  /** Whether nested groups are wanted as well. */
  readonly nesting: boolean;
  readonly signal: AbortSignal;
}

/** Up to so many are asked for one by one, without looking first how long the list is. */
const FEW = 10;

/**
 * Reads some accounts and groups again: one by one, or out of the lists where these are shorter.
 *
 * Crowd's ids are names, and it compares them without case. So what was asked for by its id keeps the id
 * with which it was asked for, even if the case of its name has changed.
 */
export async function lookAgain(look: Look, touched: Touched): Promise<DirectorySnapshot> {
  const ids = new Map(touched.accounts.map((id) => [crowdKey(look.names.nameOf(id)), id]));
  const names = [...touched.accounts.map((id) => look.names.nameOf(id)), ...touched.usernames];
  const [accounts, groups] = await Promise.all([
    lookAtAccounts(look, new Map(names.map((name) => [crowdKey(name), name]))),
    lookAtGroups(look, touched.groups, ids),
  ]);
  return {
    accounts: accounts.map((account) => ({ ...account, id: ids.get(crowdKey(account.id)) ?? account.id })),
    groups,
  };
}

/** @param names Each under the form in which Crowd compares it. */
async function lookAtAccounts(
  { client, signal }: Look,
  names: ReadonlyMap<string, string>,
): Promise<readonly Account[]> {
  if (names.size > FEW && (await isListShorter(client, names.size, signal))) {
    const all = await readAccounts(client, signal);
    return [...names.keys()].flatMap((key) => all.get(key) ?? []);
  }
  const found = await Promise.all([...names.values()].map((name) => client.getUser(name, signal)));
  return found.flatMap((user) => (user === undefined ? [] : [toAccount(user)]));
}

/** Crowd tells no total. But the page that lies so many pages ahead is empty, if the list ends before it. */
async function isListShorter(client: CrowdClient, requests: number, signal: AbortSignal): Promise<boolean> {
  return (await client.listUsers(PAGE * requests, signal)).length === 0;
}

async function lookAtGroups(
  { client, nesting, signal }: Look,
  refs: readonly GroupRef[],
  ids: ReadonlyMap<string, TargetId>,
): Promise<readonly DirectoryGroup[]> {
  const groupIds = new Map(
    refs.flatMap(({ targetId }) => (targetId ? [[crowdKey(targetId), targetId]] : [])),
  );
  const names = refs.map(({ name, targetId }) => targetId ?? name);
  return (await readMembers(client, names, { nesting, signal })).map(({ name, users, groups }) => ({
    id: groupIds.get(crowdKey(name)) ?? name,
    name,
    members: [...new Set(users.map((user) => ids.get(crowdKey(user)) ?? (user as TargetId)))],
    ...(groups !== undefined && { children: groups }),
  }));
}
