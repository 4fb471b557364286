import type { WithheldCount } from "../model/history.ts";
import type { PlannedOperation } from "../model/plan.ts";

/** How much limits and guards have withheld, in the order in which the plan first names it. */
export function withheldCounts(operations: readonly PlannedOperation[]): readonly WithheldCount[] {
  const counts = new Map<string, WithheldCount>();
  for (const operation of operations) {
    if (operation.status !== "withheld") continue;
    const { withheldBy: by, kind } = operation;
    const key = `${by} ${kind}`;
    counts.set(key, { by, kind, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}
