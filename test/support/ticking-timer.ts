import type { Timer } from "../../src/state/timer.ts";

export interface TickingTimer extends Timer {
  /** Lets time pass, and calls what is due. */
  pass(milliseconds: number): Promise<void>;
  /** Called while somebody waits: what happens meanwhile. */
  whileWaiting(happening: () => Promise<void>): void;
}

/** A timer whose time passes only when a test says so, or somebody waits. */
export function tickingTimer(): TickingTimer {
  let time = 0;
  let happening: (() => Promise<void>) | undefined;
  const beats = new Set<{ readonly every: number; next: number; call(): void }>();

  function pass(milliseconds: number): void {
    time += milliseconds;
    for (const beat of beats) {
      while (beats.has(beat) && beat.next <= time) {
        beat.next += beat.every;
        beat.call();
      }
    }
  }

  return {
    now: () => time,
    async wait(milliseconds) {
      pass(milliseconds);
      await happening?.();
    },
    every(milliseconds, call) {
      const beat = { every: milliseconds, next: time + milliseconds, call };
      beats.add(beat);
      return () => beats.delete(beat);
    },
    async pass(milliseconds) {
      pass(milliseconds);
    },
    whileWaiting(next) {
      happening = next;
    },
  };
}
