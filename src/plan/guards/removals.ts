import type { LimitsConfig } from "../../config/config.ts";
import type { DesiredGroup } from "../../model/desired.ts";
import { foldName } from "../../model/names.ts";
import { allowance, allowed, limitText, type Verdict } from "./limit.ts";
import { directSize, type Loss, type LossFacts, lossesOf, type Removal } from "./losses.ts";

/** Below this size a share says nothing: one of three is a third, and people do leave teams. */
const SMALL_GROUP = 5;

/** Keeps back what rests on half a list of members. */
export function guardMemberLists(removals: readonly Removal[], desired: readonly DesiredGroup[]): Verdict {
  const unproven = unprovenIn(desired);
  const ids = removals.filter(({ group }) => unproven.has(foldName(group.name))).map(({ id }) => id);
  return { by: "incomplete-read", ids };
}

/** Keeps back removals group by group: what is too much, what empties a group. */
export function guardGroups(
  removals: readonly Removal[],
  limits: LimitsConfig,
  facts: LossFacts,
  desired: readonly DesiredGroup[],
): readonly Verdict[] {
  const unproven = unprovenIn(desired);
  const proven = lossesOf(removals, facts).filter(({ name }) => !unproven.has(foldName(name)));
  return [...emptied(proven, limits), ...overdone(proven, limits)];
}

/** Names, folded. */
function unprovenIn(desired: readonly DesiredGroup[]): ReadonlySet<string> {
  return new Set(
    desired.filter(({ incomplete }) => incomplete !== undefined).map(({ name }) => foldName(name)),
  );
}

/** Many small removals together. */
export function guardAllGroups(
  removals: readonly Removal[],
  { removeMembersTotal: limit }: LimitsConfig,
  facts: LossFacts,
): readonly Verdict[] {
  if (limit === "none" || removals.length === 0) return [];
  const total = facts.managed.reduce((sum, group) => sum + directSize(group), 0);
  const lost = lossesOf(removals, facts).reduce((sum, loss) => sum + loss.lost, 0);
  if (lost <= allowed(limit, total)) return [];
  const message =
    `${lost} of ${total} memberships in all managed groups would be removed; ` +
    `${allowance("removeMembersTotal", limit, total)}.`;
  const says = { message, allow: `removeMembersTotal=${lost}`, details: [] };
  return [{ by: "limits.removeMembersTotal", ids: removals.map(({ id }) => id), says }];
}

function emptied(losses: readonly Loss[], { emptyGroup }: LimitsConfig): Verdict[] {
  const empty = losses.filter(({ size, lost }) => size >= SMALL_GROUP && lost >= size);
  if (emptyGroup === "allow" || empty.length === 0) return [];
  const message = `${countGroups(empty)} of ${SMALL_GROUP} or more would lose every member; limits.emptyGroup is refuse.`;
  const details = empty.map(({ name, size }) => `${name}: all ${size} members`).sort();
  return [{ by: "limits.emptyGroup", ids: idsOf(empty), says: { message, allow: "emptyGroup", details } }];
}

function overdone(losses: readonly Loss[], { removeMembers: limit }: LimitsConfig): Verdict[] {
  if (limit === "none") return [];
  const isExempt = ({ size }: Loss) => size < SMALL_GROUP && "share" in limit && limit.share > 0;
  const mostOf = (loss: Loss) => (isExempt(loss) ? countOf(limit) : allowed(limit, loss.size));
  const over = losses.filter((loss) => loss.lost > mostOf(loss));
  if (over.length === 0) return [];
  const message = `${countGroups(over)} would lose more members than limits.removeMembers allows (${limitText(limit)}).`;
  const details = over.map(
    (loss) => `${loss.name}: ${loss.lost} of ${loss.size} members, where ${mostOf(loss)} may be removed`,
  );
  const allow = `removeMembers=${Math.max(...over.map(({ lost }) => lost))}`;
  return [
    { by: "limits.removeMembers", ids: idsOf(over), says: { message, allow, details: details.sort() } },
  ];
}

/** In a small group a number counts all the same. */
function countOf(limit: Exclude<LimitsConfig["removeMembers"], "none">): number {
  return "count" in limit ? limit.count : Number.POSITIVE_INFINITY;
}

function idsOf(losses: readonly Loss[]): string[] {
  return losses.flatMap(({ removals }) => removals.map(({ id }) => id));
}

function countGroups({ length }: readonly Loss[]): string {
  return length === 1 ? "1 group" : `${length} groups`;
}
