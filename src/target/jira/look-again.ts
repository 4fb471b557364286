import type { JiraConfig } from "../../config/config.ts";
import type { DirectoryGroup, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import { foldName } from "../../model/names.ts";
import type { GroupRef } from "../../model/operation.ts";
import { stopTogether } from "../stop-together.ts";
import type { Touched } from "../target.ts";
import type { JiraClient } from "./client.ts";
import { findLeads } from "./find-leads.ts";
import { readStream } from "./list-users.ts";
import { toGroup } from "./read-directory.ts";
import { readMembers } from "./read-members.ts";
import type { Session } from "./session.ts";
import { toAccounts } from "./to-model.ts";
import type { WireUser } from "./wire.ts";

export interface Look {
  readonly client: JiraClient;
  readonly session: Session;
  readonly config: Pick<JiraConfig, "onDisable">;
  readonly signal: AbortSignal;
}

/** Up to so many are asked for one by one, without trying the list of all. */
const FEW = 10;

/** Reads some accounts and groups again: one by one, or out of the list of all where that is shorter. */
export async function lookAgain(look: Look, touched: Touched): Promise<DirectorySnapshot> {
  const { client, session, config } = look;
  await session.self(look.signal);
  return stopTogether(look.signal, async (signal) => {
    const { leaders = [] } = touched;
    const [users, groups, leads] = await Promise.all([
      findUsers({ ...look, signal }, touched),
      findGroups(client, touched.groups, signal),
      leaders.length === 0 ? [] : findLeads({ client, signal, ...config }, leaders),
    ]);
    session.learn(users);
    return { accounts: toAccounts(users), groups, ...(leaders.length === 0 ? {} : { leads }) };
  });
}

/** Each once, though it may be asked for by its key and by its name. */
async function findUsers(
  look: Look,
  { accounts, usernames }: Pick<Touched, "accounts" | "usernames">,
): Promise<readonly WireUser[]> {
  const { client, signal } = look;
  const names = [...new Map(usernames.map((name) => [name.toLowerCase(), name])).values()];
  const keys = [...new Set<string>(accounts)];
  const all = await readIfShorter(look, keys.length + names.length);
  if (all !== undefined) return pick(all, new Set(keys), new Set(names.map((name) => name.toLowerCase())));
  const addresses = [...keys.map((key) => ({ key })), ...names.map((username) => ({ username }))];
  const found = await Promise.all(addresses.map((address) => client.findUser(address, signal)));
  return [...new Map(found.flatMap((user) => (user === undefined ? [] : [[user.key, user]]))).values()];
}

/** All users, where that takes fewer requests than so many, the question for the version included. */
async function readIfShorter(
  { client, session, signal }: Look,
  requests: number,
): Promise<readonly WireUser[] | undefined> {
  if (requests <= FEW) return undefined;
  const { mayListUsers } = await session.version(signal);
  return mayListUsers ? readStream({ client, signal }, requests - 1) : undefined;
}

function pick(
  users: readonly WireUser[],
  keys: ReadonlySet<string>,
  names: ReadonlySet<string>,
): readonly WireUser[] {
  return users.filter(({ key, name }) => keys.has(key) || names.has(name.toLowerCase()));
}

async function findGroups(
  client: JiraClient,
  refs: readonly GroupRef[],
  signal: AbortSignal,
): Promise<readonly DirectoryGroup[]> {
  const names = new Map(refs.map(({ name, targetId = name }) => [foldName(targetId), targetId]));
  const groups = await Promise.all(
    [...names.values()].map(async (name) => {
      const members = await readMembers(client, name, signal);
      return members === undefined ? [] : [toGroup(name, members)];
    }),
  );
  return groups.flat();
}
