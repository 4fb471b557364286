import type { OperationsConfig } from "../config/config.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { DesiredGroup, Note } from "../model/desired.ts";
import type { Account, DirectoryGroup, DirectorySnapshot } from "../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../model/ids.ts";
import { foldName } from "../model/names.ts";
import type { AddMember, ExistingUser, GroupRef, ImportUser, UserRef } from "../model/operation.ts";
import type { PlannedOperation } from "../model/plan.ts";
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
  readonly operations: readonly PlannedOperation[];
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
  readonly known: ReadonlyMap<SourceId, UserRef>;
  /** Those of them who are not to be active here. */
  readonly inactive: ReadonlySet<SourceId>;
  readonly owners: ReadonlyMap<TargetId, ExistingUser>;
  readonly untouched: ReadonlySet<TargetId>;
}

function peopleOf(matches: Matches, imports: readonly ImportUser[], accounts: readonly Account[]): People {
  const known = new Map<SourceId, UserRef>();
  const inactive = new Set<SourceId>();
  const owners = new Map<TargetId, ExistingUser>();
  for (const { id, link, username } of accounts) {
    if (link !== undefined && !matches.untouched.has(id))
      owners.set(id, { username, sourceId: link, targetId: id });
  }
  for (const { user, account } of matches.pairs) {
    const ref = { username: account.username, sourceId: user.sourceId, targetId: account.id };
    known.set(user.sourceId, ref);
    if (user.active !== true) inactive.add(user.sourceId);
    owners.set(account.id, ref);
  }
  for (const { account, sourceId } of matches.leaving) {
    known.set(sourceId, { username: account.username, sourceId, targetId: account.id });
    inactive.add(sourceId);
  }
  for (const { user } of imports) known.set(user.sourceId, user);
  return { known, inactive, owners, untouched: matches.untouched };
}

function diffGroup(
  group: DesiredGroup,
  found: DirectoryGroup | undefined,
  people: People,
  target: string,
  notes: Note[],
): PlannedOperation[] {
  const name = found?.name ?? group.name;
  const ref: GroupRef = found === undefined ? { name } : { name, targetId: found.id };
  const current = new Set(found?.members);
  const wanted = wantedMembers(group, people);
  const adds = [...wanted.values()]
    .filter(({ targetId }) => targetId === undefined || !current.has(targetId))
    .map((user) => additionOf(group, ref, user, target));
  const strangers = [...current].filter((id) => !people.owners.has(id) && !people.untouched.has(id)).length;
  if (strangers > 0 && !group.additive) notes.push(strangersNote(name, strangers));
  const creation: PlannedOperation = {
    id: `${target}:create-group:${name}`,
    kind: "create-group",
    group: ref,
    reason: "not-in-target",
    status: "planned",
  };
  return [
    ...(found === undefined ? [creation] : []),
    ...adds,
    ...(group.additive ? [] : removalsFrom(ref, current, wanted, people, target)),
  ];
}

function wantedMembers(group: DesiredGroup, { known, inactive }: People): Map<SourceId, UserRef> {
  const wanted = new Map<SourceId, UserRef>();
  for (const id of group.members) {
    const member = known.get(id);
    if (member !== undefined) wanted.set(id, member);
  }
  if (!group.everybody && !group.newcomers) return wanted;
  for (const [id, member] of known) {
    const isNew = member.targetId === undefined;
    if ((group.everybody && !inactive.has(id)) || (group.newcomers && isNew)) wanted.set(id, member);
  }
  return wanted;
}

function additionOf(
  group: DesiredGroup,
  ref: GroupRef,
  user: UserRef,
  target: string,
): AddMember & PlannedOperation {
  return {
    id: `${target}:add-member:${ref.name}:${user.sourceId}`,
    kind: "add-member",
    group: ref,
    user,
    reason: group.members.has(user.sourceId) ? "member-in-source" : "default-group",
    status: "planned",
  };
}

function removalsFrom(
  ref: GroupRef,
  current: ReadonlySet<TargetId>,
  wanted: ReadonlyMap<SourceId, UserRef>,
  { owners }: People,
  target: string,
): PlannedOperation[] {
  const removals: PlannedOperation[] = [];
  for (const id of current) {
    const user = owners.get(id);
    if (user === undefined || wanted.has(user.sourceId)) continue;
    removals.push({
      id: `${target}:remove-member:${ref.name}:${user.sourceId}`,
      kind: "remove-member",
      group: ref,
      user,
      reason: "not-member-in-source",
      status: "planned",
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
