import type { Account, DirectoryGroup, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import { foldName } from "../../model/names.ts";
import type { DirectoryReadOptions } from "../target.ts";
import type { CloudClient, PageRequest, ScimGroup } from "./client.ts";
import { readList } from "./read-list.ts";
import { toAccount, toGroup } from "./to-model.ts";

export interface DirectoryReading {
  /** The target's name in the config, for messages. */
  readonly name: string;
  readonly client: CloudClient;
  /** Requests that may be under way at the same time. */
  readonly concurrency: number;
}

/** Reads the accounts, and of the groups only those that are wanted. */
export async function readDirectory(
  reading: DirectoryReading,
  options: DirectoryReadOptions,
): Promise<DirectorySnapshot> {
  const accounts = await readAccounts(reading, options);
  const wanted = await options.groups;
  if (wanted.length === 0 && options.listGroups !== true) return { accounts, groups: [] };
  const listed = await listGroups(reading, wanted, options);
  return {
    accounts,
    groups: await wantedOf(listed, reading, options),
    ...(options.listGroups === true && { groupNames: listed.map(({ group }) => group.name) }),
  };
}

type ListOptions = Pick<DirectoryReadOptions, "signal" | "onRead">;

/** Every account of the directory. */
export async function readAccounts(
  { name, client, concurrency }: DirectoryReading,
  { signal, onRead }: ListOptions,
): Promise<readonly Account[]> {
  const accounts = await readList({
    subject: `${name}: the list of users`,
    concurrency,
    idOf: (account) => account.id,
    readPage: async (page: PageRequest) => {
      const { totalResults, resources } = await client.listUsers(page, signal);
      return { totalResults, resources: resources.map(toAccount) };
    },
    onCount: (count) => onRead?.({ what: "users", count }),
  });
  // Some answers leave `active` out, and that must not be taken for disabled: ask for the account itself.
  const unsaid = accounts.filter(({ active }) => active === null);
  const asked = await Promise.all(unsaid.map(async ({ id }) => toAccount(await client.getUser(id, signal))));
  const answers = new Map(asked.map((account) => [account.id, account]));
  return accounts.map((account) => answers.get(account.id) ?? account);
}

/** The groups of these names, in any case, out of the list of all of them. */
export async function readGroups(
  reading: DirectoryReading,
  names: readonly string[],
  options: ListOptions,
): Promise<readonly DirectoryGroup[]> {
  return wantedOf(await listGroups(reading, names, options), reading, options);
}

/** All groups; those of these names are marked. */
function listGroups(
  { name, client, concurrency }: DirectoryReading,
  names: readonly string[],
  { signal, onRead }: ListOptions,
): Promise<readonly ListedGroup[]> {
  const wanted = new Set(names.map(foldName));
  return readList({
    subject: `${name}: the list of groups`,
    concurrency,
    idOf: ({ group }) => group.id,
    readPage: async (page: PageRequest) => {
      const { totalResults, resources } = await client.listGroups(page, signal);
      return { totalResults, resources: resources.map((group) => toListed(group, wanted)) };
    },
    onCount: (count) => onRead?.({ what: "groups", count }),
  });
}

interface ListedGroup {
  readonly group: DirectoryGroup;
  readonly isWanted: boolean;
  /** Some answers leave the members out. */
  readonly hasMembers: boolean;
}

/** The wanted ones, with their members. */
function wantedOf(
  listed: readonly ListedGroup[],
  { client }: Pick<DirectoryReading, "client">,
  { signal }: ListOptions,
): Promise<readonly DirectoryGroup[]> {
  return Promise.all(
    listed
      .filter(({ isWanted }) => isWanted)
      .map(async ({ group, hasMembers }) =>
        hasMembers
          ? group
          : toGroup({ ...(await client.getGroup(group.id, signal)), displayName: group.name }),
      ),
  );
}

/** Members of groups that nobody asked for are let go at once: there may be very many. */
function toListed(group: ScimGroup, wanted: ReadonlySet<string>): ListedGroup {
  const isWanted = wanted.has(foldName(group.displayName ?? ""));
  const hasMembers = group.members !== undefined;
  const { id, name, members } = toGroup(group);
  return { isWanted, hasMembers, group: { id, name, members: isWanted ? members : [] } };
}
