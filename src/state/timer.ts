import { setTimeout as wait } from "node:timers/promises";

/** Time as it passes, whatever somebody does to the wall clock meanwhile. */
export interface Timer {
  /** Milliseconds since some moment. Never goes back. */
  now(): number;
  wait(milliseconds: number): Promise<void>;
  /**
   * Calls again and again, without keeping the program alive.
   *
   * @returns What ends it.
   */
  every(milliseconds: number, call: () => void): () => void;
}

export const systemTimer: Timer = {
  now: () => performance.now(),
  wait: (milliseconds) => wait(milliseconds),
  every(milliseconds, call) {
    const timer = setInterval(call, milliseconds);
    timer.unref();
    return () => clearInterval(timer);
  },
};
