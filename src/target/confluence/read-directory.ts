import type { ConfluenceConfig } from "../../config/config.ts";
import type { DirectoryGroup, DirectorySnapshot, Lack } from "../../model/directory-snapshot.ts";
import type { TargetId } from "../../model/ids.ts";
import { foldName } from "../../model/names.ts";
import { createGroupReader, type GroupReader } from "../group-reader.ts";
import { stopTogether } from "../stop-together.ts";
import type { DirectoryReadOptions } from "../target.ts";
import type { ConfluenceClient } from "./client.ts";
import { type Doubt, doubtAbout, doubtForLackOf } from "./doubt.ts";
import { NO_IMPORT, NO_RENAME, NO_UPDATE } from "./explain-writes.ts";
import { listUsers } from "./list-users.ts";
import { readGroupNames } from "./read-group-names.ts";
import { readMembers } from "./read-members.ts";
import { createRoll } from "./roll.ts";
import type { Session } from "./session.ts";
import type { WireUser } from "./wire.ts";

export interface Reading {
  readonly client: ConfluenceClient;
  readonly session: Session;
  readonly config: Pick<ConfluenceConfig, "listing">;
}

/**
 * Reads all accounts and the wanted groups, and finds out what this version can do, all at the same time.
 *
 * A version that does not list its accounts, or leaves out somebody whom a group has, is made up for by the
 * members of `listing.groups`.
 */
export async function readDirectory(
  reading: Reading,
  { groups, listGroups, signal: outer, onRead }: DirectoryReadOptions,
): Promise<DirectorySnapshot> {
  const { client, session, config } = reading;
  const self = await session.self(outer);
  return stopTogether(outer, async (signal) => {
    const roll = createRoll(session, onRead);
    roll.add([self]);
    const read = createGroupReader(async (name) => {
      const members = await readMembers(client, name, signal);
      if (members !== undefined) roll.add(members);
      return members;
    });
    const [users, updates, found, groupNames] = await Promise.all([
      listUsers({ client, signal, onPage: roll.add }),
      client.takesUpdates(signal),
      Promise.resolve(groups).then(read),
      listGroups === true ? readGroupNames(client, signal) : undefined,
    ]);
    onRead?.({ what: "groups", count: found.size });
    const doubt = doubtAbout(users, [self, ...[...found.values()].flat()]);
    const gaps = doubt === undefined ? undefined : await fillGaps(doubt, { read, config });
    session.isPartial = doubt !== undefined;
    return {
      accounts: roll.accounts(),
      groups: [...found].map(([name, members]) => toGroup(name, members)),
      ...(groupNames === undefined ? {} : { groupNames }),
      self: self.userKey as TargetId,
      ...(session.isPartial ? { partial: true } : {}),
      ...(gaps === undefined ? {} : { incomplete: `${gaps.why} ${gaps.fix}` }),
      lacks: lacksOf({ lists: users !== undefined, updates }),
    };
  });
}

interface GapParts {
  readonly read: GroupReader<WireUser>;
  readonly config: Reading["config"];
}

/** @returns What is still in doubt when `listing.groups` have been read. */
async function fillGaps(doubt: Doubt, { read, config }: GapParts): Promise<Doubt | undefined> {
  const names = config.listing.groups;
  if (names.length === 0) return doubt;
  const found = new Set([...(await read(names)).keys()].map(foldName));
  return doubtForLackOf(names.filter((name) => !found.has(foldName(name))));
}

/** Accounts can be made wherever they can be listed: both came at once. */
export function lacksOf({
  lists,
  updates,
}: {
  readonly lists: boolean;
  readonly updates: boolean;
}): readonly Lack[] {
  return [
    ...(lists ? [] : [{ kind: "import", why: NO_IMPORT } as const]),
    updates
      ? ({ kind: "update", field: "username", why: NO_RENAME } as const)
      : ({ kind: "update", why: NO_UPDATE } as const),
  ];
}

/** A group's id is its name: Confluence has no other. */
export function toGroup(name: string, members: readonly WireUser[]): DirectoryGroup {
  return { id: name, name, members: members.map(({ userKey }) => userKey as TargetId) };
}
