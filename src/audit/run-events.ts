import type { Failure } from "../model/plan.ts";
import type { NewRun, RunEnd } from "../state/state.ts";
import type { LeftOut, RunEnded, RunStarted } from "./audit-event.ts";
import { onLine, type Redact, redactedFailure, type Self } from "./note-operation.ts";

/** The line that a run begins with, before anything is sent. */
export function runStarted(run: NewRun, self: Self, redact: Redact): RunStarted {
  const { kind, trigger, version, configDigest: config, targets, undoes, circumstances } = run;
  return {
    event: "run-started",
    ...onLine(self),
    kind,
    trigger,
    version,
    config,
    targets: targets.map(({ name, type, directory, error }) => ({
      name,
      type,
      directory,
      ...(error !== undefined && { error: redactedFailure(error, redact) }),
    })),
    ...(undoes !== undefined && { undoes }),
    ...(circumstances !== undefined && { circumstances }),
  };
}

/** What was counted while a run was under way. */
interface Counts {
  readonly operations: number;
  readonly done: number;
}

/** The line that a run ends with: with what it did not do, which has no lines of its own. */
export function runEnded(
  { targets }: NewRun,
  { exitCode, stopped = [] }: RunEnd,
  { self, redact, ...counts }: Counts & { readonly self: Self; readonly redact: Redact },
): RunEnded {
  const gaveUp = new Map(stopped.map(({ directory, error }) => [directory, error]));
  const withheld = targets.flatMap(({ name: target, withheld: own = [] }) =>
    own.map(({ by, kind, count }) => ({ target, by, kind, count })),
  );
  const leftOut = targets.flatMap(({ name, directory, error = gaveUp.get(directory) }) =>
    error === undefined ? [] : [leftOutAs(name, error, redact)],
  );
  return {
    event: "run-ended",
    ...onLine(self),
    exitCode,
    ...counts,
    ...(withheld.length > 0 && { withheld }),
    ...(leftOut.length > 0 && { leftOut }),
  };
}

function leftOutAs(target: string, error: Failure, redact: Redact): LeftOut {
  return { target, error: redactedFailure(error, redact) };
}
