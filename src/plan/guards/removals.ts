import type { LimitsConfig } from "../../config/config.ts";
import type { DesiredGroup } from "../../model/desired.ts";
import type { DirectoryGroup } from "../../model/directory-snapshot.ts";
import { foldName } from "../../model/names.ts";
import type { RemoveMember } from "../../model/operation.ts";
import { allowance, allowed, limitText, type Verdict } from "./limit.ts";

/** Below this size a share says nothing: one of three is a third, and people do leave teams. */
const SMALL_GROUP = 5;

/** What one group would lose. */
interface Loss {
  readonly name: string;
  /** Members today. */
  readonly size: number;
  readonly removals: readonly RemoveMember[];
}

/** Keeps back removals group by group: what rests on half a list, what is too much, what empties a group. */
export function guardGroups(
  removals: readonly RemoveMember[],
  limits: LimitsConfig,
  groups: readonly DirectoryGroup[],
  desired: readonly DesiredGroup[],
): readonly Verdict[] {
  const unproven = new Set(
    desired.filter(({ incomplete }) => incomplete !== undefined).map(({ name }) => foldName(name)),
  );
  const losses = lossesOf(removals, groups);
  const proven = losses.filter(({ name }) => !unproven.has(foldName(name)));
  return [
    { by: "incomplete-read", ids: idsOf(losses.filter(({ name }) => unproven.has(foldName(name)))) },
    ...emptied(proven, limits),
    ...overdone(proven, limits),
  ];
}

/** Many small removals together. `groups` are those that are managed. */
export function guardAllGroups(
  removals: readonly RemoveMember[],
  { removeMembersTotal: limit }: LimitsConfig,
  groups: readonly DirectoryGroup[],
): readonly Verdict[] {
  if (limit === "none" || removals.length === 0) return [];
  const total = groups.reduce((sum, group) => sum + sizeOf(group), 0);
  if (removals.length <= allowed(limit, total)) return [];
  const message =
    `${removals.length} of ${total} memberships in all groups would be removed; ` +
    `${allowance("removeMembersTotal", limit, total)}.`;
  const says = { message, allow: `removeMembersTotal=${removals.length}`, details: [] };
  return [{ by: "limits.removeMembersTotal", ids: removals.map(({ id }) => id), says }];
}

function emptied(losses: readonly Loss[], { emptyGroup }: LimitsConfig): Verdict[] {
  const empty = losses.filter(({ size, removals }) => size >= SMALL_GROUP && removals.length >= size);
  if (emptyGroup === "allow" || empty.length === 0) return [];
  const message = `${countGroups(empty)} of ${SMALL_GROUP} or more would lose every member; limits.emptyGroup is refuse.`;
  const details = empty.map(({ name, size }) => `${name}: all ${size} members`).sort();
  return [{ by: "limits.emptyGroup", ids: idsOf(empty), says: { message, allow: "emptyGroup", details } }];
}

function overdone(losses: readonly Loss[], { removeMembers: limit }: LimitsConfig): Verdict[] {
  if (limit === "none") return [];
  const isExempt = ({ size }: Loss) => size < SMALL_GROUP && "share" in limit && limit.share > 0;
  const mostOf = (loss: Loss) => (isExempt(loss) ? countOf(limit) : allowed(limit, loss.size));
  const over = losses.filter((loss) => loss.removals.length > mostOf(loss));
  if (over.length === 0) return [];
  const message = `${countGroups(over)} would lose more members than limits.removeMembers allows (${limitText(limit)}).`;
  const details = over.map(
    (loss) =>
      `${loss.name}: ${loss.removals.length} of ${loss.size} members, where ${mostOf(loss)} may be removed`,
  );
  const allow = `removeMembers=${Math.max(...over.map(({ removals }) => removals.length))}`;
  return [
    { by: "limits.removeMembers", ids: idsOf(over), says: { message, allow, details: details.sort() } },
  ];
}

/** In a small group a number counts all the same. */
function countOf(limit: Exclude<LimitsConfig["removeMembers"], "none">): number {
  return "count" in limit ? limit.count : Number.POSITIVE_INFINITY;
}

function lossesOf(removals: readonly RemoveMember[], groups: readonly DirectoryGroup[]): readonly Loss[] {
  const byName = new Map<string, RemoveMember[]>();
  for (const removal of removals) {
    const key = foldName(removal.group.name);
    const ofGroup = byName.get(key);
    if (ofGroup === undefined) byName.set(key, [removal]);
    else ofGroup.push(removal);
  }
  return groups.flatMap((group) => {
    const ofGroup = byName.get(foldName(group.name));
    return ofGroup === undefined ? [] : [{ name: group.name, size: sizeOf(group), removals: ofGroup }];
  });
}

function sizeOf({ members }: DirectoryGroup): number {
  return new Set(members).size;
}

function idsOf(losses: readonly Loss[]): string[] {
  return losses.flatMap(({ removals }) => removals.map(({ id }) => id));
}

function countGroups({ length }: readonly Loss[]): string {
  return length === 1 ? "1 group" : `${length} groups`;
}
