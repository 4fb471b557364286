import { UsersyncError } from "../errors.ts";
import type { Session } from "./session.ts";

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
 * Listens for SIGINT and SIGTERM while the work goes on. After the one that stops at once nobody
 * listens any more: should something not let go, one more ends the program.
 */
export async function whileListening<Result>(
  { world, screen }: Session,
  work: (stop: Stop) => Promise<Result>,
): Promise<Result> {
  const finish = new AbortController();
  const now = new AbortController();
  let isWriting = false;
  const unlisten = world.onSignal((signal) => {
    const isFirst = !finish.signal.aborted;
    finish.abort(stoppedBy(signal));
    if (isFirst && isWriting) {
      screen.say("Stopping: what is under way is finished and reported. Once more stops at once.");
      return;
    }
    now.abort(stoppedBy(signal));
    unlisten();
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
