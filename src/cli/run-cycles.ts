import type { Config } from "../config/config.ts";
import { UsersyncError } from "../errors.ts";
import { assertSchedule, type Schedule } from "./next-run.ts";
import { openSettings, type Settings } from "./open-settings.ts";
import { reportError } from "./report-error.ts";
import { runOnSchedule } from "./run-on-schedule.ts";
import { type RunOptions, runOnce } from "./run-once.ts";
import type { Session } from "./session.ts";
import { type Stop, whileListening } from "./stop-signals.ts";

type CronOptions = RunOptions & { readonly cron: string | true };

/**
 * `usersync run --cron`: stays and repeats. The config is read again before each cycle, schedule
 * included. One that is broken by then fails the cycle: the last good one is not used in its place.
 *
 * @returns The exit code of the last cycle once the program was asked to end; 0 when there was none.
 * @throws UsersyncError for a config or a schedule that is wrong from the start.
 */
export async function runCycles(session: Session, options: CronOptions): Promise<number> {
  let settings = await openSettings(session, options);
  let schedule = scheduleOf(settings.config, options);
  return whileListening(session, (stop) =>
    runOnSchedule({
      schedule: () => schedule,
      log: settings.log,
      clock: session.world.clock,
      stop: stop.finish,
      run: () =>
        cycle(session, options, stop, async () => {
          settings = await openSettings(session, options);
          schedule = scheduleOf(settings.config, options);
          return settings;
        }),
    }),
  );
}

async function cycle(
  session: Session,
  options: CronOptions,
  stop: Stop,
  reread: () => Promise<Settings>,
): Promise<number> {
  try {
    const settings = await reread();
    settings.log.info("Run started.");
    const code = await runOnce(session, { settings, options, stop, layout: "line" });
    settings.log.info("Run ended.", { exitCode: code });
    return code;
  } catch (error) {
    const debug = options.logLevel === "debug";
    return reportError(session, error, { json: options.json === true, debug, layout: "line" });
  }
}

function scheduleOf({ schedule }: Config, { cron }: CronOptions): Schedule {
  const expression = cron === true ? schedule.cron : cron;
  if (expression === undefined) {
    throw new UsersyncError("USAGE", {
      what: "There is no schedule to follow.",
      why: "--cron was given without an expression, and the config has no schedule.cron.",
      fix: "Write --cron '*/15 * * * *', or set schedule.cron in the config.",
    });
  }
  const { timezone, jitter } = schedule;
  const found = { cron: expression, jitter, ...(timezone !== undefined && { timezone }) };
  assertSchedule(found);
  return found;
}
