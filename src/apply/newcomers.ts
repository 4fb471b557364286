import type { SourceId } from "../model/ids.ts";
import type { PlannedOperation, TargetPlan } from "../model/plan.ts";
import type { Newcomers, NewRun, RunTarget } from "../state/state.ts";

export interface NewcomerFacts {
  readonly kind: NewRun["kind"];
  readonly record: Pick<RunTarget, "directory" | "fresh">;
}

/**
 * Who still waits for default groups after a run, and who need not be looked after any more. A saved plan
 * does not tell what was left out of it, so whoever it imports is for the next run to look after.
 */
export function newcomersAfter(
  { operations, error }: TargetPlan,
  { kind, record: { directory, fresh = [] } }: NewcomerFacts,
): Newcomers {
  const imported = peopleIn(operations.filter((one) => one.kind === "import" && one.status === "done"));
  if (kind !== "run") return { directory, waiting: [...imported], settled: [] };
  const open = peopleIn(
    operations.filter(
      (one) => one.kind === "add-member" && one.reason === "default-group" && one.status !== "done",
    ),
  );
  return {
    directory,
    // Whose import failed may have been linked instead, to what it made.
    waiting: [...new Set([...imported, ...fresh])].filter((person) => open.has(person)),
    settled: error === undefined ? fresh.filter((person) => !open.has(person)) : [],
  };
}

function peopleIn(operations: readonly PlannedOperation[]): ReadonlySet<SourceId> {
  return new Set(operations.flatMap((one) => ("user" in one ? [one.user.sourceId] : [])));
}
