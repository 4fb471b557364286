import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plan } from "../../model/plan.ts";
import { closingLine } from "../../report/outline/closing-line.ts";
import type { Stage } from "../../report/words.ts";
import type { DEMO_TARGETS } from "../command-line/choices.ts";
import { EXIT, exitCodeOfPlan } from "../exit-code.ts";
import { INTRODUCTION, shortLines, WENT_WRONG, WHERE_TO_GO } from "../print/demo-text.ts";
import { printPlan } from "../print/print-plan.ts";
import { runSync } from "../runs/run-sync.ts";
import type { Session } from "../session.ts";
import { type GlobalOptions, openLog, type Settings } from "../settings/open-settings.ts";
import { type Stop, whileListening } from "../world/stop-signals.ts";

export interface DemoOptions extends GlobalOptions {
  /** The directory whose plan is shown whole. */
  readonly target: (typeof DEMO_TARGETS)[number];
  /** Show all of them whole, and shorten nothing. */
  readonly all?: boolean;
}

/** `usersync demo`: plan, run and a second plan against servers of our own, no account anywhere needed. */
export async function demo(session: Session, options: DemoOptions): Promise<number> {
  const { startSandbox } = await import("../../sandbox/sandbox.ts");
  const { configFromText } = await import("../../config/load-config.ts");
  const sandbox = await startSandbox();
  // The servers are gone afterwards, and so is what there was to remember.
  const directory = await mkdtemp(join(tmpdir(), "usersync-demo-"));
  try {
    const config = configFromText(sandbox.configText, { env: {}, directory });
    const log = await openLog(session, config, { logLevel: "warn", ...options });
    return await whileListening(session, (stop) => show(session, { config, log, stop, options }));
  } finally {
    await sandbox.close();
    await rm(directory, { recursive: true, force: true });
  }
}

interface Show extends Settings {
  readonly stop: Stop;
  readonly options: DemoOptions;
}

async function show(session: Session, { options, ...settings }: Show): Promise<number> {
  const { screen } = session;
  const go = async (title: string, dryRun: boolean) => {
    screen.print(screen.colors.stdout.bold(`\n── ${title} ──\n`));
    return runSync(session, { ...settings, only: [], allow: [], dryRun, expectsNewState: true });
  };
  screen.print(INTRODUCTION);
  await showPlan(session, await go("1. usersync plan: what would be done", true), options);
  const result = await go("2. usersync run: do it", false);
  await showInShort(session, result, "result", options);
  const second = await go("3. usersync plan: nothing is left to do", true);
  await showInShort(session, second, "plan", options);

  const isRight = isDone(result) && isDone(second) && countPlanned(second) === 0;
  screen.print(isRight ? WHERE_TO_GO : WENT_WRONG);
  return isRight ? EXIT.done : EXIT.error;
}

/** One directory whole, so that there is something to look at, and the others in a line or two. */
async function showPlan(session: Session, plan: Plan, { target, all = false }: DemoOptions): Promise<void> {
  const { screen } = session;
  const whole = plan.targets.filter(({ name }) => all || name === target);
  const others = plan.targets.filter((one) => !whole.includes(one));
  await printPlan(session, { ...plan, targets: whole }, { format: "text", stage: "plan", all });
  if (others.length === 0) return;
  screen.print(`\nThe other directories, in short:\n${shortLines({ targets: others }, "plan", screen)}`);
}

/** What did not end well is shown whole: there is something to read in it. */
async function showInShort(session: Session, plan: Plan, stage: Stage, { all = false }: DemoOptions) {
  if (all || !isDone(plan)) return printPlan(session, withoutNotes(plan), { format: "text", stage, all });
  const { screen } = session;
  const closing = screen.colors.stdout.bold(closingLine(plan, stage));
  screen.print(`${shortLines(plan, stage, screen)}\n\n${closing}`);
}

/** What is left alone stays the same from step to step: once is enough. */
function withoutNotes(plan: Plan): Plan {
  return { ...plan, targets: plan.targets.map((target) => ({ ...target, notes: [] })) };
}

/** Withheld operations are part of the show; failures are not. */
function isDone(plan: Plan): boolean {
  const code = exitCodeOfPlan(plan, false);
  return code === EXIT.done || code === EXIT.withheld;
}

function countPlanned({ targets }: Plan): number {
  return targets.flatMap(({ operations }) => operations).filter(({ status }) => status === "planned").length;
}
