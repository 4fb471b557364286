import type { DirectoryGroup } from "../../model/directory-snapshot.ts";
import { foldName } from "../../model/names.ts";
import type { Plan, TargetPlan } from "../../model/plan.ts";
import type { KeptGroup } from "../../model/recorded.ts";
import { releaseOf } from "./leave-groups.ts";

/** A group that is kept in step, and can be let go. */
export interface Releasable {
  readonly target: string;
  readonly kept: KeptGroup;
  readonly found: DirectoryGroup;
}

/** What is kept in a directory, and what is there. */
interface Side {
  readonly rules: { readonly kept?: readonly KeptGroup[] | undefined };
  readonly current: { readonly groups: readonly DirectoryGroup[] };
}

/** The groups that are kept and are there, by target and name. */
export function releasableIn(sides: ReadonlyMap<string, Side>): readonly Releasable[] {
  return [...sides].flatMap(([target, { rules, current }]) => {
    const found = new Map(current.groups.map((group) => [foldName(group.name), group]));
    return (rules.kept ?? []).flatMap((kept): readonly Releasable[] => {
      const group = found.get(foldName(kept.name));
      return group === undefined ? [] : [{ target, kept, found: group }];
    });
  });
}

/** Lets these groups go, and does nothing else. */
export function releaseByHand(plan: Plan, chosen: readonly Releasable[]): Plan {
  const targets = plan.targets.flatMap((target): readonly TargetPlan[] => {
    const own = chosen.filter((one) => one.target === target.name);
    if (own.length === 0) return [];
    const operations = own.map(
      (one) => ({ ...releaseOf({ ...one, reason: "by-hand" }, target.name), status: "planned" }) as const,
    );
    return [{ ...target, operations, notes: [], tripped: [] }];
  });
  return { ...plan, targets };
}
