import type { Failure, Outcome } from "../../model/plan.ts";
import type { Journal, RunLog, State } from "../../state/state.ts";

type Redact = (text: string) => string;

/** A state into which no secret comes with what a server said, as none comes into a report. */
export function redactedState(state: State, redact: Redact): State {
  return {
    ...state,
    async begin(run) {
      const targets = run.targets.map((target) => withoutSecrets(target, redact));
      return redactedLog(await state.begin({ ...run, targets }), redact);
    },
  };
}

function redactedLog(log: RunLog, redact: Redact): RunLog {
  return {
    ...log,
    journal(directory): Journal {
      const journal = log.journal(directory);
      return {
        ...journal,
        record: (operation, outcome, made) =>
          journal.record(operation, withoutSecrets<Outcome>(outcome, redact), made),
      };
    },
    end({ stopped = [], ...end }) {
      return log.end({ ...end, stopped: stopped.map((one) => withoutSecrets(one, redact)) });
    },
  };
}

function withoutSecrets<Told extends object>(
  told: Told & { readonly error?: Failure },
  redact: Redact,
): Told {
  const { error } = told;
  if (error === undefined) return told;
  const { code, message, fix } = error;
  const redacted = { code, message: redact(message), ...(fix !== undefined && { fix: redact(fix) }) };
  return { ...told, error: redacted };
}
