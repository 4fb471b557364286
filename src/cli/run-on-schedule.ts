import { UsersyncError } from "../errors.ts";
import type { Clock } from "../http/clock.ts";
import type { Log } from "../model/log.ts";
import { nextRun, runsBetween, type Schedule, timeText } from "./next-run.ts";
import { durationText } from "./progress-text.ts";

export interface Cycles {
  /** As it stands now: a cycle may have read a changed one. */
  schedule(): Schedule;
  /** One run from start to report. Never throws: a failed cycle must not end the program. */
  run(): Promise<number>;
  readonly log: Log;
  readonly clock: Clock;
  /** Aborted when the program is to end: at once while it waits, after the cycle while one runs. */
  readonly stop: AbortSignal;
}

/** Long waits are cut up, so that a machine that slept, or a clock that was set, is noticed. */
const LONGEST_WAIT = 60_000;

/**
 * Runs cycle after cycle until it is stopped. Two cycles never overlap: one that comes due while
 * another runs is skipped, which is said.
 *
 * @returns The exit code of the last cycle; 0 when there was none.
 */
export async function runOnSchedule({ schedule, run, log, clock, stop }: Cycles): Promise<number> {
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
    code = await run();
    if (!stop.aborted) saySkipped(runsBetween(schedule(), due, clock.now()), schedule(), log);
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

function saySkipped(times: readonly number[], schedule: Schedule, log: Log): void {
  const [first] = times;
  if (first === undefined) return;
  const what = times.length === 1 ? "the run" : `${times.length} runs, the first`;
  log.warn(`Skipped ${what} of ${timeText(first, schedule)}: the one before was still under way.`);
}
