import { UsersyncError } from "../../errors.ts";
import { reportError } from "../print/report-error.ts";
import { assertPlaceholders, assertReportWritable } from "../print/report-path.ts";
import { type RunOptions, runOnce } from "../runs/run-once.ts";
import type { Session } from "../session.ts";
import { openSettings } from "../settings/open-settings.ts";
import { whileListening } from "../world/stop-signals.ts";

/** `usersync run`: once, or with `--cron` again and again. */
export async function run(session: Session, options: RunOptions): Promise<number> {
  assertMeaningful(options);
  assertPlaceholders(options.report);
  if (options.cron !== undefined) {
    const { runCycles } = await import("../runs/run-cycles.ts");
    return runCycles(session, { ...options, cron: options.cron });
  }
  const settings = await openSettings(session, options);
  await assertReportWritable(session, settings, options.report);
  const complain = (error: unknown) => reportError(session, error, { json: false, debug: false });
  const { exitCode } = await whileListening(session, (stop) =>
    runOnce(session, { settings, options, stop, complain }),
  );
  return exitCode;
}

/** A script that waits for exit code 2 would wait for ever. */
function assertMeaningful({ dryRun, detailedExitcode, cron, allow }: RunOptions): void {
  if (cron !== undefined && allow.length > 0) {
    throw new UsersyncError("USAGE", {
      what: "--allow and --cron do not go together.",
      why: "--allow lifts a limit for one run that somebody has looked at; --cron repeats it unattended.",
      fix: "Run once with --allow, or change the limit in the config.",
    });
  }
  if (detailedExitcode !== true || dryRun === true) return;
  throw new UsersyncError("USAGE", {
    what: "--detailed-exitcode needs --dry-run.",
    why: "It gives changes that are still to be made an exit code of their own; a run makes them.",
    fix: "Write usersync run --dry-run --detailed-exitcode, or usersync plan --detailed-exitcode.",
  });
}
