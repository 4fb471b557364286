import type { Clock } from "../../src/model/clock.ts";

export interface InstantClock extends Clock {
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: number[];
  set(now: number): void;
}

/** A clock whose time passes only by waiting, and whose waits take no time. */
export function instantClock({ now = 1_000_000, random = 1 } = {}): InstantClock {
  let time = now;
  const waits: number[] = [];
  return {
    waits,
    now: () => time,
    random: () => random,
    set: (next) => {
      time = next;
    },
    async sleep(milliseconds, signal) {
      signal.throwIfAborted();
      const until = time + milliseconds;
      waits.push(milliseconds);
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      time = Math.max(time, until);
    },
  };
}
