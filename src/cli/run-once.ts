import type { Plan } from "../model/plan.ts";
import { EXIT, type ExitCode, exitCodeOfPlan } from "./exit-code.ts";
import type { GlobalOptions, Settings } from "./open-settings.ts";
import { printPlan, writeReport } from "./print-plan.ts";
import { momentOf, reportPath } from "./report-path.ts";
import { runSync } from "./run-sync.ts";
import type { Session } from "./session.ts";
import type { Stop } from "./stop-signals.ts";

export interface RunOptions extends GlobalOptions {
  readonly dryRun?: boolean;
  /** The expression; `true` for the config's own. Absent: one run. */
  readonly cron?: string | true;
  readonly only: readonly string[];
  readonly allow: readonly string[];
  readonly json?: boolean;
  readonly report?: string;
  readonly all?: boolean;
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
  const { settings, options, stop, layout, complain } = run;
  const { only, allow, json, all = false, dryRun = false, detailedExitcode = false } = options;
  const stage = dryRun ? "plan" : "result";
  const begun = momentOf(session, settings);
  const scheduled = options.cron !== undefined;
  const plan = await runSync(session, { ...settings, only, allow, dryRun, scheduled, stop });
  const format = json === true ? "json" : "text";
  await printPlan(session, plan, { format, stage, all, ...(layout !== undefined && { layout }) });
  const path = options.report === undefined ? undefined : reportPath(options.report, begun);
  const isKept = await keepReport(session, plan, { path, stage, complain });
  return { exitCode: isKept ? exitCodeOfPlan(plan, dryRun && detailedExitcode) : EXIT.error, plan };
}

interface KeptReport extends Pick<OneRun, "complain"> {
  readonly path: string | undefined;
  readonly stage: "plan" | "result";
}

/** A report that cannot be written must not hide what the run did, so it is an error beside the result. */
async function keepReport(
  session: Session,
  plan: Plan,
  { path, stage, complain }: KeptReport,
): Promise<boolean> {
  if (path === undefined) return true;
  try {
    await writeReport(session, plan, { path, stage });
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}
