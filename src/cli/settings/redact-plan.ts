import type { Failure, Plan, PlannedOperation, TargetPlan } from "../../model/plan.ts";
import type { Redactor } from "./redactor.ts";

/**
 * Takes secrets out of what servers said, before a report escapes it in its own way and hides the
 * secret from the redactor of the stream. The rest of a plan is names, which no secret is made into.
 */
export function redactPlan(plan: Plan, { redact }: Redactor): Plan {
  return { ...plan, targets: plan.targets.map((target) => redactTarget(target, redact)) };
}

type Redact = Redactor["redact"];

function redactTarget(target: TargetPlan, redact: Redact): TargetPlan {
  return {
    ...target,
    operations: redactOperations(target.operations, redact),
    incomplete: target.incomplete.map(redact),
    ...(target.error !== undefined && { error: redactFailure(target.error, redact) }),
  };
}

function redactOperations(
  operations: readonly PlannedOperation[],
  redact: Redact,
): readonly PlannedOperation[] {
  if (!operations.some((operation) => "error" in operation)) return operations;
  return operations.map((operation) =>
    "error" in operation ? { ...operation, error: redactFailure(operation.error, redact) } : operation,
  );
}

function redactFailure({ code, message, fix }: Failure, redact: Redact): Failure {
  return { code, message: redact(message), ...(fix !== undefined && { fix: redact(fix) }) };
}
