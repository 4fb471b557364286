import type { LimitsConfig } from "../../config/config.ts";
import type { Operation } from "../../model/operation.ts";
import type { LimitUse } from "../../model/plan.ts";
import { guardKinds } from "./kinds.ts";
import { isRemoval, type LossFacts, lossesOf } from "./losses.ts";
import { guardRenames, isRename } from "./names.ts";
import { guardAllGroups, guardGroups } from "./removals.ts";

interface UseFacts extends LossFacts {
  /** Managed accounts that are active today. */
  readonly active: number;
}

/** What all of a plan takes of each limit, counted as the guards count, though nothing of it were withheld. */
export function limitUses(limits: LimitsConfig, { active, ...facts }: UseFacts): readonly LimitUse[] {
  const { operations } = facts;
  const removals = operations.filter(isRemoval);
  const lost = lossesOf(removals, facts).map((loss) => loss.lost);
  const verdicts = [
    ...guardKinds(operations, limits, active),
    ...guardRenames(operations, limits, active),
    ...guardGroups(removals, limits, facts, []),
    ...guardAllGroups(removals, limits, facts),
  ];
  const over = new Set(verdicts.map(({ by }) => by));
  const countOf = (kind: Operation["kind"]) => operations.filter((one) => one.kind === kind).length;
  const needed = {
    removeMembers: Math.max(0, ...lost),
    removeMembersTotal: lost.reduce((sum, count) => sum + count, 0),
    disable: countOf("disable"),
    update: countOf("update"),
    rename: operations.filter(isRename).length,
  } satisfies Partial<Record<keyof LimitsConfig, number>>;
  return Object.entries(needed).map(([limit, count]) => ({
    limit,
    needed: count,
    isOver: over.has(`limits.${limit}`),
  }));
}
