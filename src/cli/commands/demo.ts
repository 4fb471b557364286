import type { Plan } from "../../model/plan.ts";
import { EXIT, exitCodeOfPlan } from "../exit-code.ts";
import { type GlobalOptions, openLog, type Settings } from "../open-settings.ts";
import { printPlan } from "../print-plan.ts";
import { runSync } from "../run-sync.ts";
import type { Session } from "../session.ts";
import { type Stop, whileListening } from "../stop-signals.ts";

export interface DemoOptions extends GlobalOptions {
  readonly all?: boolean;
}

/** `usersync demo`: plan, run and a second plan against servers of our own, no account anywhere needed. */
export async function demo(session: Session, options: DemoOptions): Promise<number> {
  const { startSandbox } = await import("../../sandbox/sandbox.ts");
  const { configFromText } = await import("../../config/load-config.ts");
  const { cwd } = session.world;
  const sandbox = await startSandbox({});
  try {
    const sample = configFromText(sandbox.configText, { env: {}, directory: cwd });
    // The servers are gone afterwards, and so is what there would be to remember.
    const config = { ...sample, state: { type: "none" } } as const;
    const log = await openLog(session, config, { logLevel: "warn", ...options });
    return await whileListening(session, (stop) =>
      show(session, { settings: { config, log }, stop, all: options.all === true }),
    );
  } finally {
    await sandbox.close();
  }
}

interface Show {
  readonly settings: Settings;
  readonly stop: Stop;
  readonly all: boolean;
}

async function show(session: Session, { settings, stop, all }: Show): Promise<number> {
  const { screen } = session;
  let noted = false;
  const go = async (title: string, dryRun: boolean) => {
    screen.print(screen.colors.stdout.bold(`\n── ${title} ──\n`));
    const plan = await runSync(session, { ...settings, only: [], allow: [], dryRun, stop });
    const shown = noted ? withoutNotes(plan) : plan;
    await printPlan(session, shown, { format: "text", stage: dryRun ? "plan" : "result", all });
    noted = true;
    return plan;
  };
  screen.print(
    "A small company in Entra, an Atlassian Cloud directory and a Crowd server, all on this machine.",
  );
  await go("1. usersync plan: what would be done", true);
  const result = await go("2. usersync run: do it", false);
  const second = await go("3. usersync plan: nothing is left to do", true);

  const isRight = isDone(result) && isDone(second) && countPlanned(second) === 0;
  screen.print(isRight ? WHERE_TO_GO : WENT_WRONG);
  return isRight ? EXIT.done : EXIT.error;
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

const WENT_WRONG = "\nThis is not how the demo should end. Please report it with the text above.";

const WHERE_TO_GO = `
Where to go next:
  usersync sandbox   the same servers, left running to play with
  usersync init      a config for your own tenant
  README.md, docs/   what to register in Entra and where to get the keys`;
