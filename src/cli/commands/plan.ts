import type { Config } from "../../config/config.ts";
import type { Plan } from "../../model/plan.ts";
import type { PLAN_FORMATS } from "../command-line/choices.ts";
import { exitCodeOfPlan } from "../exit-code.ts";
import { packageVersion } from "../package-version.ts";
import { assertWritable, writeOutputFile } from "../print/output-file.ts";
import { printPlan, writeReport } from "../print/print-plan.ts";
import { assertPlaceholders, assertReportWritable, momentOf, reportPath } from "../print/report-path.ts";
import { runSync } from "../runs/run-sync.ts";
import type { Session } from "../session.ts";
import { type GlobalOptions, openSettings } from "../settings/open-settings.ts";
import { jsonText } from "../world/screen.ts";
import { whileListening } from "../world/stop-signals.ts";

export interface PlanOptions extends GlobalOptions {
  readonly only: readonly string[];
  readonly allow: readonly string[];
  readonly format?: (typeof PLAN_FORMATS)[number];
  readonly json?: boolean;
  readonly out?: string;
  readonly report?: string;
  readonly all?: boolean;
  readonly detailedExitcode?: boolean;
}

/** `usersync plan`: what a run would do, and nothing else. */
export async function plan(session: Session, options: PlanOptions): Promise<number> {
  const { only, allow, all = false } = options;
  assertPlaceholders(options.report);
  if (options.out !== undefined) await assertWritable(options.out, session.world.cwd);
  const settings = await openSettings(session, options);
  await assertReportWritable(session, settings, options.report);
  const begun = momentOf(session, settings);
  const made = await whileListening(session, (stop) =>
    runSync(session, { ...settings, only, allow, dryRun: true, stop }),
  );
  const report = options.report === undefined ? undefined : reportPath(options.report, begun);
  await keep(session, made, { config: settings.config, out: options.out, report });
  const format = options.json === true ? "json" : (options.format ?? "text");
  await printPlan(session, made, { format, stage: "plan", all });
  if (format === "text" && options.out !== undefined) session.screen.print(savedWords(made, options.out));
  return exitCodeOfPlan(made, options.detailedExitcode === true);
}

interface PlanFiles {
  readonly config: Config;
  readonly out: string | undefined;
  readonly report: string | undefined;
}

/** What is saved is bound to this config and this version, so that `apply` can tell. */
async function keep(session: Session, made: Plan, { config, out, report }: PlanFiles): Promise<void> {
  if (out !== undefined) {
    const { savePlan } = await import("../../saved/save-plan.ts");
    const document = savePlan(made, { config, version: packageVersion() });
    await writeOutputFile(out, session.world.cwd, jsonText(document, session.redactor));
  }
  if (report !== undefined) await writeReport(session, made, { path: report, stage: "plan" });
}

function savedWords({ targets }: Plan, out: string): string {
  if (targets.some(({ error }) => error !== undefined)) {
    return `Saved in ${out}, to look at only: apply refuses a plan whose directories were not all read.`;
  }
  if (targets.every(({ operations }) => operations.length === 0)) return `Saved in ${out}.`;
  return `Saved in ${out}. To carry it out: usersync apply ${out}`;
}
