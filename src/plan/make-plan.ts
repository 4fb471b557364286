import type { MappingConfig, TargetCommonConfig } from "../config/config.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { Desired } from "../model/desired.ts";
import type { DirectorySnapshot } from "../model/directory-snapshot.ts";
import { groupRulesOf } from "../model/group-rule.ts";
import type { Failure, PlannedOperation, TargetPlan } from "../model/plan.ts";
import type { KeptGroup, Separation } from "../model/recorded.ts";
import { cutToFit } from "./cut-to-fit.ts";
import { frame, sortNotes } from "./frame.ts";
import { afterNesting } from "./groups/after-nesting.ts";
import { compareGroups } from "./groups/compare-groups.ts";
import { followGroups } from "./groups/follow-groups.ts";
import { guard } from "./guard.ts";
import { baselineOf, type Past } from "./guards/shrinking.ts";
import { inOrder } from "./in-order.ts";
import { type Matches, matchUnder } from "./match/match.ts";
import { switchOff } from "./switch-off.ts";
import { diffUsers } from "./users/diff-users.ts";
import { handOver, type Successors } from "./users/hand-over.ts";
import { settleAccess } from "./users/settle-access.ts";
import { settleClaims } from "./users/settle-claims.ts";

/** What the plan for one directory is made under. */
export interface PlanRules extends Pick<TargetCommonConfig, "name" | "operations" | "limits" | "protect"> {
  readonly type: string;
  readonly capabilities: Capabilities;
  /** People and accounts that an admin took apart. */
  readonly separations?: readonly Separation[];
  /** Absent: nothing is remembered of earlier runs, so nothing can have shrunk. */
  readonly past?: Past;
  /** Absent: whoever is disabled keeps what they lead. */
  readonly successors?: Successors;
  /** Rules for groups of the directory. */
  readonly mapping?: Pick<MappingConfig, "groups">;
  /** Groups that are kept in step. Absent: nothing is remembered, and every group is taken for ours. */
  readonly kept?: readonly KeptGroup[] | undefined;
}

/**
 * The difference between what a directory should contain and what it contains, as data.
 *
 * Depends on nothing but its arguments, and not on the order of anything in them.
 */
export function makePlan(desired: Desired, current: DirectorySnapshot, rules: PlanRules): TargetPlan {
  const empty = refuseEmptySource(desired, current);
  if (empty !== undefined) return { ...frame(current, rules), error: empty };

  const matches = matchUnder(desired, current.accounts, rules);
  const users = diffUsers(matches, rules.capabilities, rules.name);
  const wanted = allowed(users.operations, current, rules);
  const claims = settleClaims(wanted.operations, current.accounts, rules.capabilities.email);
  const ruleOf = groupRulesOf(rules.mapping?.groups ?? []);
  const followed = followGroups(desired, current, { kept: rules.kept, ruleOf });
  const difference = compareGroups(followed.groups, current, {
    target: rules.name,
    matches,
    imports: claims.operations.filter((operation) => operation.kind === "import"),
    protectedGroups: rules.protect.groups,
    capabilities: rules.capabilities,
    operations: rules.operations,
    kept: rules.kept,
    left: followed.left,
    ruleOf,
  });
  const groups = allowed(difference.operations, current, rules);
  const steps = [...claims.operations, ...afterNesting(groups.operations, difference.groups, current)];
  const access = settleAccess(steps, { rules, matches, current, ruled: difference.ruled });
  const given = handOver(access.operations, current, {
    successors: rules.successors ?? {},
    target: rules.name,
  });
  const needs = new Map([...claims.needs, ...access.needs, ...difference.needs]);
  const operations = inOrder([...access.operations, ...given.operations], needs);
  return {
    ...frame(current, rules),
    ...guard(operations, rules.limits, {
      active: countActive(matches),
      matched: matches.pairs.length + matches.leaving.length,
      current,
      desiredGroups: difference.groups,
      protectedGroups: rules.protect.groups,
      needs,
      waiting: [...difference.verdicts, ...given.verdicts],
      ...(rules.past === undefined ? {} : { shrinking: { past: rules.past, now: baselineOf(desired) } }),
    }),
    notes: sortNotes([
      ...desired.notes,
      ...matches.notes,
      ...users.notes,
      ...wanted.notes,
      ...claims.notes,
      ...followed.notes,
      ...difference.notes,
      ...groups.notes,
      ...access.notes,
      ...given.notes,
    ]),
    incomplete: incompleteReads(desired, current),
  };
}

/** What the directory can do, and the config lets it. */
function allowed(
  operations: readonly PlannedOperation[],
  current: DirectorySnapshot,
  { operations: switches }: PlanRules,
) {
  const fitting = cutToFit(operations, current);
  const wanted = switchOff(fitting.operations, switches);
  return { operations: wanted.operations, notes: [...fitting.notes, ...wanted.notes] };
}

function incompleteReads({ groups }: Desired, { incomplete }: DirectorySnapshot): string[] {
  const ofGroups = groups.flatMap((group) =>
    group.incomplete === undefined ? [] : `group "${group.name}": ${group.incomplete}`,
  );
  return [...(incomplete === undefined ? [] : [`accounts: ${incomplete}`]), ...ofGroups.sort()];
}

/** A source without anybody is an answer that went wrong, as long as accounts say that there were people. */
function refuseEmptySource({ population }: Desired, { accounts }: DirectorySnapshot): Failure | undefined {
  const managed = accounts.filter(({ link }) => link !== undefined).length;
  if (population > 0 || managed === 0) return undefined;
  return {
    code: "INCOMPLETE_READ",
    message: `The source gave no users at all, but ${managed} accounts here belong to people of it. An empty answer is taken for a read that went wrong, so nothing is changed.`,
    fix: "Look at source.users (from, groups, filter), with a file source at the file of source.path, and run `usersync check`.",
  };
}

function countActive({ pairs, leaving }: Matches): number {
  return [...pairs, ...leaving].filter(({ account }) => account.active !== false).length;
}
