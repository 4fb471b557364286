import PQueue from "p-queue";
import type { Clock } from "../model/clock.ts";

export interface GateOptions {
  /** Requests at a time when all is well. */
  readonly concurrency: number;
  /** Infinity: as fast as they come. */
  readonly requestsPerSecond: number;
  readonly clock: Clock;
}

/** Handed to a request when it may go; says in which state of the gate that was. */
export type Turn = number;

/** Decides when the next request may go. One gate serves one server. */
export interface RequestGate {
  /**
   * Waits for a place and for the pace, then runs the task.
   *
   * @throws Whatever the task throws; the signal's reason while waiting.
   */
  pass<T>(task: (turn: Turn) => Promise<T>, options: PassOptions): Promise<T>;
  /** Nothing goes for so many milliseconds. A longer pause that is under way stays. */
  pause(milliseconds: number): void;
  /** The server had too much: from now on half as many at a time, at least one. */
  slowDown(turn: Turn): void;
  /** A request went well. After as many of these as go at a time, one more may. */
  recover(): void;
  /** Requests that may go at a time just now. */
  readonly width: number;
}

export interface PassOptions {
  readonly signal: AbortSignal;
  /** Goes before everything that waits: a repeated request. */
  readonly urgent: boolean;
  /** Called before a wait of so many milliseconds, and with 0 before going; throws to give up instead. */
  readonly admit: (wait: number) => void;
}

export function createGate({ concurrency, requestsPerSecond, clock }: GateOptions): RequestGate {
  const queue = new PQueue({ concurrency });
  const interval = 1000 / requestsPerSecond;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let nextTurn = Number.NEGATIVE_INFINITY;
  // Requests that were under way together fail together: that is one complaint, not many.
  let turn: Turn = 0;
  let wentWell = 0;

  async function waitForTurn({ signal, admit }: PassOptions): Promise<void> {
    for (;;) {
      const now = clock.now();
      // A clock that was set back must not stop the run until it has caught up.
      if (nextTurn - now > interval) nextTurn = now;
      const wait = Math.max(pausedUntil, nextTurn) - now;
      admit(Math.max(0, wait));
      if (wait <= 0) break;
      await clock.sleep(wait, signal);
    }
    // Timers are late by a little, so one turn may be made up for.
    nextTurn = Math.max(nextTurn, clock.now() - interval) + interval;
  }

  return {
    pass: (task, options) =>
      queue.add(
        async () => {
          await waitForTurn(options);
          return await task(turn);
        },
        { signal: options.signal, priority: options.urgent ? 1 : 0 },
      ),
    pause(milliseconds) {
      pausedUntil = Math.max(pausedUntil, clock.now() + milliseconds);
    },
    slowDown(seen) {
      if (seen !== turn) return;
      turn += 1;
      wentWell = 0;
      queue.concurrency = Math.max(1, Math.floor(queue.concurrency / 2));
    },
    recover() {
      wentWell += 1;
      if (wentWell < queue.concurrency || queue.concurrency >= concurrency) return;
      wentWell = 0;
      queue.concurrency += 1;
    },
    get width() {
      return queue.concurrency;
    },
  };
}
