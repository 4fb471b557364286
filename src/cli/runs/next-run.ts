import { Cron } from "croner";
import { cronComplaint } from "../../config/check-schedule.ts";
import { UsersyncError } from "../../errors.ts";

/** When cycles begin. */
export interface Schedule {
  readonly cron: string;
  /** IANA name; the machine's own when absent. */
  readonly timezone?: string;
  /** Longest random delay before a cycle, in milliseconds. */
  readonly jitter: number;
}

/**
 * The next time that a cycle is due.
 *
 * @param after Milliseconds since the epoch; the result is later.
 * @returns Milliseconds since the epoch, or `undefined` when the expression names no later time.
 */
export function nextRun(schedule: Schedule, after: number): number | undefined {
  return patternOf(schedule).nextRun(new Date(after))?.getTime();
}

/** Counting further helps nobody. */
const MOST_MISSED = 1000;

/** The times after `from`, up to and including `to`, at which a cycle was due. */
export function runsBetween(schedule: Schedule, from: number, to: number): readonly number[] {
  const missed: number[] = [];
  const pattern = patternOf(schedule);
  for (let next = pattern.nextRun(new Date(from)); missed.length < MOST_MISSED; ) {
    if (next === null || next.getTime() > to) break;
    missed.push(next.getTime());
    next = pattern.nextRun(next);
  }
  return missed;
}

/** `2026-11-25 10:15:00 (Europe/Berlin)` */
export function timeText(time: number, { timezone }: Schedule): string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "medium",
    ...(timezone !== undefined && { timeZone: timezone }),
  });
  return `${format.format(time)} (${format.resolvedOptions().timeZone})`;
}

/** @throws UsersyncError `USAGE` when the expression or the time zone means nothing, or no time after `now`. */
export function assertSchedule(schedule: Schedule, now: number): void {
  let next: number | undefined;
  try {
    next = nextRun(schedule, now);
  } catch (cause) {
    throw new UsersyncError("USAGE", {
      what: `“${schedule.cron}” is not a schedule that usersync can follow.`,
      why: `It is no cron expression: ${cronComplaint(cause)}.`,
      fix: "Write five fields for minute, hour, day, month and weekday, such as '*/15 * * * *' for every quarter of an hour.",
      cause,
    });
  }
  if (next === undefined) {
    throw new UsersyncError("USAGE", {
      what: `“${schedule.cron}” never comes due.`,
      why: "It names no time that is still to come, so there would never be a run.",
      fix: "Name a day that exists, such as '0 6 * * *' for six in the morning, after --cron or in schedule.cron.",
    });
  }
}

function patternOf({ cron, timezone }: Schedule): Cron {
  return new Cron(cron, { paused: true, ...(timezone !== undefined && { timezone }) });
}
