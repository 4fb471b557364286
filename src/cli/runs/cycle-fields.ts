import type { Log, LogFields } from "../../model/log.ts";
import { isOwnWork, type PlannedOperation } from "../../model/plan.ts";
import { EXIT } from "../exit-code.ts";
import { errorDocument } from "../print/report-error.ts";
import type { RunResult } from "./run-once.ts";

type EndFields = LogFields & { readonly exitCode: number };

/** What a monitor counts after a cycle, and why a directory was left out. */
export function endFields({ exitCode, plan }: RunResult): EndFields {
  const operations = plan.targets.flatMap((target) => target.operations);
  const [left] = plan.targets.filter(({ error }) => error !== undefined);
  return {
    exitCode,
    imported: countDone(operations, "import"),
    disabled: countDone(operations, "disable"),
    withheld: countOf(operations, "withheld"),
    failed: countOf(operations, "failed"),
    skipped: countOf(operations, "skipped"),
    ...(left?.error !== undefined && {
      target: left.name,
      code: left.error.code,
      what: left.error.message,
      fix: left.error.fix,
    }),
  };
}

/** An error in the columns of a log line. */
export function errorFields(error: unknown): LogFields {
  const { code, message: what, why, fix } = errorDocument(error).error;
  return { code, what, why, fix };
}

/** An error where the cycle came to nothing, a warning where something is left to look at. */
export function logEnd(log: Log, fields: EndFields): void {
  if (fields.exitCode === EXIT.error) log.error("Run ended.", fields);
  else if (fields.exitCode >= EXIT.partial) log.warn("Run ended.", fields);
  else log.info("Run ended.", fields);
}

function countOf(operations: readonly PlannedOperation[], status: PlannedOperation["status"]): number {
  return operations.filter((operation) => operation.status === status).length;
}

function countDone(operations: readonly PlannedOperation[], kind: PlannedOperation["kind"]): number {
  return operations.filter((operation) => operation.kind === kind && isOwnWork(operation)).length;
}
