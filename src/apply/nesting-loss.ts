import type { Operation } from "../model/operation.ts";
import type { Failure } from "../model/plan.ts";

/**
 * Why what rests on an operation is not done any more once that has failed: whoever is to stay in a group by
 * way of another one must not be taken out of it before.
 *
 * @returns `undefined` for operations on which nothing rests in that way.
 */
export function nestingLoss(operation: Operation): Failure | undefined {
  const what = undone(operation);
  if (what === undefined) return undefined;
  const message = `Skipped, since ${what}, and people would lose a membership that they are to keep.`;
  return { code: "SKIPPED", message };
}

function undone(operation: Operation): string | undefined {
  if (operation.kind === "add-member")
    return `${operation.user.username} could not be added to ${operation.group.name}`;
  if (operation.kind === "add-group")
    return `the group ${operation.child.name} could not be put into ${operation.group.name}`;
  if (operation.kind !== "remove-group") return undefined;
  return `the group ${operation.child.name} could not be taken out of ${operation.group.name}`;
}
