import type { SourceId } from "../../src/model/ids.ts";
import type { PlannedOperation, TargetPlan } from "../../src/model/plan.ts";

/**
 * Tells the operations on people whose disable a plan withheld since nobody could take over what they lead.
 * When the same plan makes, enables or renames whoever takes over, the next one disables them.
 */
export function waitingForSuccessor({ operations }: TargetPlan): (operation: PlannedOperation) => boolean {
  const people = new Set<SourceId>();
  for (const one of operations) {
    const isWaiting = one.status === "withheld" && one.withheldBy.startsWith("onDisable.");
    if (isWaiting && "user" in one) people.add(one.user.sourceId);
  }
  return (operation) => "user" in operation && people.has(operation.user.sourceId);
}
