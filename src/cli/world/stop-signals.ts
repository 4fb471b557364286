import { UsersyncError } from "../../errors.ts";
import type { Session } from "../session.ts";

/** The operator's wish to stop, in two strengths. */
export interface Stop {
  /** Start nothing new, finish what is in flight, report. */
  readonly finish: AbortSignal;
  /** Stop at once. */
  readonly now: AbortSignal;
  /**
   * Says that writing begins: until it ends, the first signal lets the requests in flight finish and
   * the second stops at once. While nothing is written there is nothing to finish, and the first stops.
   */
  beginWriting(): void;
  endWriting(): void;
}

/**
 * Listens for SIGINT and SIGTERM until the work is over. One more after the one that stops at once ends
 * the program, should something not let go.
 *
 * Until then we never stop listening from inside a signal: the spinner brings a listener that puts the cursor back,
 * and that one ends the program, record and all, as soon as it finds itself alone.
 */
export async function whileListening<Result>(
  { world, screen }: Session,
  work: (stop: Stop) => Promise<Result>,
): Promise<Result> {
  const finish = new AbortController();
  const now = new AbortController();
  let isWriting = false;
  const unlisten = world.onSignal((signal) => {
    if (now.signal.aborted) {
      unlisten();
      return world.die(signal);
    }
    const isFirst = !finish.signal.aborted;
    finish.abort(stoppedBy(signal));
    if (isFirst && isWriting) {
      screen.say("Stopping: what is under way is finished and reported. Once more stops at once.");
      return;
    }
    now.abort(stoppedBy(signal));
  });
  const stop: Stop = {
    finish: finish.signal,
    now: now.signal,
    beginWriting: () => {
      isWriting = true;
    },
    endWriting: () => {
      isWriting = false;
    },
  };
  try {
    return await work(stop);
  } finally {
    unlisten();
  }
}

function stoppedBy(signal: string): UsersyncError {
  return new UsersyncError("CANCELED", {
    what: `Stopped by ${signal}.`,
    why: "The program was asked to end.",
    fix: "Run it again: what is already so is left alone.",
  });
}
