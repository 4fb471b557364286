import type { SourceGroup, SourceSnapshot } from "../../../model/source-snapshot.ts";
import { chooseGroups } from "./choose-groups.ts";
import { listUsers, type People } from "./list-users.ts";
import { readGroups } from "./read-groups.ts";
import { createMemberReader } from "./read-members.ts";
import { readSelectedPeople } from "./read-people.ts";
import type { Reading } from "./reading.ts";

interface Found {
  readonly people: People;
  readonly groups: readonly SourceGroup[];
}

/** Everything that the config asks of Entra. The requests are as many as pages, and those that find groups. */
export async function readSnapshot(reading: Omit<Reading, "note">): Promise<SourceSnapshot> {
  const notes: { subject: string; reason: string }[] = [];
  const noting: Reading = { ...reading, note: (subject, reason) => notes.push({ subject, reason }) };
  const { from, filter } = reading.config.users;
  const isEverybody = from === "all" && filter === undefined;

  const { people, groups } = from === "all" ? await readAll(noting) : await readSelection(noting);
  if (isEverybody) for (const group of groups) noteUnknownMembers(noting, group, people);
  return { people: [...people.values()], covers: isEverybody ? "everyone" : "selection", groups, notes };
}

/** The users and the groups do not depend on each other, so they are read side by side. */
async function readAll(reading: Reading): Promise<Found> {
  const [people, groups] = await Promise.all([listUsers(reading), readMirrored(reading)]);
  return { people, groups };
}

async function readMirrored(reading: Reading): Promise<readonly SourceGroup[]> {
  const { mirrored } = await chooseGroups(reading);
  return await readGroups(reading, mirrored, createMemberReader(reading));
}

/** One reader for both, so that a group which selects people and is mirrored too is read once. */
async function readSelection(reading: Reading): Promise<Found> {
  const chosen = await chooseGroups(reading);
  const members = createMemberReader(reading);
  const people = await readSelectedPeople(reading, chosen, members);
  return { people, groups: await readGroups(reading, chosen.mirrored, members) };
}

/** Deleted users stay members for a while; that says nothing about anybody else. */
function noteUnknownMembers({ note }: Reading, { name, members }: SourceGroup, people: People): void {
  const unknown = members.filter((id) => !people.has(id));
  if (unknown.length === 0) return;
  const some = unknown.slice(0, 3).join(", ");
  const more = unknown.length > 3 ? ", …" : "";
  note(name, `members that are not among the users: ${unknown.length} (${some}${more})`);
}
