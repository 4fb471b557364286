import { UsersyncError } from "../../errors.ts";
import type { RunRecord } from "../../model/history.ts";
import type { Plan, PlannedOperation } from "../../model/plan.ts";
import { identityOf } from "../../saved/config-digest.ts";
import { EXIT } from "../exit-code.ts";
import { readRunNumber, unknownRun } from "../find/run-number.ts";
import { confirm } from "../print/confirm.ts";
import { printPlan } from "../print/print-plan.ts";
import { reportError } from "../print/report-error.ts";
import { assertPlaceholders, assertReportWritable, momentOf } from "../print/report-path.ts";
import { type ShowOptions, showResult } from "../print/show-result.ts";
import { applyReviewed } from "../runs/apply-reviewed.ts";
import { letAllThrough, type UndoCommand } from "../runs/let-all-through.ts";
import { chooseTargets, openParts } from "../runs/run-sync.ts";
import { withProgress } from "../runs/with-progress.ts";
import { withRecording } from "../runs/with-recording.ts";
import type { Session } from "../session.ts";
import { withAllowances } from "../settings/allowances.ts";
import { assertState } from "../settings/assert-state.ts";
import { type GlobalOptions, openSettings, type Settings } from "../settings/open-settings.ts";
import { type Stop, whileListening } from "../world/stop-signals.ts";

export interface UndoOptions extends GlobalOptions, ShowOptions {
  readonly only: readonly string[];
  readonly allow: readonly string[];
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `usersync undo 12`: shows what would take a run back, asks, and does it. */
export async function undo(session: Session, number: string, options: UndoOptions): Promise<number> {
  const { dryRun = false, yes = false, json = false, all = false } = options;
  const run = readRunNumber(number);
  assertPlaceholders(options.report);
  const settings = await openSettings(session, options);
  assertState(settings.config);
  await assertReportWritable(session, settings, options.report);
  const begun = momentOf(session, settings);
  const complain = (error: unknown) => reportError(session, error, { json: false, debug: false });
  return whileListening(session, async (stop) => {
    const plan = await preview(session, run, { settings, options, stop });
    if (plan.targets.length === 0) {
      session.screen.print(`Run ${run} changed nothing; there is nothing to take back.`);
      return EXIT.done;
    }
    const show = async (shown: Plan, stage: "plan" | "result") => {
      const code = await showResult(session, shown, { ...options, stage, begun, complain });
      if (!json) hint(session, shown, { ...options, run });
      return code;
    };
    if (dryRun || !hasAny(plan, "planned", "withheld")) return show(plan, "plan");
    const isWork = hasAny(plan, "planned");
    if (isWork && !yes && !json) {
      await printPlan(session, plan, { format: "text", stage: "plan", all });
      hint(session, plan, { ...options, run });
    }
    const isWanted = !isWork || (await confirm(session, { question: questionAbout(plan, run), yes, json }));
    if (!isWanted) return EXIT.done;
    const choice = { approve: [] };
    const { allow, only } = options;
    const reviewed = { settings, plan, kind: "undo", undoes: run, choice, stop } as const;
    const result = await applyReviewed(session, { ...reviewed, circumstances: { allow, only } });
    return show(result, "result");
  });
}

function hint({ screen }: Session, plan: Plan, command: UndoCommand): void {
  const whole = letAllThrough(plan, command);
  if (whole !== undefined) screen.print(`With what is withheld, if it is right: ${whole}`);
}

function questionAbout({ targets }: Plan, run: number): string {
  const isPart = targets.some(({ operations }) => operations.some(({ status }) => status === "withheld"));
  return `Take back run ${run}${isPart ? ", without what is withheld" : ""}?`;
}

interface Preview {
  readonly settings: Settings;
  readonly options: UndoOptions;
  readonly stop: Stop;
}

/** @returns A plan without targets for a run that changed nothing: then no directory need be read. */
function preview(session: Session, run: number, { settings, options, stop }: Preview): Promise<Plan> {
  const { config, log } = settings;
  return withProgress(session, { log, stop, writes: false }, (on) =>
    withRecording(session, { config, log, kind: "undo", access: "read" }, async (recording) => {
      const { previewUndo } = await import("../../preview-undo.ts");
      const record = await recording.state.run(run);
      if (record === undefined) throw unknownRun(run);
      const wanted = chooseTargets(withAllowances(config, options.allow).targets, options.only);
      const touched = new Set(record.targets.map(({ directory }) => directory));
      const targets = wanted.filter((target) => touched.has(identityOf(target)));
      if (targets.length === 0) throw nothingToUndo(record, options.only);
      if (options.json !== true && hasChangedNothing(record)) {
        return { createdAt: recording.now(), complete: true, undoes: run, targets: [] };
      }
      const parts = await openParts(session, { config, log, targets });
      const plan = await previewUndo(run, { ...parts, recording, on }, stop.now);
      return saidOfCause(plan, record);
    }),
  );
}

function hasAny({ targets }: Plan, ...wanted: readonly PlannedOperation["status"][]): boolean {
  return targets.some(({ operations }) => operations.some(({ status }) => wanted.includes(status)));
}

/** What somebody asked for by hand comes from neither Entra nor the config. */
function saidOfCause(plan: Plan, { kind }: RunRecord): Plan {
  return kind === "run" || kind === "apply" ? { ...plan, comesAgain: true } : plan;
}

/** A run that is under way may still change something. */
function hasChangedNothing({ done, unknown, outcome }: RunRecord): boolean {
  const changes = Object.values(done).reduce((sum, count) => sum + count, 0);
  return outcome !== "running" && changes + unknown === 0;
}

function nothingToUndo({ id, targets }: RunRecord, only: readonly string[]): UsersyncError {
  const names = targets.map(({ name }) => name).join(", ");
  return new UsersyncError("USAGE", {
    what: `Run ${id} wrote to no directory of ${only.length === 0 ? "this config" : "these targets"}.`,
    why: `It was about: ${names}. A directory is known by its address, not by its name in the config.`,
    fix: "Use the config that names those directories, and leave --only out.",
  });
}
