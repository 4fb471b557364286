import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { Operation } from "../../model/operation.ts";
import type { Plan } from "../../model/plan.ts";
import { frame } from "../frame.ts";

export interface PlanOfOne {
  readonly name: string;
  readonly type: string;
  readonly current: DirectorySnapshot;
  readonly createdAt: Date;
}

/** The plan for one directory that an admin's command asks for. `undefined`: there is nothing to do. */
export function planOfOne(
  operation: Operation | undefined,
  { createdAt, current, ...target }: PlanOfOne,
): Plan {
  const operations = operation === undefined ? [] : [{ ...operation, status: "planned" } as const];
  return { createdAt, complete: true, targets: [{ ...frame(current, target), operations }] };
}
