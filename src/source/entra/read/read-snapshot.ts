import type { SourceId } from "../../../model/ids.ts";
import type { GroupTrace, Memberships, SourceGroup, SourceSnapshot } from "../../../model/source-snapshot.ts";
import { type ChosenGroups, chooseGroups } from "./choose-groups.ts";
import { listUsers, type People } from "./list-users.ts";
import { readGroups } from "./read-groups.ts";
import { createMemberReader, type MemberReader } from "./read-members.ts";
import { readRulingGroups, readSelectedPeople } from "./read-people.ts";
import type { Reading } from "./reading.ts";

interface Found {
  readonly people: People;
  readonly groups: readonly SourceGroup[];
  readonly memberships?: Memberships;
}

interface SnapshotReading extends Omit<Reading, "note" | "tracing"> {
  /** Whose ways through the groups are to be found. */
  readonly trace?: SourceId | undefined;
}

/** Everything that the config asks of Entra. The requests are as many as pages, and those that find groups. */
export async function readSnapshot({ trace, ...reading }: SnapshotReading): Promise<SourceSnapshot> {
  const notes: { subject: string; reason: string }[] = [];
  const traces: GroupTrace[] = [];
  const noting: Reading = {
    ...reading,
    note: (subject, reason) => notes.push({ subject, reason }),
    ...(trace !== undefined && { tracing: { person: trace, found: (way) => traces.push(way) } }),
  };
  const { from, filter } = reading.config.users;
  const isEverybody = from === "all" && filter === undefined;

  const { people, ...read } = from === "all" ? await readAll(noting) : await readSelection(noting);
  if (isEverybody) for (const group of read.groups) noteUnknownMembers(noting, group, people);
  const covers = isEverybody ? "everyone" : "selection";
  const traced = trace === undefined ? {} : { traces };
  return { people: [...people.values()], covers, ...read, ...traced, notes };
}

/** The users and the groups do not depend on each other, so they are read side by side. */
async function readAll(reading: Reading): Promise<Found> {
  const [people, read] = await Promise.all([listUsers(reading), readMirrored(reading)]);
  return { people, ...read };
}

async function readMirrored(reading: Reading): Promise<Omit<Found, "people">> {
  const chosen = await chooseGroups(reading);
  return await readChosen(reading, chosen, createMemberReader(reading));
}

async function readChosen(
  reading: Reading,
  chosen: ChosenGroups,
  members: MemberReader,
): Promise<Omit<Found, "people">> {
  const [groups, memberships] = await Promise.all([
    readGroups(reading, chosen.mirrored, members),
    readRulingGroups(reading, chosen, members),
  ]);
  return chosen.ruling.size === 0 ? { groups } : { groups, memberships };
}

/** One reader for all, so that a group which selects people and is mirrored too is read once. */
async function readSelection(reading: Reading): Promise<Found> {
  const chosen = await chooseGroups(reading);
  const members = createMemberReader(reading);
  const people = await readSelectedPeople(reading, chosen, members);
  return { people, ...(await readChosen(reading, chosen, members)) };
}

/** Deleted users stay members for a while; that says nothing about anybody else. */
function noteUnknownMembers({ note }: Reading, { name, members }: SourceGroup, people: People): void {
  const unknown = members.filter((id) => !people.has(id));
  if (unknown.length === 0) return;
  const some = unknown.slice(0, 3).join(", ");
  const more = unknown.length > 3 ? ", …" : "";
  note(name, `members that are not among the users: ${unknown.length} (${some}${more})`);
}
