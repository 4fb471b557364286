import type { OperationsConfig } from "../../config/config.ts";
import type { Capabilities } from "../../model/capabilities.ts";
import type { DesiredGroup, Note } from "../../model/desired.ts";
import type { DirectoryGroup, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { FittingRule } from "../../model/group-rule.ts";
import { foldName } from "../../model/names.ts";
import type { AdoptGroup, CreateGroup, GroupRef, ImportUser } from "../../model/operation.ts";
import type { PlannedOperation } from "../../model/plan.ts";
import type { KeptGroup } from "../../model/recorded.ts";
import { matcherOf } from "../../model/wildcard.ts";
import type { Verdict } from "../guards/limit.ts";
import type { Matches } from "../match/match.ts";
import { adoptionsFor, guardAdoptions, type Refusal } from "./adopt-groups.ts";
import type { LeftGroup } from "./follow-groups.ts";
import { type GroupPeople, peopleForGroups } from "./group-people.ts";
import { leaveGroups } from "./leave-groups.ts";
import { additionOf, removalsFrom, wantedMembers } from "./member-operations.ts";
import { removalReasons } from "./removal-reasons.ts";

export interface GroupOptions {
  /** The name that the ids of the operations begin with. */
  readonly target: string;
  readonly matches: Matches;
  /** Accounts that this plan makes; they can be added to groups too. */
  readonly imports: readonly ImportUser[];
  readonly protectedGroups: readonly string[];
  readonly capabilities: Capabilities;
  readonly operations: OperationsConfig;
  /** Groups that are kept in step. Absent: nothing is remembered, and every group is taken for ours. */
  readonly kept?: readonly KeptGroup[] | undefined;
  /** Those of them that the source does not name any more. */
  readonly left: readonly LeftGroup[];
  readonly ruleOf: (name: string) => FittingRule;
}

export interface GroupDifference {
  readonly operations: readonly PlannedOperation[];
  readonly notes: readonly Note[];
  /** Names, folded, of the groups in which nobody of ours stays whom the source does not name. */
  readonly ruled: ReadonlySet<string>;
  /** Names, folded, of the groups that are left alone, for now or for good. */
  readonly leftAlone: ReadonlySet<string>;
  /** Ids of operations that have to be done before an operation. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  /** On groups that wait until somebody takes them over. */
  readonly verdicts: readonly Verdict[];
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
  const { target, ruleOf } = options;
  if (groups.length === 0 && options.left.length === 0) return NOTHING;
  const notes: Note[] = [];
  const ruled = new Set<string>();
  const leftAlone = new Set<string>();
  const needs = new Map<string, readonly string[]>();
  const people = peopleForGroups(options.matches, options.imports, current.accounts);
  const existing = new Map<string, DirectoryGroup[]>();
  for (const group of current.groups) {
    const key = foldName(group.name);
    existing.set(key, [...(existing.get(key) ?? []), group]);
  }
  const reasonIn = removalReasons(groups, options.matches);
  const { refuses, adopt } = adoptionsFor(options);
  const refuse = refusalOf(options, refuses);
  const isRuled = ({ additive, name }: DesiredGroup, adoption: AdoptGroup | undefined) =>
    !additive && (adoption === undefined || ruleOf(name).adopt === "always");
  const operations = groups.flatMap((group) => {
    const found = existing.get(foldName(group.name)) ?? [];
    const refused = refuse(group, found);
    if (refused !== undefined) {
      notes.push({ subject: group.name, ...refused });
      leftAlone.add(foldName(group.name));
      return [];
    }
    const steps = diffGroup(group, found[0], { people, target, notes, reasonIn });
    const adoption = adopt(group, found[0]);
    if (isRuled(group, adoption)) ruled.add(foldName(group.name));
    if (adoption === undefined) return steps;
    if (ruleOf(group.name).adopt !== "always") leftAlone.add(foldName(group.name));
    for (const { id } of steps) needs.set(id, [adoption.id]);
    return [adoption, ...steps];
  });
  const leaving = leaveGroups(options.left, { ...options, people, groups: current.groups });
  return {
    operations: [...operations, ...leaving.operations],
    notes: [...notes, ...leaving.notes],
    ruled,
    leftAlone,
    needs: new Map([...needs, ...leaving.needs]),
    verdicts: guardAdoptions(operations, ruleOf, target),
  };
}

const NOTHING: GroupDifference = {
  operations: [],
  notes: [],
  ruled: new Set(),
  leftAlone: new Set(),
  needs: new Map(),
  verdicts: [],
};

function refusalOf(options: GroupOptions, isNeverOurs: (group: DesiredGroup) => Refusal | undefined) {
  const { capabilities, operations } = options;
  const isProtected = matcherOf(options.protectedGroups);
  const isReserved = matcherOf(capabilities.reservedGroups);
  return (group: DesiredGroup, found: readonly DirectoryGroup[]): Refusal | undefined => {
    const { name } = group;
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
    return found.length === 1 ? isNeverOurs(group) : undefined;
  };
}

interface Scene {
  readonly people: GroupPeople;
  readonly target: string;
  readonly notes: Note[];
  readonly reasonIn: ReturnType<typeof removalReasons>;
}

function diffGroup(
  group: DesiredGroup,
  found: DirectoryGroup | undefined,
  { people, target, notes, reasonIn }: Scene,
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
  const removals = removalsFrom(ref, current, { wanted, people, target, reasonFor: reasonIn(group) });
  if (group.keeps !== undefined && removals.length > 0) {
    notes.push(keptNote(name, removals.length, group.keeps));
  }
  const creation = found === undefined ? [creationOf(group, target)] : [];
  return [...creation, ...adds, ...(group.additive ? [] : removals)];
}

function creationOf({ name, sources }: DesiredGroup, target: string): CreateGroup & PlannedOperation {
  return {
    id: `${target}:create-group:${name}`,
    kind: "create-group",
    group: { name },
    ...(sources.length > 0 && { sources }),
    reason: "not-in-target",
    status: "planned",
  };
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
