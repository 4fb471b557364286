import type { Journal, NewRun, RunLog, State } from "../state/state.ts";
import type { AuditEvent } from "./audit-event.ts";
import { noteOperation, onLine, type Redact, type Self } from "./note-operation.ts";
import type { Audit } from "./open-audit.ts";
import { runEnded, runStarted } from "./run-events.ts";

export interface AuditedParts {
  readonly audit: Audit;
  /** Takes secrets out of what servers said. */
  readonly redact: Redact;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * A state whose runs also stand in the audit file: their beginning before anything is sent, every operation
 * once it is known what became of it, in the portions of the journal, and their end.
 *
 * A file that cannot be written stops a run as a journal does that cannot be written: nothing new is begun.
 * What a run that died did not write is written by the next one, when it has found out.
 */
export function auditedState(state: State, parts: AuditedParts): State {
  return {
    ...state,
    async begin(run) {
      const log = await state.begin(run);
      const audited = auditedRun(log, run, parts);
      try {
        const found = await foundOut(state, log.id, run, parts.redact);
        const dead = await interruptedRuns(state, log, run);
        await parts.audit.append([audited.started, ...found, ...dead]);
      } catch (error) {
        await log.end({ endedAt: new Date(parts.now()), exitCode: FAILED });
        throw error;
      }
      return audited.log;
    },
  };
}

/** The exit code of a run that did nothing. */
const FAILED = 1;

/** What this run has found out of operations whose own run died. */
async function foundOut(
  state: State,
  foundBy: number | undefined,
  { targets }: NewRun,
  redact: Redact,
): Promise<readonly AuditEvent[]> {
  const settled = targets.flatMap((target) => target.settled);
  const events: AuditEvent[] = [];
  for (const id of new Set(settled.map(({ run }) => run))) {
    const places = new Set(settled.flatMap(({ run, seq }) => (run === id ? [seq] : [])));
    const run = await state.run(id);
    const entries = await state.entries({ run: id });
    for (const entry of entries.filter(({ seq }) => places.has(seq))) {
      events.push({
        ...noteOperation(entry, { id, who: run?.who ?? "", host: run?.host ?? "" }, redact),
        ...(foundBy !== undefined && { foundBy }),
      });
    }
  }
  return events;
}

/** In place of the ends that runs which died could not write. */
async function interruptedRuns(
  state: State,
  { id: foundBy, interrupted = [] }: RunLog,
  { targets }: NewRun,
): Promise<readonly AuditEvent[]> {
  const settled = targets.flatMap((target) => target.settled);
  const events: AuditEvent[] = [];
  for (const id of interrupted) {
    const run = await state.run(id);
    const own = settled.filter((entry) => entry.run === id);
    events.push({
      event: "run-interrupted",
      ...onLine({ id, who: run?.who ?? "", host: run?.host ?? "" }),
      open: own.length,
      done: own.filter(({ found }) => found === "done").length,
      ...(foundBy !== undefined && { foundBy }),
    });
  }
  return events;
}

function auditedRun(log: RunLog, run: NewRun, { audit, redact }: AuditedParts) {
  const self: Self = { id: log.id, who: run.who, host: run.host };
  const waiting: AuditEvent[] = [];
  let operations = 0;
  let done = 0;

  const write = () => audit.append(waiting.splice(0));

  function journal(directory: string): Journal {
    const own = log.journal(directory);
    const target = run.targets.find((one) => one.directory === directory)?.name ?? directory;
    return {
      async intend(next) {
        await write();
        await own.intend(next);
      },
      record(operation, outcome, made) {
        own.record(operation, outcome, made);
        operations += 1;
        if (outcome.status === "done") done += 1;
        waiting.push(
          noteOperation(
            { target, directory, operation, ...outcome, ...(made !== undefined && { made }) },
            self,
            redact,
          ),
        );
      },
      async flush() {
        await write().finally(() => own.flush());
      },
    };
  }

  const audited: RunLog = {
    ...log,
    journal,
    async end(result) {
      waiting.push(runEnded(run, result, { self, redact, operations, done }));
      await write().finally(() => log.end(result));
    },
  };
  return { started: runStarted(run, self, redact), log: audited };
}
