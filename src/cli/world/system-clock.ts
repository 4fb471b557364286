import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../model/clock.ts";

/** Timers count in 32 bits: a longer wait would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The machine's own time and chance. */
export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  async sleep(milliseconds, signal) {
    signal.throwIfAborted();
    try {
      await wait(Math.min(milliseconds, LONGEST_TIMER), undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
};
