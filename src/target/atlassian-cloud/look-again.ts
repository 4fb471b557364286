import { HttpError } from "../../http/http-error.ts";
import type { Account, DirectoryGroup, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import { foldName, isSameName } from "../../model/names.ts";
import type { GroupRef } from "../../model/operation.ts";
import type { Touched } from "../target.ts";
import type { ScimGroup, ScimUser } from "./client.ts";
import { isGone } from "./is-gone.ts";
import { type DirectoryReading, readAccounts, readGroups } from "./read-directory.ts";
import { toAccount, toGroup } from "./to-model.ts";

type Look = DirectoryReading & { readonly signal: AbortSignal };

/** Up to so many are asked for one by one, without asking first how long the list is. */
const FEW = 10;
/** Entries of a page, as far as that can be known beforehand. */
const PAGE_SIZE = 100;

/** Reads some accounts and groups again: one by one, or out of the lists where these are shorter. */
export async function lookAgain(look: Look, touched: Touched): Promise<DirectorySnapshot> {
  const accounts = await lookAtAccounts(look, touched);
  const groups = await lookAtGroups(look, touched.groups);
  // A 404 of a directory that is not there reads like that of an account which is gone.
  const hasAsked = touched.accounts.length + touched.groups.length > 0;
  if (hasAsked && accounts.length + groups.length === 0) await sizeOf(look);
  return { accounts, groups };
}

async function sizeOf({ client, signal }: Look): Promise<number> {
  return (await client.listUsers({ startIndex: 1, count: 1 }, signal)).totalResults;
}

async function lookAtAccounts(
  look: Look,
  { accounts: ids, usernames }: Pick<Touched, "accounts" | "usernames">,
): Promise<readonly Account[]> {
  const wantedIds = new Set<string>(ids);
  const wantedNames = new Set(usernames.map(foldName));
  const count = wantedIds.size + wantedNames.size;
  if (count > FEW && (await sizeOf(look)) / PAGE_SIZE < count) {
    const all = await readAccounts(look, { signal: look.signal });
    return all.filter(({ id, username }) => wantedIds.has(id) || wantedNames.has(foldName(username)));
  }
  const byId = await Promise.all([...wantedIds].map((id) => getAccount(look, id)));
  const found = new Map(byId.flatMap((account) => (account === undefined ? [] : [[account.id, account]])));
  for (const { username } of found.values()) wantedNames.delete(foldName(username));
  const open = usernames.filter((name) => wantedNames.delete(foldName(name)));
  for (const named of await Promise.all(open.map((name) => findAccounts(look, name)))) {
    for (const account of named) found.set(account.id, account);
  }
  return [...found.values()];
}

async function getAccount({ client, signal }: Look, id: string): Promise<Account | undefined> {
  const user = await client.getUser(id, signal).catch(absentIfGone<ScimUser>);
  return user === undefined ? undefined : toAccount(user);
}

async function findAccounts(look: Look, username: string): Promise<readonly Account[]> {
  const found = (await look.client.findUsers("userName", username, look.signal)).map(toAccount);
  const same = found.filter((account) => isSameName(account.username, username));
  // An answer that leaves `active` out must not be taken for disabled: ask for the account itself.
  return await Promise.all(
    same.map(async (account) =>
      account.active === null ? ((await getAccount(look, account.id)) ?? account) : account,
    ),
  );
}

async function lookAtGroups(look: Look, refs: readonly GroupRef[]): Promise<readonly DirectoryGroup[]> {
  const ids = new Set(refs.flatMap(({ targetId }) => targetId ?? []));
  const names = new Map(
    refs.flatMap(({ name, targetId }) => (targetId === undefined ? [[foldName(name), name]] : [])),
  );
  const found = [
    await Promise.all([...ids].map((id) => getGroup(look, id))),
    names.size > FEW
      ? await readGroups(look, [...names.values()], { signal: look.signal })
      : (await Promise.all([...names.values()].map((name) => findGroups(look, name)))).flat(),
  ].flat();
  const byId = new Map(found.flatMap((group) => (group === undefined ? [] : [[group.id, group]])));
  return [...byId.values()];
}

async function getGroup({ client, signal }: Look, id: string): Promise<DirectoryGroup | undefined> {
  const group = await client.getGroup(id, signal).catch(absentIfGone<ScimGroup>);
  return group === undefined ? undefined : toGroup(group);
}

async function findGroups(look: Look, name: string): Promise<readonly (DirectoryGroup | undefined)[]> {
  const found = await look.client.findGroups(name, look.signal);
  const same = found.filter(({ displayName = "" }) => isSameName(displayName, name));
  return await Promise.all(
    same.map((group) => {
      const { id, members } = toGroup(group);
      // Lists of groups may leave the members out.
      return group.members === undefined
        ? getGroup(look, id)
        : { id, name: group.displayName ?? name, members };
    }),
  );
}

function absentIfGone<Resource>(error: unknown): Partial<Resource> | undefined {
  if (error instanceof HttpError && isGone(error)) return undefined;
  throw error;
}
