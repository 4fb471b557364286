import type { Plan, PlannedOperation, TargetPlan } from "../model/plan.ts";
import type { ParsedOperation } from "./operation-schema.ts";
import type { ParsedPlan } from "./plan-schema.ts";

/** The plan that a document was made from. */
export function toPlan({ createdAt, complete, targets }: ParsedPlan): Plan {
  return { createdAt: new Date(createdAt), complete, targets: targets.map(toTargetPlan) };
}

function toTargetPlan(target: ParsedPlan["targets"][number]): TargetPlan {
  const { name, type, read, operations, notes, tripped = [], incomplete = [], error } = target;
  return {
    name,
    type,
    read,
    operations: operations.map(toOperation),
    notes,
    tripped: tripped.map((one) => ({ ...one, details: one.details ?? [] })),
    incomplete,
    ...(error === undefined ? {} : { error }),
  };
}

/** In a document every operation has changes, in the model only those that change attributes. */
function toOperation(document: ParsedOperation): PlannedOperation {
  switch (document.kind) {
    case "import":
    case "link":
    case "update":
      return document;
    case "enable":
    case "disable":
    case "create-group":
    case "adopt-group":
    case "release-group":
    case "add-member":
    case "add-group":
    case "remove-member":
    case "remove-group":
    case "hand-over": {
      const { changes: _none, ...operation } = document;
      return operation;
    }
  }
}
