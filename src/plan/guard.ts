import type { LimitsConfig } from "../config/config.ts";
import type { DesiredGroup } from "../model/desired.ts";
import type { DirectorySnapshot } from "../model/directory-snapshot.ts";
import { foldName } from "../model/names.ts";
import type { DisableUser, ImportUser, Operation } from "../model/operation.ts";
import type { PlannedOperation, Tripped } from "../model/plan.ts";
import { guardLastMembers, guardListing, guardOwnAccount } from "./guards/accounts.ts";
import { guardKinds } from "./guards/kinds.ts";
import type { Verdict } from "./guards/limit.ts";
import type { Removal } from "./guards/losses.ts";
import { guardNames } from "./guards/names.ts";
import { guardAllGroups, guardGroups, guardMemberLists } from "./guards/removals.ts";
import { guardShrinking, type Past, type Size } from "./guards/shrinking.ts";

/** What the limits are measured against. */
export interface GuardFacts {
  /** Managed accounts that are active today. */
  readonly active: number;
  /** Accounts that belong to somebody, or turned out to by their names. */
  readonly matched: number;
  readonly current: DirectorySnapshot;
  readonly desiredGroups: readonly DesiredGroup[];
  /** Groups whose memberships count. Absent: those that are desired, and those that lose somebody. */
  readonly managed?: DirectorySnapshot["groups"];
  /** Names or patterns of groups. */
  readonly protectedGroups: readonly string[];
  readonly needs: ReadonlyMap<string, readonly string[]>;
  /** On what waits for somebody to decide: a group to be taken over, a successor of somebody who leads. */
  readonly waiting?: readonly Verdict[];
  /** Earlier runs, and how large things are now. Absent: there is nothing to compare. */
  readonly shrinking?: { readonly past: Past; readonly now: Size };
}

export interface Guarded {
  readonly operations: readonly PlannedOperation[];
  /** Those that can be let through, each with what it would take, even where another guard is in the way too. */
  readonly tripped: readonly Tripped[];
}

/**
 * Withholds what goes beyond a limit, in a preview as in a run. Only it and its `guards/` know limits.
 *
 * A tripped limit withholds its kind as a whole: when 300 disables are wrong, so are the first 80.
 * Everything else goes on, except what depends on something withheld. What a guard of single objects
 * holds back already does not count towards the limit of a whole kind.
 */
export function guard(
  operations: readonly PlannedOperation[],
  limits: LimitsConfig,
  facts: GuardFacts,
): Guarded {
  const { current, desiredGroups, shrinking } = facts;
  const waiting = facts.waiting ?? [];
  const waits = waitingOperations(operations, waiting, facts.needs);
  const removals = operations.filter((one) => one.kind === "remove-member" || one.kind === "remove-group");
  const counted = removals.filter(({ id }) => !waits.has(id));
  const managed = facts.managed ?? managedGroups(current, desiredGroups, removals);
  const going = waits.size === 0 ? operations : operations.filter(({ id }) => !waits.has(id));
  const ofGroups = { managed, groups: current.groups, operations: going };
  const single = [
    guardListing(operations, current),
    guardMemberLists(removals, desiredGroups),
    ...waiting,
    ...guardOwnAccount(operations, limits, current),
    ...guardLastMembers(operations, limits, current, facts.protectedGroups),
    ...(counted.length === 0 ? [] : guardGroups(counted, limits, ofGroups, desiredGroups)),
  ];
  const held = new Set(single.flatMap(({ ids }) => ids));
  const isOpen = ({ id }: Operation) => !held.has(id);
  const verdicts = [
    ...single.filter(({ says }) => says === undefined),
    ...(shrinking === undefined ? [] : guardShrinking(operations, limits, shrinking.past, shrinking.now)),
    ...single.filter(({ says }) => says !== undefined),
    ...guardNames(operations, limits, { ...facts, accounts: countUsable(current) }),
    ...guardKinds(held.size === 0 ? operations : operations.filter(isOpen), limits, facts.active),
    ...guardAllGroups(counted.filter(isOpen), limits, ofGroups),
  ].filter(({ ids }) => ids.length > 0);
  return verdicts.length === 0 ? { operations, tripped: [] } : withhold(operations, verdicts, facts.needs);
}

/** What waits for somebody to decide, with all that depends on it: it counts towards no limit on groups. */
function waitingOperations(
  operations: readonly PlannedOperation[],
  waiting: readonly Verdict[],
  needs: GuardFacts["needs"],
): ReadonlyMap<string, string> {
  const waits = new Map(waiting.flatMap(({ by, ids }) => ids.map((id) => [id, by] as const)));
  if (waits.size > 0) spread(operations, needs, waits);
  return waits;
}

function countUsable({ accounts }: DirectorySnapshot): number {
  return accounts.filter(({ active }) => active !== false).length;
}

/** Groups that were read for another reason say nothing about how much is removed. */
function managedGroups(
  { groups }: DirectorySnapshot,
  desired: readonly DesiredGroup[],
  removals: readonly Removal[],
): DirectorySnapshot["groups"] {
  const names = new Set(desired.map(({ name }) => foldName(name)));
  for (const { group } of removals) names.add(foldName(group.name));
  return groups.filter(({ name }) => names.has(foldName(name)));
}

/** What stands first among the verdicts is what an operation is withheld by. */
function withhold(
  operations: readonly PlannedOperation[],
  verdicts: readonly Verdict[],
  needs: GuardFacts["needs"],
): Guarded {
  const withheld = new Map<string, string>();
  for (const { by, ids } of verdicts) for (const id of ids) if (!withheld.has(id)) withheld.set(id, by);
  spread(operations, needs, withheld);
  const counts = new Map<string, number>();
  for (const by of withheld.values()) counts.set(by, (counts.get(by) ?? 0) + 1);
  return {
    operations: operations.map((operation) => {
      const withheldBy = withheld.get(operation.id);
      return withheldBy === undefined ? operation : { ...operation, status: "withheld", withheldBy };
    }),
    tripped: verdicts.flatMap(({ by, ids, says }) =>
      says === undefined ? [] : [{ by, withheld: Math.max(ids.length, counts.get(by) ?? 0), ...says }],
    ),
  };
}

/** What depends on something withheld is withheld with it, for the same reason. */
function spread(
  operations: readonly Operation[],
  needs: ReadonlyMap<string, readonly string[]>,
  withheld: Map<string, string>,
): void {
  const imports = new Map(operations.filter(isImport).map(({ id, user }) => [user.sourceId, id]));
  const disables = new Map(operations.filter(isDisable).map(({ id, user }) => [user.sourceId, id]));
  for (const operation of operations) {
    if (withheld.has(operation.id)) continue;
    const first = [...(needs.get(operation.id) ?? []), ...onlyAfter(operation)];
    if (operation.kind === "add-member") first.push(imports.get(operation.user.sourceId) ?? "");
    if (operation.kind === "hand-over") first.push(disables.get(operation.user.sourceId) ?? "");
    const [reason] = first.flatMap((id) => withheld.get(id) ?? []);
    if (reason !== undefined) withheld.set(operation.id, reason);
  }
}

function onlyAfter(operation: Operation): readonly string[] {
  return "onlyAfter" in operation ? operation.onlyAfter : [];
}

function isImport(operation: Operation): operation is ImportUser {
  return operation.kind === "import";
}

function isDisable(operation: Operation): operation is DisableUser {
  return operation.kind === "disable";
}
