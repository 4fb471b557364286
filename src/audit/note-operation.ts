import type { JournalEntry, RunRecord } from "../model/history.ts";
import type { Operation } from "../model/operation.ts";
import type { Failure, Outcome } from "../model/plan.ts";
import type { OperationNoted } from "./audit-event.ts";
import { beforeAndAfter } from "./before-and-after.ts";

export type Redact = (text: string) => string;

/** The run that a line is about. */
export type Self = Pick<RunRecord, "who" | "host"> & { readonly id?: number | undefined };

/** What every line says of its run. */
export function onLine({ id, who, host }: Self) {
  return { ...(id !== undefined && { run: id }), who, host };
}

interface Noted extends Pick<JournalEntry, "target" | "directory" | "operation" | "made"> {
  readonly status: JournalEntry["status"] | Outcome["status"];
  readonly error?: Failure;
}

/**
 * The line of one operation.
 *
 * @param redact Takes secrets out of what servers said.
 */
export function noteOperation(entry: Noted, self: Self, redact: Redact): OperationNoted {
  const { operation, error } = entry;
  return {
    event: "operation",
    ...onLine(self),
    target: entry.target,
    directory: entry.directory,
    ...subjectOf(operation),
    ...beforeAndAfter(operation),
    status: entry.status,
    ...(error !== undefined && { error: redactedFailure(error, redact) }),
    ...(entry.made !== undefined && { made: entry.made }),
  };
}

/** Field by field: an operation of a plan may carry more than the nouns say. */
function subjectOf(operation: Operation) {
  return {
    id: operation.id,
    kind: operation.kind,
    ...("user" in operation && { user: operation.user }),
    ...("group" in operation && { group: operation.group }),
    ...("child" in operation && { child: operation.child }),
    ...("lead" in operation && { lead: operation.lead }),
    reason: operation.reason,
    ...("matchedBy" in operation && { matchedBy: operation.matchedBy }),
  };
}

export function redactedFailure({ code, message, fix }: Failure, redact: Redact): Failure {
  return { code, message: redact(message), ...(fix !== undefined && { fix: redact(fix) }) };
}
