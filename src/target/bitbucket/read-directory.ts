import type { BitbucketConfig } from "../../config/config.ts";
import type { DirectoryGroup, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { OnRead } from "../../model/log.ts";
import { foldName, isSameName } from "../../model/names.ts";
import { stopTogether } from "../stop-together.ts";
import type { DirectoryReadOptions } from "../target.ts";
import { type Admitted, accessTable } from "./access-table.ts";
import type { BitbucketClient } from "./client.ts";
import { noSuchDirectory } from "./explain.ts";
import { type LicenceSettings, requireLicences } from "./licence-groups.ts";
import { type Lists, readGrants, readGroups, readMembers, readPermissions, readUsers } from "./read-lists.ts";
import { isSameUser, type Session } from "./session.ts";
import { idOf, isPerson, toAccount, toGroup } from "./to-model.ts";
import type { WireGrant, WireGroup, WireUser } from "./wire.ts";

export interface Reading {
  readonly client: BitbucketClient;
  readonly session: Session;
  readonly config: Pick<BitbucketConfig, "credentials" | "directoryName">;
}

/**
 * Reads all accounts with what lets them in, and the wanted groups, at the same time.
 *
 * The groups that let people in are read first, alone: that proves the sign-in and the permission to
 * administer with one request, and their members have to be read in any case.
 */
export async function readDirectory(
  reading: Reading & { readonly config: LicenceSettings },
  { groups, listGroups, signal: outer, onRead }: DirectoryReadOptions,
): Promise<DirectorySnapshot> {
  const { client, session, config } = reading;
  const isOurs = ourUsers(config);
  const wanted = Promise.resolve(groups);
  // It may be rejected before anybody waits for it, which is not to end the program.
  wanted.catch(() => undefined);
  const grants = await readGrants({ client, signal: outer });
  session.learnGrants(grants);
  await requireLicences(config, grants, { client, signal: outer });
  return stopTogether(outer, async (signal) => {
    const lists = { client, signal };
    const all = listGroups === true ? readGroups(lists) : undefined;
    const [{ users, admitted, access }, others, names] = await Promise.all([
      readEveryone(lists, grants, counting(isOurs, onRead)),
      wanted.then((asked) => readOthers(asked, grants, { ...lists, all })),
      all?.then((groupsOfAll) => groupsOfAll.map(({ name }) => name)),
    ]);
    session.learn(users);
    onRead?.({ what: "groups", count: admitted.size + others.size });
    const ours = users.filter(isOurs);
    if (ours.length === 0) await requireDirectory(config, lists);
    const self = users.find(({ name }) => isSameUser(name, config.credentials.username));
    const accounts = ours.map((user) => toAccount(user, access.get(user.id)));
    session.learnAccess(accounts);
    return {
      accounts,
      groups: [...toGroups(admitted, true, isOurs), ...toGroups(others, false, isOurs)],
      ...(names === undefined ? {} : { groupNames: names }),
      ...(self === undefined ? {} : { self: idOf(self) }),
    };
  });
}

function counting(isOurs: (user: WireUser) => boolean, onRead: OnRead | undefined) {
  let count = 0;
  return (page: readonly WireUser[]) => {
    count += page.filter(isOurs).length;
    onRead?.({ what: "users", count });
  };
}

/** All users of all directories, and what lets them in. */
export async function readEveryone(
  lists: Lists,
  grants: readonly WireGrant[],
  onPage: (users: readonly WireUser[]) => void = () => undefined,
) {
  const granting = grants.map(({ group }) => group);
  const [users, permissions, admitted] = await Promise.all([
    readUsers(lists, onPage),
    readPermissions(lists),
    membersOf(granting, lists),
  ]);
  return { users, admitted, access: accessTable(admitted, permissions) };
}

/** The wanted groups that exist and let nobody in, with their members. */
async function readOthers(
  names: readonly string[],
  grants: readonly WireGrant[],
  lists: KnownGroups,
): Promise<Admitted> {
  const granting = new Set(grants.map(({ group }) => foldName(group)));
  const others = new Set(names.map(foldName).filter((name) => !granting.has(name)));
  return membersOf(others.size === 0 ? [] : await existing(others, lists), lists);
}

interface KnownGroups extends Lists {
  /** All groups, where somebody lists them already. */
  readonly all?: Promise<readonly WireGroup[]> | undefined;
}

/** As Bitbucket writes them. Asking for the members of a group does not tell whether there is one. */
export async function existing(folded: ReadonlySet<string>, lists: KnownGroups): Promise<readonly string[]> {
  const groups = await (lists.all ?? readGroups(lists));
  return groups.map(({ name }) => name).filter((name) => folded.has(foldName(name)));
}

export async function membersOf(groups: readonly string[], lists: Lists): Promise<Admitted> {
  const members = groups.map(async (group) => [group, await readMembers(group, lists)] as const);
  return new Map(await Promise.all(members));
}

export function toGroups(
  groups: Admitted,
  licensed: boolean,
  isOurs: (user: WireUser) => boolean,
): readonly DirectoryGroup[] {
  return [...groups].map(([name, members]) => toGroup(name, members, { licensed, isOurs }));
}

/** People, of the configured directory where there is one. */
export function ourUsers({ directoryName }: Reading["config"]): (user: WireUser) => boolean {
  return (user) => isPerson(user) && isIn(user, directoryName);
}

/** Whether a user is in a directory; in any when none is named. */
export function isIn({ directoryName: own }: WireUser, wanted: string | undefined): boolean {
  return wanted === undefined || (typeof own === "string" && isSameName(own, wanted));
}

/** Nobody is in it: it may be new, or its name may be wrong, and then everybody would be imported again. */
async function requireDirectory(
  { directoryName }: Pick<Reading["config"], "directoryName">,
  lists: Lists,
): Promise<void> {
  if (directoryName === undefined) return;
  const others = await othersThan(directoryName, lists);
  if (others !== undefined) throw noSuchDirectory(directoryName, others);
}

/** The names of all directories where this one is not among them; `undefined` where it is, or may be. */
export async function othersThan(
  wanted: string,
  { client, signal }: Lists,
): Promise<readonly string[] | undefined> {
  const names = (await client.listDirectories(signal))?.map(({ name }) => name);
  return names?.some((name) => isSameName(name, wanted)) === false ? names : undefined;
}
