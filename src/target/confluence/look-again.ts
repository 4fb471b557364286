import type { DirectoryGroup, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import { foldName } from "../../model/names.ts";
import type { GroupRef } from "../../model/operation.ts";
import { stopTogether } from "../stop-together.ts";
import type { Touched } from "../target.ts";
import type { ConfluenceClient } from "./client.ts";
import { listUsers } from "./list-users.ts";
import { toGroup } from "./read-directory.ts";
import { readMembers } from "./read-members.ts";
import type { Session } from "./session.ts";
import { toAccount } from "./to-model.ts";
import type { WireUser } from "./wire.ts";

export interface Look {
  readonly client: ConfluenceClient;
  readonly session: Session;
  readonly signal: AbortSignal;
}

/** Up to so many are asked for one by one, without trying the list of all. */
const FEW = 10;

/** Reads some accounts and groups again: one by one, or out of the list of all where that is shorter. */
export async function lookAgain(look: Look, touched: Touched): Promise<DirectorySnapshot> {
  const { client, session } = look;
  await session.self(look.signal);
  return stopTogether(look.signal, async (signal) => {
    const [users, groups] = await Promise.all([
      findUsers({ client, signal }, touched),
      findGroups(client, touched.groups, signal),
    ]);
    session.learn(users);
    return { accounts: users.map(toAccount), groups };
  });
}

/** Each once, though it may be asked for by its key and by its name. */
async function findUsers(
  { client, signal }: Pick<Look, "client" | "signal">,
  { accounts, usernames }: Pick<Touched, "accounts" | "usernames">,
): Promise<readonly WireUser[]> {
  const names = [...new Map(usernames.map((name) => [foldName(name), name])).values()];
  const keys = [...new Set<string>(accounts)];
  const requests = keys.length + names.length;
  const all = requests > FEW ? await listUsers({ client, signal, maxPages: requests - 1 }) : undefined;
  if (all !== undefined) return pick(all, new Set(keys), new Set(names.map(foldName)));
  const addresses = [...keys.map((key) => ({ key })), ...names.map((username) => ({ username }))];
  const found = await Promise.all(addresses.map((address) => client.findUser(address, signal)));
  return [...new Map(found.flatMap((user) => (user === undefined ? [] : [[user.userKey, user]]))).values()];
}

function pick(
  users: readonly WireUser[],
  keys: ReadonlySet<string>,
  names: ReadonlySet<string>,
): readonly WireUser[] {
  return users.filter(({ userKey, username }) => keys.has(userKey) || names.has(foldName(username)));
}

async function findGroups(
  client: ConfluenceClient,
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
