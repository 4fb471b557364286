import type { Desired } from "../../model/desired.ts";
import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { Plan, PlannedOperation, TargetPlan, Tripped } from "../../model/plan.ts";
import type { KeptGroup } from "../../model/recorded.ts";
import { makePlan, type PlanRules } from "../make-plan.ts";
import { type Adoptable, adoptByHand } from "./adopt-by-hand.ts";

interface Sides {
  readonly desired: Desired;
  readonly current: DirectorySnapshot;
  readonly rules: PlanRules;
}

/**
 * What the next run would do in these groups, once they are taken over; with what the limits would then withhold.
 *
 * @param sides What was compared for the plan, by the name of the directory.
 */
export function previewAdoption(
  plan: Plan,
  chosen: readonly Adoptable[],
  sides: ReadonlyMap<string, Sides>,
): Plan {
  const targets = adoptByHand(plan, chosen).targets.flatMap((target): readonly TargetPlan[] => {
    const own = chosen.filter((one) => one.target === target.name);
    const both = sides.get(target.name);
    return both === undefined ? [] : [{ ...target, ...nextIn(own, both) }];
  });
  return { ...plan, targets };
}

function nextIn(
  own: readonly Adoptable[],
  { desired, current, rules }: Sides,
): Pick<TargetPlan, "operations" | "tripped"> {
  const adopted = own.map(({ adoption: { group, sources } }): KeptGroup => {
    return { name: group.name, sources, how: "adopted" };
  });
  // Groups wait only where it is known which are kept.
  const kept = [...(rules.kept as readonly KeptGroup[]), ...adopted];
  const next = makePlan(desired, current, { ...rules, kept });
  const names = new Set(adopted.map(({ name }) => name));
  const members = next.operations.filter((one) => "group" in one && names.has(one.group.name));
  const adoptions = own.map(({ adoption }) => {
    const { id, kind, group, sources, reason } = adoption;
    return { id, kind, group, sources, reason, status: "planned" } as const;
  });
  return { operations: [...adoptions, ...members], tripped: trippedBy(members, next.tripped) };
}

/** The limits that withhold something of these groups, and how much of them. */
function trippedBy(operations: readonly PlannedOperation[], tripped: readonly Tripped[]): readonly Tripped[] {
  return tripped.flatMap((one) => {
    const held = operations.filter((each) => each.status === "withheld" && each.withheldBy === one.by);
    return held.length === 0 ? [] : [{ ...one, withheld: held.length }];
  });
}
