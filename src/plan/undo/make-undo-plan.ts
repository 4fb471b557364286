import type { Note } from "../../model/desired.ts";
import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { JournalEntry } from "../../model/history.ts";
import type { TargetId } from "../../model/ids.ts";
import type { PlannedOperation, TargetPlan } from "../../model/plan.ts";
import { matcherOf } from "../../model/wildcard.ts";
import { frame, sortNotes } from "../frame.ts";
import { afterNesting } from "../groups/after-nesting.ts";
import { groupsAfter } from "../groups/groups-after.ts";
import { guard } from "../guard.ts";
import { limitUses } from "../guards/limit-uses.ts";
import { inOrder } from "../in-order.ts";
import { groupsIn } from "../look-again/touched.ts";
import type { PlanRules } from "../make-plan.ts";
import { settleClaims } from "../users/settle-claims.ts";
import { keptLeads } from "./hand-back.ts";
import { invert } from "./invert.ts";
import { leaveToDisabling } from "./leave-to-disabling.ts";

export type UndoRules = Pick<
  PlanRules,
  "name" | "type" | "capabilities" | "limits" | "protect" | "successors" | "kept"
>;

/**
 * The plan that takes back what a run did in one directory. The limits and what is protected hold as in
 * any run; which operations are switched off does not, since an admin asked for this one.
 *
 * @param entries All that the run wrote down for this directory.
 * @param snapshot With what the state remembers of links, and with the groups of the entries.
 */
export function makeUndoPlan(
  entries: readonly JournalEntry[],
  snapshot: DirectorySnapshot,
  rules: UndoRules,
): TargetPlan {
  const options = { target: rules.name, successors: rules.successors ?? {}, kept: rules.kept };
  const inverted = invert(entries, snapshot, options);
  const allowed = unprotected(inverted.operations, rules);
  const claims = settleClaims(allowed.operations, snapshot.accounts, rules.capabilities.email);
  const left = leaveToDisabling(claims.operations);
  const operations = left.some((one) => "child" in one)
    ? afterNesting(left, groupsAfter(left, snapshot), snapshot)
    : left;
  const needs = withLastLinks(operations, claims.needs);
  const active = snapshot.accounts.filter(({ link, active }) => link !== undefined && active !== false);
  const managed = managedGroups(snapshot, rules);
  const { groups } = snapshot;
  return {
    ...frame(snapshot, rules),
    uses: limitUses(rules.limits, { active: active.length, managed, groups, operations }),
    ...guard(inOrder(operations, needs), rules.limits, {
      active: active.length,
      matched: active.length,
      current: snapshot,
      desiredGroups: [],
      managed,
      protectedGroups: rules.protect.groups,
      needs,
    }),
    notes: sortNotes([
      ...inverted.notes,
      ...allowed.notes,
      ...claims.notes,
      ...keptLeads(operations, snapshot),
    ]),
  };
}

/** All groups that were read, so that what an undo lets go counts too; not those that were read to protect them. */
function managedGroups({ groups }: DirectorySnapshot, { protect }: UndoRules): DirectorySnapshot["groups"] {
  const isProtected = matcherOf(protect.groups);
  return groups.filter(({ name }) => !isProtected(name));
}

function unprotected(operations: readonly PlannedOperation[], { protect }: UndoRules) {
  const isUser = matcherOf(protect.users);
  const isGroup = matcherOf(protect.groups);
  const notes: Note[] = [];
  const kept = operations.filter((operation) => {
    const username =
      "user" in operation && isUser(operation.user.username) ? operation.user.username : undefined;
    const group = groupsIn([operation]).find(({ name }) => isGroup(name))?.name;
    if (username !== undefined) notes.push({ kind: "protected", subject: username, reason: "protect.users" });
    else if (group !== undefined) notes.push({ kind: "protected", subject: group, reason: "protect.groups" });
    return username === undefined && group === undefined;
  });
  return { operations: kept, notes };
}

/** An account is let go only after everything else has come back: later it could not be touched any more. */
function withLastLinks(
  operations: readonly PlannedOperation[],
  needs: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const lets = operations
    .filter((operation) => operation.kind === "link")
    .filter(({ changes }) => changes.some(({ to }) => to === ""));
  if (lets.length === 0) return needs;
  const others = new Map<TargetId, string[]>();
  for (const operation of operations) {
    if (!("user" in operation) || operation.kind === "link") continue;
    const account = operation.user.targetId as TargetId;
    others.set(account, [...(others.get(account) ?? []), operation.id]);
  }
  return new Map([...needs, ...lets.map(({ id, user }) => [id, others.get(user.targetId) ?? []] as const)]);
}
