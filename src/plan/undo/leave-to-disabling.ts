import { foldName } from "../../model/names.ts";
import type { PlannedOperation } from "../../model/plan.ts";

/**
 * Leaves out removals from groups that a disabling takes an account out of as well. Besides being done twice,
 * they would go ahead when the disabling is withheld.
 */
export function leaveToDisabling(operations: readonly PlannedOperation[]): readonly PlannedOperation[] {
  const taken = new Set(
    operations.flatMap((one) =>
      one.kind === "disable"
        ? (one.access?.groups ?? []).map((group) => membershipKey(one.user.targetId, group))
        : [],
    ),
  );
  if (taken.size === 0) return operations;
  return operations.filter(
    (one) => one.kind !== "remove-member" || !taken.has(membershipKey(one.user.targetId, one.group.name)),
  );
}

function membershipKey(account: string, group: string): string {
  return `${account} ${foldName(group)}`;
}
