import { UsersyncError } from "../../../errors.ts";
import type { Clock } from "../../../model/clock.ts";

/** When a read has to be over. */
export interface Deadline {
  /** Milliseconds until then, 0 or less when it has passed. Infinity: never. */
  left(): number;
  /**
   * Whether there is time for a wait of so many milliseconds.
   *
   * @param reason Why somebody wants to wait, to be read after "The last request met".
   * @throws UsersyncError `TIME_LIMIT` when it would last until the deadline or longer: the rest of the
   *   read could not follow, so it need not be waited for.
   */
  admit(wait: number, reason?: string): void;
  /** The error for a read that was under way when the time was up. */
  passed(): UsersyncError;
}

/** @param limit Milliseconds from now. */
export function createDeadline(limit: number, clock: Clock): Deadline {
  const end = clock.now() + limit;
  const left = () => end - clock.now();
  return {
    left,
    admit(wait, reason) {
      if (wait >= left()) throw timeLimit(limit, reason);
    },
    passed: () => timeLimit(limit),
  };
}

function timeLimit(limit: number, reason?: string): UsersyncError {
  const met = reason === undefined ? "" : ` The last request met ${reason}.`;
  return new UsersyncError("TIME_LIMIT", {
    what: `Reading Microsoft Graph takes longer than ${Math.round(limit / 600) / 100} min, so it was ended.`,
    why: `source.timeLimitMinutes allows no more, and nothing is written after an unfinished read.${met}`,
    fix: "Look with --log-level debug what takes the time. If the tenant is large, raise source.concurrency, or source.timeLimitMinutes (none lifts it). If Graph slows usersync down, see what else uses the same app registration.",
  });
}
