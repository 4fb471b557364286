import { UsersyncError } from "../../../errors.ts";
import type { SourceId } from "../../../model/ids.ts";
import type { GroupRole, Memberships } from "../../../model/source-snapshot.ts";
import type { ChosenGroups } from "./choose-groups.ts";
import type { GroupRef } from "./find-groups.ts";
import { tellWays } from "./find-ways.ts";
import { flattenMembers } from "./flatten-members.ts";
import { doubtAbout, groupGone, noteLeftOut } from "./group-doubts.ts";
import { findUsers, listUsers, type People } from "./list-users.ts";
import type { MemberReader } from "./read-members.ts";
import type { Reading } from "./reading.ts";

/**
 * Reads the people whom groups and assignments select.
 *
 * Their properties come with the member lists. With a filter they come out of the filtered list of users
 * instead, since member lists cannot be filtered.
 *
 * @throws UsersyncError `INCOMPLETE_READ` when the members of one of the groups are not proven complete.
 */
export async function readSelectedPeople(
  reading: Reading,
  { scope, assignments }: ChosenGroups,
  members: MemberReader,
): Promise<People> {
  const direct = reading.config.users.from === "assigned" ? assignments.users : new Map<SourceId, string>();
  if (reading.config.users.filter !== undefined) {
    const [listed, ids] = await Promise.all([listUsers(reading), readScope(reading, scope, members)]);
    for (const id of direct.keys()) ids.add(id);
    return new Map([...listed].filter(([id]) => ids.has(id)));
  }
  const people: People = new Map();
  members.collectPeople(people);
  await readScope(reading, scope, members);
  members.collectNobody();
  return await addDirect(reading, people, direct);
}

/**
 * The members of the groups that rules of the scope name, nested ones too, by the name in the config.
 *
 * @throws UsersyncError `INCOMPLETE_READ` when one of them is not proven complete.
 */
export async function readRulingGroups(
  reading: Reading,
  { ruling }: ChosenGroups,
  members: MemberReader,
): Promise<Memberships> {
  const entries = [...ruling].map(async ([name, groups]) => {
    const lists = await Promise.all(groups.map((group) => readDeciding(reading, group, members, RULING)));
    return [name, new Set(lists.flat())] as const;
  });
  return new Map(await Promise.all(entries));
}

async function readScope(
  reading: Reading,
  scope: readonly GroupRef[],
  members: MemberReader,
): Promise<Set<SourceId>> {
  const { nested } = reading.config.users;
  const selecting: Deciding = { role: "users", nested };
  const lists = await Promise.all(scope.map((group) => readDeciding(reading, group, members, selecting)));
  return new Set(lists.flat());
}

/** What the members of a group decide. */
interface Deciding {
  readonly role: GroupRole;
  readonly nested: boolean;
}

const RULING: Deciding = { role: "where", nested: true };

async function readDeciding(
  reading: Reading,
  group: GroupRef,
  members: MemberReader,
  { role, nested }: Deciding,
): Promise<readonly SourceId[]> {
  const found = await flattenMembers(members, group, { nested, trace: reading.tracing?.person });
  if (found.isGone) throw groupGone(group);
  const doubt = await doubtAbout(reading, group, found);
  if (doubt !== undefined) throw incomplete(group, doubt);
  noteLeftOut(reading, group, found);
  tellWays(reading, role, group, found);
  return found.people;
}

/** Those assigned in person whom no group has brought in already. */
async function addDirect(
  reading: Reading,
  people: People,
  direct: ReadonlyMap<SourceId, string>,
): Promise<People> {
  const wanted = [...direct.keys()].filter((id) => !people.has(id));
  const found = await findUsers(reading, wanted);
  for (const id of wanted) {
    const person = found.get(id);
    if (person !== undefined) people.set(id, person);
    else reading.note(direct.get(id) ?? id, `is assigned to the application, but the user ${id} is gone`);
  }
  reading.onRead({ what: "users", count: people.size });
  return people;
}

function incomplete({ name }: GroupRef, doubt: UsersyncError): UsersyncError {
  return new UsersyncError("INCOMPLETE_READ", {
    what: `The people in scope are not known, since the members of ${name} were not read to the end. ${doubt.message}`,
    why: `${doubt.why} Who is missing there would be disabled by mistake, so nothing is written.`,
    fix: doubt.fix,
    cause: doubt,
  });
}
