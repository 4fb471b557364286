import type { Config } from "../../config/config.ts";
import { UsersyncError } from "../../errors.ts";
import type { Log } from "../../model/log.ts";
import { systemTimer } from "../../state/timer.ts";
import { errorDocument, stackOf } from "../print/report-error.ts";
import { assertReportWritable } from "../print/report-path.ts";
import type { Session } from "../session.ts";
import { openSettings, type Settings } from "../settings/open-settings.ts";
import { type Stop, whileListening } from "../world/stop-signals.ts";
import { endFields, errorFields, logEnd } from "./cycle-fields.ts";
import { assertSchedule, type Schedule } from "./next-run.ts";
import { runOnSchedule } from "./run-on-schedule.ts";
import { type RunOptions, runOnce } from "./run-once.ts";

type CronOptions = RunOptions & { readonly cron: string | true };

/**
 * `usersync run --cron`: stays and repeats. The config is read again before each cycle, schedule
 * included. One that is broken by then fails the cycle: the last good one is not used in its place.
 *
 * @returns The exit code of the last cycle once the program was asked to end; 0 when there was none.
 * @throws UsersyncError for a config or a schedule that is wrong from the start.
 */
export async function runCycles(session: Session, options: CronOptions): Promise<number> {
  const { clock } = session.world;
  let settings = await openSettings(session, options);
  await assertReportWritable(session, settings, options.report);
  let schedule = scheduleOf(settings.config, { ...options, now: clock.now() });
  return whileListening(session, (stop) =>
    runOnSchedule({
      schedule: () => schedule,
      log: settings.log,
      clock,
      timer: systemTimer,
      stop: stop.finish,
      run: () =>
        cycle(session, {
          options,
          stop,
          log: settings.log,
          reread: async () => {
            const reread = await openSettings(session, options);
            schedule = scheduleOf(reread.config, { ...options, now: clock.now() });
            settings = reread;
            return reread;
          },
        }),
    }),
  );
}

interface Cycle {
  readonly options: CronOptions;
  readonly stop: Stop;
  /** Of the cycle before, until the config is read again. */
  readonly log: Log;
  readonly reread: () => Promise<Settings>;
}

/** Whatever happens, the log says that a cycle began and how it ended: a monitor reads nothing else. */
async function cycle(session: Session, { options, stop, log, reread }: Cycle): Promise<number> {
  const { clock } = session.world;
  const started = clock.now();
  const duration = () => ({ durationMs: clock.now() - started });
  log.info("Run started.");
  try {
    const settings = await reread();
    const complain = (error: unknown) =>
      settings.log.error("The report was not written.", errorFields(error));
    const result = await runOnce(session, { settings, options, stop, layout: "line", complain });
    logEnd(settings.log, { ...endFields(result), ...duration() });
    return result.exitCode;
  } catch (error) {
    const document = errorDocument(error);
    const { exitCode } = document;
    logEnd(log, { exitCode, ...duration(), ...errorFields(error) });
    if (options.logLevel === "debug") log.debug(stackOf(error));
    if (options.json === true) session.screen.printJson(document, "line");
    return exitCode;
  }
}

function scheduleOf(
  { schedule }: Config,
  { cron, now }: Pick<CronOptions, "cron"> & { readonly now: number },
): Schedule {
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
  assertSchedule(found, now);
  return found;
}
