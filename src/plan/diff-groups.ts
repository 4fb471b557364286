import type { OperationsConfig } from "../config/config.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { DesiredGroup, Note } from "../model/desired.ts";
import type { Account, DirectoryGroup, DirectorySnapshot } from "../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../model/ids.ts";
import { foldName } from "../model/names.ts";
import type { AddMember, ExistingUser, GroupRef, ImportUser, Operation } from "../model/operation.ts";
import { matcherOf } from "../model/wildcard.ts";
import type { Matches } from "./match.ts";

export interface GroupOptions {
  /** The name that the ids of the operations begin with. */
  readonly target: string;
  readonly matches: Matches;
  /** Accounts that this plan makes; they can be added to groups too. */
  readonly imports: readonly ImportUser[];
  readonly protectedGroups: readonly string[];
  readonly capabilities: Capabilities;
  readonly operations: OperationsConfig;
}

export interface GroupDifference {
  readonly operations: readonly Operation[];
  readonly notes: readonly Note[];
}

/**
 * What the groups need. Only accounts that are linked, or become so in this plan, are ever added or
 * removed; others stay members. Groups that the source does not name are not looked at.
 */
export function diffGroups(
  groups: readonly DesiredGroup[],
  current: DirectorySnapshot,
  options: GroupOptions,
): GroupDifference {
  const notes: Note[] = [];
  if (groups.length === 0) return { operations: [], notes };
  const people = peopleOf(options.matches, options.imports, current.accounts);
  const existing = new Map<string, DirectoryGroup[]>();
  for (const group of current.groups) {
    const key = foldName(group.name);
    existing.set(key, [...(existing.get(key) ?? []), group]);
  }
  const refuse = refusalOf(options);
  const operations = groups.flatMap((group) => {
    const found = existing.get(foldName(group.name)) ?? [];
    const refused = refuse(group, found);
    if (refused !== undefined) notes.push({ subject: group.name, ...refused });
    return refused === undefined ? diffGroup(group, found[0], people, options.target, notes) : [];
  });
  return { operations, notes };
}

type Refusal = Pick<Note, "kind" | "reason">;

function refusalOf({ protectedGroups, capabilities, operations }: GroupOptions) {
  const isProtected = matcherOf(protectedGroups);
  const isReserved = matcherOf(capabilities.reservedGroups);
  return ({ name }: DesiredGroup, found: readonly DirectoryGroup[]): Refusal | undefined => {
    if (isProtected(name)) return { kind: "protected", reason: "protect.groups" };
    if (isReserved(name)) {
      return {
        kind: "unsupported",
        reason: "the directory keeps this name for a group of its own; map it to another",
      };
    }
    if (found.length > 1) return { kind: "ambiguous-match", reason: "several groups differ only in case" };
    if (found.length === 0 && !operations.createGroups) {
      return { kind: "switched-off", reason: "does not exist, and operations.createGroups is off" };
    }
    return undefined;
  };
}

/** How people and accounts find each other, as far as this plan may touch them. */
interface People {
  readonly known: ReadonlyMap<SourceId, Member>;
  readonly owners: ReadonlyMap<TargetId, ExistingUser>;
  readonly untouched: ReadonlySet<TargetId>;
}

interface Member {
  readonly user: ImportUser["user"];
  readonly active: boolean;
  readonly isNew: boolean;
}

function peopleOf(matches: Matches, imports: readonly ImportUser[], accounts: readonly Account[]): People {
  const known = new Map<SourceId, Member>();
  const owners = new Map<TargetId, ExistingUser>();
  for (const { id, link, username } of accounts) {
    if (link !== undefined && !matches.untouched.has(id))
      owners.set(id, { username, sourceId: link, targetId: id });
  }
  for (const { user, account } of matches.pairs) {
    const ref = { username: account.username, sourceId: user.sourceId, targetId: account.id };
    known.set(user.sourceId, { user: ref, active: user.active === true, isNew: false });
    owners.set(account.id, ref);
  }
  for (const { account, sourceId } of matches.leaving) {
    const ref = { username: account.username, sourceId, targetId: account.id };
    known.set(sourceId, { user: ref, active: false, isNew: false });
  }
  for (const { user } of imports) known.set(user.sourceId, { user, active: true, isNew: true });
  return { known, owners, untouched: matches.untouched };
}

function diffGroup(
  group: DesiredGroup,
  found: DirectoryGroup | undefined,
  people: People,
  target: string,
  notes: Note[],
): Operation[] {
  const name = found?.name ?? group.name;
  const ref: GroupRef = found === undefined ? { name } : { name, targetId: found.id };
  const current = new Set(found?.members);
  const wanted = wantedMembers(group, people);
  const adds = [...wanted.values()]
    .filter(({ user }) => user.targetId === undefined || !current.has(user.targetId))
    .map(({ user }) => additionOf(group, ref, user, target));
  const strangers = [...current].filter((id) => !people.owners.has(id) && !people.untouched.has(id)).length;
  if (strangers > 0 && !group.additive) notes.push(strangersNote(name, strangers));
  const creation: Operation = {
    id: `${target}:create-group:${name}`,
    kind: "create-group",
    group: ref,
    reason: "not-in-target",
  };
  return [
    ...(found === undefined ? [creation] : []),
    ...adds,
    ...(group.additive ? [] : removalsFrom(ref, current, wanted, people, target)),
  ];
}

function wantedMembers(group: DesiredGroup, { known }: People): Map<SourceId, Member> {
  const wanted = new Map<SourceId, Member>();
  for (const id of group.members) {
    const member = known.get(id);
    if (member !== undefined) wanted.set(id, member);
  }
  if (!group.everybody && !group.newcomers) return wanted;
  for (const [id, member] of known) {
    if ((group.everybody && member.active) || (group.newcomers && member.isNew)) wanted.set(id, member);
  }
  return wanted;
}

function additionOf(group: DesiredGroup, ref: GroupRef, user: ImportUser["user"], target: string): AddMember {
  return {
    id: `${target}:add-member:${ref.name}:${user.sourceId}`,
    kind: "add-member",
    group: ref,
    user,
    reason: group.members.has(user.sourceId) ? "member-in-source" : "default-group",
  };
}

function removalsFrom(
  ref: GroupRef,
  current: ReadonlySet<TargetId>,
  wanted: ReadonlyMap<SourceId, Member>,
  { owners }: People,
  target: string,
): Operation[] {
  const removals: Operation[] = [];
  for (const id of current) {
    const user = owners.get(id);
    if (user === undefined || wanted.has(user.sourceId)) continue;
    removals.push({
      id: `${target}:remove-member:${ref.name}:${user.sourceId}`,
      kind: "remove-member",
      group: ref,
      user,
      reason: "not-member-in-source",
    });
  }
  return removals;
}

function strangersNote(group: string, count: number): Note {
  const who = count === 1 ? "1 member is an account" : `${count} members are accounts`;
  return {
    kind: "unmanaged",
    subject: group,
    reason: `${who} that usersync does not manage; left in the group`,
  };
}
