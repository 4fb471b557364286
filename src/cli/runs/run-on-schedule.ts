import { UsersyncError } from "../../errors.ts";
import type { Clock } from "../../model/clock.ts";
import type { Log } from "../../model/log.ts";
import type { Timer } from "../../state/timer.ts";
import { nextRun, runsBetween, type Schedule, timeText } from "./next-run.ts";
import { durationText } from "./progress-text.ts";

export interface Cycles {
  /** As it stands now: a cycle may have read a changed one. */
  schedule(): Schedule;
  /** One run from start to report. Never throws: a failed cycle must not end the program. */
  run(): Promise<number>;
  readonly log: Log;
  readonly clock: Clock;
  /** Looks at the clock while a cycle runs. */
  readonly timer: Pick<Timer, "every">;
  /** Aborted when the program is to end: at once while it waits, after the cycle while one runs. */
  readonly stop: AbortSignal;
}

/** How soon a skipped run is noticed, in milliseconds. */
const LOOK = 1_000;

/** Long waits are cut up, so that a machine that slept, or a clock that was set, is noticed. */
const LONGEST_WAIT = 60_000;

/**
 * Runs cycle after cycle until it is stopped. Two cycles never overlap: one that comes due while
 * another runs is skipped, which is said at that time.
 *
 * @returns The exit code of the last cycle; 0 when there was none.
 */
export async function runOnSchedule(cycles: Cycles): Promise<number> {
  const { schedule, run, log, clock, timer, stop } = cycles;
  let code = 0;
  while (!stop.aborted) {
    const due = nextRun(schedule(), clock.now());
    if (due === undefined) {
      log.warn("The schedule names no further time, so the program ends.", { cron: schedule().cron });
      return code;
    }
    log.info(`Next run at ${timeText(due, schedule())}, in ${durationText(due - clock.now())}.`);
    const start = due + Math.round(schedule().jitter * clock.random());
    if (!(await waitUntil(start, clock, stop))) {
      log.info(`${stopText(stop)} while waiting; no run was under way.`);
      return code;
    }
    const saySkipped = skippedSince(due, cycles);
    const endLooking = timer.every(LOOK, saySkipped);
    code = await run();
    endLooking();
    saySkipped();
  }
  return code;
}

/** @returns Whether the time came; `false` when the program is to end. */
async function waitUntil(time: number, clock: Clock, stop: AbortSignal): Promise<boolean> {
  while (!stop.aborted) {
    const left = time - clock.now();
    if (left <= 0) return true;
    await clock.sleep(Math.min(left, LONGEST_WAIT), stop).catch((error: unknown) => {
      if (!stop.aborted) throw error;
    });
  }
  return false;
}

/** `Stopped by SIGTERM` */
function stopText({ reason }: AbortSignal): string {
  return reason instanceof UsersyncError ? reason.message.replace(/\.$/, "") : "Stopped";
}

/** @returns What says, each time it is called, which runs came due since it was called before. */
function skippedSince(due: number, { schedule, log, clock, stop }: Cycles): () => void {
  let said = due;
  return () => {
    if (stop.aborted) return;
    const times = runsBetween(schedule(), said, clock.now());
    const [first] = times;
    if (first === undefined) return;
    said = times.at(-1) ?? first;
    const what = times.length === 1 ? "the run" : `${times.length} runs, the first`;
    log.warn(`Skipped ${what} of ${timeText(first, schedule())}: the one before was still under way.`);
  };
}
