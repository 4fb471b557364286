import type { Plan } from "../../model/plan.ts";
import type { ExitCode } from "../exit-code.ts";
import { momentOf } from "../print/report-path.ts";
import { type ShowOptions, showResult } from "../print/show-result.ts";
import type { Session } from "../session.ts";
import type { GlobalOptions, Settings } from "../settings/open-settings.ts";
import type { Stop } from "../world/stop-signals.ts";
import { runSync } from "./run-sync.ts";

export interface RunOptions extends GlobalOptions, ShowOptions {
  readonly dryRun?: boolean;
  /** The expression; `true` for the config's own. Absent: one run. */
  readonly cron?: string | true;
  readonly only: readonly string[];
  readonly allow: readonly string[];
  readonly detailedExitcode?: boolean;
}

export interface OneRun {
  readonly settings: Settings;
  readonly options: RunOptions;
  readonly stop: Stop;
  /** Several documents follow each other. */
  readonly layout?: "line";
  /** Says that the report could not be written. */
  readonly complain: (error: unknown) => void;
}

export interface RunResult {
  readonly exitCode: ExitCode;
  readonly plan: Plan;
}

/** Runs, says what came of it, and turns that into an exit code. */
export async function runOnce(session: Session, run: OneRun): Promise<RunResult> {
  const { settings, options, stop } = run;
  const { only, allow, dryRun = false, detailedExitcode = false } = options;
  const begun = momentOf(session, settings);
  const scheduled = options.cron !== undefined;
  const plan = await runSync(session, { ...settings, only, allow, dryRun, scheduled, stop });
  const stage = dryRun ? "plan" : "result";
  const detailed = dryRun && detailedExitcode;
  const exitCode = await showResult(session, plan, { ...options, ...run, begun, stage, detailed });
  return { exitCode, plan };
}
