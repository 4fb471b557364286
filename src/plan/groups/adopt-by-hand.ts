import { foldName } from "../../model/names.ts";
import type { AdoptGroup } from "../../model/operation.ts";
import type { Plan, TargetPlan } from "../../model/plan.ts";

/** A group that can be taken over. */
export interface Adoptable {
  readonly target: string;
  readonly adoption: AdoptGroup;
}

/** The groups of a preview that wait until somebody takes them over, by target and name. */
export function adoptableIn({ targets }: Plan): readonly Adoptable[] {
  return targets.flatMap(({ name: target, operations }) =>
    operations
      .filter((operation) => operation.kind === "adopt-group")
      .map((adoption) => ({ target, adoption })),
  );
}

/** Whether a group is called so; case does not count. */
export function isCalled({ adoption }: Adoptable, name: string): boolean {
  return foldName(adoption.group.name) === foldName(name);
}

/** Takes these groups over and does nothing else: their members come with the next run. */
export function adoptByHand(plan: Plan, chosen: readonly Adoptable[]): Plan {
  const targets = plan.targets.flatMap((target): readonly TargetPlan[] => {
    const own = chosen.filter((one) => one.target === target.name);
    if (own.length === 0) return [];
    const operations = own.map(
      ({ adoption: { id, kind, group, sources } }) =>
        ({ id, kind, group, sources, reason: "by-hand", status: "planned" }) as const,
    );
    return [{ ...target, operations, notes: [], tripped: [] }];
  });
  return { ...plan, targets };
}
