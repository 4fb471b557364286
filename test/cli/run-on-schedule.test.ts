import { describe, expect, it } from "vitest";
import {
  assertSchedule,
  nextRun,
  runsBetween,
  type Schedule,
  timeText,
} from "../../src/cli/runs/next-run.ts";
import { runOnSchedule } from "../../src/cli/runs/run-on-schedule.ts";
import type { Log } from "../../src/model/log.ts";
import { tickingTimer } from "../support/ticking-timer.ts";
import { jumpingClock } from "./fake-world.ts";

const MINUTE = 60_000;
const QUARTERS: Schedule = { cron: "*/15 * * * *", timezone: "UTC", jitter: 0 };
const TEN = Date.UTC(2026, 10, 23, 22);

interface Ran {
  readonly starts: readonly string[];
  readonly lines: readonly string[];
  readonly code: number;
}

/** Runs cycles that take the given minutes each, and stops after the last. */
async function follow(
  cycles: readonly { readonly minutes?: number; readonly code?: number }[],
  schedule: Schedule | (() => Schedule) = QUARTERS,
): Promise<Ran> {
  const clock = jumpingClock(TEN);
  const stop = new AbortController();
  const starts: string[] = [];
  const lines: string[] = [];
  const keep = (message: string) => void lines.push(message);
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
  const code = await runOnSchedule({
    schedule: typeof schedule === "function" ? schedule : () => schedule,
    clock,
    timer: tickingTimer(),
    log,
    stop: stop.signal,
    async run() {
      const { minutes = 0, code: cycleCode = 0 } = cycles[starts.length] ?? {};
      starts.push(new Date(clock.now()).toISOString().slice(11, 19));
      if (starts.length >= cycles.length) stop.abort();
      clock.advance(minutes * MINUTE);
      return cycleCode;
    },
  });
  return { starts, lines, code };
}

describe("schedule", () => {
  it("runs at each time that it names, and says when the next is", async () => {
    const { starts, lines } = await follow([{}, {}, {}]);

    expect(starts).toEqual(["22:15:00", "22:30:00", "22:45:00"]);
    expect(lines).toEqual([
      "Next run at 2026-11-23 22:15:00 (UTC), in 15 min.",
      "Next run at 2026-11-23 22:30:00 (UTC), in 15 min.",
      "Next run at 2026-11-23 22:45:00 (UTC), in 15 min.",
    ]);
  });

  it("skips what comes due while a cycle still runs, and says so", async () => {
    const { starts, lines } = await follow([{ minutes: 20 }, { minutes: 50 }, {}]);

    expect(starts).toEqual(["22:15:00", "22:45:00", "23:45:00"]);
    expect(lines.filter((line) => line.startsWith("Skipped"))).toEqual([
      "Skipped the run of 2026-11-23 22:30:00 (UTC): the one before was still under way.",
      "Skipped 3 runs, the first of 2026-11-23 23:00:00 (UTC): the one before was still under way.",
    ]);
  });

  it("says that a run is skipped when it is, and not once more at the end", async () => {
    const clock = jumpingClock(TEN);
    const timer = tickingTimer();
    const stop = new AbortController();
    const lines: string[] = [];
    const keep = (message: string) => void lines.push(message);
    let runs = 0;

    await runOnSchedule({
      schedule: () => QUARTERS,
      clock,
      timer,
      log: { debug: keep, info: () => {}, warn: keep, error: keep },
      stop: stop.signal,
      async run() {
        runs += 1;
        if (runs > 1) stop.abort();
        for (let minute = 1; minute <= 35; minute++) {
          clock.advance(MINUTE);
          await timer.pass(MINUTE);
          if (runs === 1 && minute % 15 === 0) lines.push(`${minute} minutes later`);
        }
        return 0;
      },
    });

    expect(lines).toEqual([
      "Skipped the run of 2026-11-23 22:30:00 (UTC): the one before was still under way.",
      "15 minutes later",
      "Skipped the run of 2026-11-23 22:45:00 (UTC): the one before was still under way.",
      "30 minutes later",
    ]);
  });

  it("starts later by a random part of the jitter, without losing the rhythm", async () => {
    const { starts } = await follow([{}, {}], { ...QUARTERS, jitter: 2 * MINUTE });

    expect(starts).toEqual(["22:16:00", "22:31:00"]);
  });

  it("follows a schedule that changed in between", async () => {
    const schedules = [QUARTERS, { ...QUARTERS, cron: "5 * * * *" }];
    let asked = 0;

    const { starts } = await follow([{}, {}], () => schedules[asked++ < 3 ? 0 : 1] ?? QUARTERS);

    expect(starts).toEqual(["22:15:00", "23:05:00"]);
  });

  it("goes on after a failed cycle, and ends with the code of the last", async () => {
    const { starts, code } = await follow([{ code: 1 }, { code: 0 }, { code: 3 }]);

    expect(starts).toHaveLength(3);
    expect(code).toBe(3);
  });

  it("ends at once when it is stopped while it waits", async () => {
    const stop = new AbortController();
    const clock = jumpingClock(TEN);
    const log: Log = { debug: () => {}, info: () => stop.abort(), warn: () => {}, error: () => {} };
    let runs = 0;

    const code = await runOnSchedule({
      schedule: () => QUARTERS,
      run: async () => ++runs,
      log,
      clock,
      timer: tickingTimer(),
      stop: stop.signal,
    });

    expect({ code, runs }).toEqual({ code: 0, runs: 0 });
  });

  it("ends when no further time is named", async () => {
    const { starts, lines } = await follow([], { ...QUARTERS, cron: "0 0 12 1 1 * 2020" });

    expect(starts).toEqual([]);
    expect(lines).toEqual(["The schedule names no further time, so the program ends."]);
  });

  it("knows the hours of a time zone, the change to summer time included", () => {
    const berlin: Schedule = { cron: "0 9 * * *", timezone: "Europe/Berlin", jitter: 0 };

    const next = nextRun(berlin, Date.UTC(2026, 2, 28, 12)) ?? 0;

    expect(new Date(next).toISOString()).toBe("2026-03-29T07:00:00.000Z");
    expect(timeText(next, berlin)).toBe("2026-03-29 09:00:00 (Europe/Berlin)");
  });

  it("stops counting what was missed at a thousand", () => {
    expect(runsBetween({ ...QUARTERS, cron: "* * * * * *" }, TEN, TEN + 60 * MINUTE)).toHaveLength(1000);
  });

  it.each([
    { mistake: "a word", schedule: { ...QUARTERS, cron: "hourly" } },
    { mistake: "a minute that does not exist", schedule: { ...QUARTERS, cron: "75 * * * *" } },
    { mistake: "a day that does not exist", schedule: { ...QUARTERS, cron: "0 0 31 2 *" } },
    { mistake: "an unknown time zone", schedule: { ...QUARTERS, timezone: "Europe/Atlantis" } },
  ])("refuses $mistake", ({ schedule }) => {
    expect(() => assertSchedule(schedule, TEN)).toThrow(expect.objectContaining({ code: "USAGE" }));
  });
});
