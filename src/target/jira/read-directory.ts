import type { JiraConfig } from "../../config/config.ts";
import type { Account, DirectoryGroup, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { TargetId } from "../../model/ids.ts";
import type { OnRead } from "../../model/log.ts";
import { foldName } from "../../model/names.ts";
import { createGroupReader, type GroupReader } from "../group-reader.ts";
import { stopTogether } from "../stop-together.ts";
import type { DirectoryReadOptions } from "../target.ts";
import type { JiraClient } from "./client.ts";
import { type Doubt, doubtAbout, doubtForLackOf } from "./doubt.ts";
import { listUsers } from "./list-users.ts";
import { readMembers } from "./read-members.ts";
import type { Session } from "./session.ts";
import { isPerson, toAccount } from "./to-model.ts";
import type { WireUser } from "./wire.ts";

export interface Reading {
  readonly client: JiraClient;
  readonly session: Session;
  readonly config: Pick<JiraConfig, "listing">;
}

/**
 * Reads all accounts, as far as this version lists them, and the wanted groups at the same time.
 *
 * Only `user/list` lists everybody. A search that came to an end lists those who have what is searched for;
 * who is missing in it though a group has them, or usersync itself, disproves it. Then, and when the search
 * was cut short, the members of `listing.groups` are the accounts.
 */
export async function readDirectory(
  reading: Reading,
  { groups, signal: outer, onRead }: DirectoryReadOptions,
): Promise<DirectorySnapshot> {
  const { client, session, config } = reading;
  const names = Promise.resolve(groups);
  // It may be rejected before anybody waits for it, which is not to end the program.
  names.catch(() => undefined);
  const self = await session.self(outer);
  return stopTogether(outer, async (signal) => {
    const roll = createRoll(session, onRead);
    roll.add([self]);
    const read = createGroupReader(async (name) => {
      const members = await readMembers(client, name, signal);
      if (members !== undefined) roll.add(members);
      return members;
    });
    const asked = session.version(signal);
    const [version, listing, found] = await Promise.all([
      asked,
      asked.then((answer) => listUsers(answer, { client, signal, onPage: roll.add })),
      names.then(read),
    ]);
    onRead?.({ what: "groups", count: found.size });
    const known = [self, ...(listing.covers === "all" ? [] : [...found.values()].flat())];
    const doubt = doubtAbout(listing, known, version);
    const gaps = doubt === undefined ? undefined : await fillGaps(doubt, { read, config });
    session.isPartial = listing.covers !== "all" || doubt !== undefined;
    return {
      accounts: roll.accounts(),
      groups: [...found].map(([name, members]) => toGroup(name, members)),
      self: self.key as TargetId,
      ...(session.isPartial ? { partial: true } : {}),
      ...(gaps === undefined ? {} : { incomplete: `${gaps.why} ${gaps.fix}` }),
      ...(version.lacks.length === 0 ? {} : { lacks: version.lacks }),
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

/** All accounts that a reading comes across, each once. */
function createRoll(session: Session, onRead: OnRead | undefined) {
  const accounts = new Map<TargetId, Account>();
  return {
    add(users: readonly WireUser[]) {
      session.learn(users);
      for (const user of users.filter(isPerson)) accounts.set(user.key as TargetId, toAccount(user));
      onRead?.({ what: "users", count: accounts.size });
    },
    accounts: () => [...accounts.values()],
  };
}

/** A group's id is its name: Jira has no other. */
export function toGroup(name: string, members: readonly WireUser[]): DirectoryGroup {
  return { id: name, name, members: members.filter(isPerson).map(({ key }) => key as TargetId) };
}
