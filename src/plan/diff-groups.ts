import type { OperationsConfig } from "../config/config.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { DesiredGroup, Note } from "../model/desired.ts";
import type { DirectoryGroup, DirectorySnapshot } from "../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../model/ids.ts";
import { foldName } from "../model/names.ts";
import type { AddMember, GroupRef, ImportUser, UserRef } from "../model/operation.ts";
import type { PlannedOperation } from "../model/plan.ts";
import { matcherOf } from "../model/wildcard.ts";
import { type GroupPeople, peopleForGroups } from "./group-people.ts";
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
  /** Names, folded, of the groups in which nobody of ours stays whom the source does not name. */
  readonly ruled: ReadonlySet<string>;
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
  const ruled = new Set<string>();
  if (groups.length === 0) return { operations: [], notes, ruled };
  const people = peopleForGroups(options.matches, options.imports, current.accounts);
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
    else if (!group.additive) ruled.add(foldName(group.name));
    return refused === undefined ? diffGroup(group, found[0], people, options.target, notes) : [];
  });
  return { operations, notes, ruled };
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

function diffGroup(
  group: DesiredGroup,
  found: DirectoryGroup | undefined,
  people: GroupPeople,
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
  const removals = removalsFrom(ref, current, wanted, people, target);
  if (group.keeps !== undefined && removals.length > 0) {
    notes.push(keptNote(name, removals.length, group.keeps));
  }
  const creation: PlannedOperation = {
    id: `${target}:create-group:${name}`,
    kind: "create-group",
    group: ref,
    reason: "not-in-target",
    status: "planned",
  };
  return [...(found === undefined ? [creation] : []), ...adds, ...(group.additive ? [] : removals)];
}

function wantedMembers(group: DesiredGroup, { known, inactive, fresh }: GroupPeople): Map<SourceId, UserRef> {
  const wanted = new Map<SourceId, UserRef>();
  for (const id of group.members) {
    const member = known.get(id);
    if (member !== undefined) wanted.set(id, member);
  }
  if (!group.everybody && !group.newcomers) return wanted;
  for (const [id, member] of known) {
    const isMeant = (group.everybody && !inactive.has(id)) || (group.newcomers && fresh.has(id));
    if (isMeant) wanted.set(id, member);
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
  { owners }: GroupPeople,
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

/** A rule of the mapping keeps them, or usersync would remove them. */
function keptNote(group: string, count: number, rule: string): Note {
  const who =
    count === 1
      ? "1 member whom the source does not name stays"
      : `${count} members whom the source does not name stay`;
  return { kind: "switched-off", subject: group, reason: `${who} in the group (${rule})` };
}
