import { foldName } from "../../model/names.ts";
import type { AdoptGroup } from "../../model/operation.ts";
import type { Plan, PlannedOperation, TargetPlan } from "../../model/plan.ts";

/** A group that can be taken over, and what the next run would then do in it. */
export interface Adoptable {
  readonly target: string;
  readonly adoption: AdoptGroup;
  readonly members: readonly PlannedOperation[];
}

/** The groups of a preview that wait until somebody takes them over, by target and name. */
export function adoptableIn({ targets }: Plan): readonly Adoptable[] {
  return targets.flatMap(({ name: target, operations }) => {
    const members = new Map<string, PlannedOperation[]>();
    for (const operation of operations) {
      if (operation.kind !== "add-member" && operation.kind !== "remove-member") continue;
      const list = members.get(operation.group.name);
      if (list === undefined) members.set(operation.group.name, [operation]);
      else list.push(operation);
    }
    return operations
      .filter((operation) => operation.kind === "adopt-group")
      .map((adoption) => ({ target, adoption, members: members.get(adoption.group.name) ?? [] }));
  });
}

/** Whether a group is called so; case does not count. */
export function isCalled({ adoption }: Adoptable, name: string): boolean {
  return foldName(adoption.group.name) === foldName(name);
}

/** What the next run would do in these groups, once they are taken over. */
export function afterAdoption(plan: Plan, chosen: readonly Adoptable[]): Plan {
  return planWith(plan, chosen, ({ adoption, members }) => [adoption, ...members]);
}

/** Takes these groups over and does nothing else: their members come with the next run. */
export function adoptByHand(plan: Plan, chosen: readonly Adoptable[]): Plan {
  return planWith(plan, chosen, ({ adoption }) => [{ ...adoption, reason: "by-hand" }]);
}

function planWith(
  plan: Plan,
  chosen: readonly Adoptable[],
  operationsOf: (one: Adoptable) => readonly (AdoptGroup | PlannedOperation)[],
): Plan {
  const targets = plan.targets.flatMap((target): readonly TargetPlan[] => {
    const own = chosen.filter((one) => one.target === target.name);
    if (own.length === 0) return [];
    const operations = own.flatMap(operationsOf).map(planned);
    return [{ ...target, operations, notes: [], tripped: [] }];
  });
  return { ...plan, targets };
}

function planned(operation: AdoptGroup | PlannedOperation): PlannedOperation {
  const { withheldBy: _, ...step } = operation as PlannedOperation & { readonly withheldBy?: string };
  return { ...step, status: "planned" } as PlannedOperation;
}
