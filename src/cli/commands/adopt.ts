import { UsersyncError } from "../../errors.ts";
import type { Plan } from "../../model/plan.ts";
import { type Adoptable, adoptableIn, adoptByHand } from "../../plan/groups/adopt-by-hand.ts";
import { previewAdoption } from "../../plan/groups/preview-adoption.ts";
import { type Releasable, releasableIn, releaseByHand } from "../../plan/groups/release-by-hand.ts";
import type { ComparedSides } from "../../sync.ts";
import { EXIT, type ExitCode, exitCodeOfPlan } from "../exit-code.ts";
import { chooseGroups } from "../find/choose-groups.ts";
import { chooseKept } from "../find/choose-kept.ts";
import { confirm } from "../print/confirm.ts";
import { printPlan } from "../print/print-plan.ts";
import { reportError } from "../print/report-error.ts";
import { momentOf } from "../print/report-path.ts";
import { showResult } from "../print/show-result.ts";
import { applyReviewed } from "../runs/apply-reviewed.ts";
import { chooseOneTarget, runSync } from "../runs/run-sync.ts";
import type { Session } from "../session.ts";
import { assertState } from "../settings/assert-state.ts";
import { type GlobalOptions, openSettings, type Settings } from "../settings/open-settings.ts";
import { type Stop, whileListening } from "../world/stop-signals.ts";

export interface AdoptOptions extends GlobalOptions {
  /** Absent: every directory in which such a group waits. */
  readonly target?: string;
  readonly every?: boolean;
  /** Lets them go instead. */
  readonly release?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/**
 * `usersync adopt dev`: keeps groups in step that were in a directory before. Without names it lists them; with
 * `--release` it lets groups go that are kept.
 */
export async function adopt(
  session: Session,
  names: readonly string[],
  options: AdoptOptions,
): Promise<ExitCode> {
  const { target, every = false, release = false } = options;
  if (every && names.length > 0) throw namesBesideEvery(names);
  const settings = await openSettings(session, options);
  assertState(settings.config);
  return whileListening(session, async (stop) => {
    const only = target === undefined ? [] : [chooseOneTarget(settings.config.targets, target).name];
    const sides = new Map<string, ComparedSides>();
    const compared = (name: string, both: ComparedSides) => void sides.set(name, both);
    const request = { ...settings, only, allow: [], dryRun: true, compared, tellsOfLoss: true, stop };
    const plan = await runSync(session, request);
    if (plan.targets.some(({ error }) => error !== undefined)) return showUnread(session, plan, options);
    const scene = { plan, settings, options, stop };
    if (release) return letGo(session, chooseKept(names, releasableIn(sides)), scene);
    const waiting = adoptableIn(plan);
    const chosen = every ? waiting : chooseGroups(names, plan, sides);
    if (chosen.length > 0) return takeOver(session, { ...scene, sides, chosen });
    return list(session, { plan, sides, waiting, options });
  });
}

function namesBesideEvery(names: readonly string[]): UsersyncError {
  return new UsersyncError("USAGE", {
    what: `--every and ${names.map((name) => `“${name}”`).join(", ")} do not go together.`,
    why: "--every takes over all groups that wait, whatever they are called.",
    fix: "Leave --every out to take over those groups alone, or leave their names out.",
  });
}

/** Nothing is taken over on the strength of half a picture. */
async function showUnread(session: Session, plan: Plan, { json }: AdoptOptions): Promise<ExitCode> {
  const targets = plan.targets.filter(({ error }) => error !== undefined);
  const format = json === true ? "json" : "text";
  await printPlan(session, { ...plan, targets }, { format, stage: "plan", all: true });
  return exitCodeOfPlan(plan, false);
}

interface Scene {
  readonly plan: Plan;
  readonly settings: Settings;
  readonly options: AdoptOptions;
  readonly stop: Stop;
}

interface TakeOver extends Scene {
  readonly sides: ReadonlyMap<string, ComparedSides>;
  readonly chosen: readonly Adoptable[];
}

async function takeOver(
  session: Session,
  { plan, sides, chosen, settings, options, stop }: TakeOver,
): Promise<ExitCode> {
  const { json = false } = options;
  if (!json) {
    session.screen.print("Once taken over, these groups hold whom Entra says. The next run would do this:\n");
    await printPlan(session, previewAdoption(plan, chosen, sides), {
      format: "text",
      stage: "plan",
      all: true,
    });
  }
  const question = chosen.length === 1 ? "Take over this group?" : `Take over these ${chosen.length} groups?`;
  const scene = { plan: adoptByHand(plan, chosen), settings, options, stop };
  return carryOut(session, scene, { question, hint: "usersync run brings their members in step." });
}

async function letGo(session: Session, chosen: readonly Releasable[], scene: Scene): Promise<ExitCode> {
  const plan = releaseByHand(scene.plan, chosen);
  if (scene.options.json !== true)
    await printPlan(session, plan, { format: "text", stage: "plan", all: true });
  const question = chosen.length === 1 ? "Let this group go?" : `Let these ${chosen.length} groups go?`;
  const hint =
    "They stay as they are, and wait from then on. Where a rule of mapping.groups says adopt: always, the next run takes " +
    "them over again; with adopt: never they are left alone.";
  return carryOut(session, { ...scene, plan }, { question, hint });
}

async function carryOut(
  session: Session,
  { plan, settings, options, stop }: Scene,
  { question, hint }: { readonly question: string; readonly hint: string },
): Promise<ExitCode> {
  const { yes = false, json = false } = options;
  const begun = momentOf(session, settings);
  const complain = (error: unknown) => reportError(session, error, { json: false, debug: false });
  if (!(await confirm(session, { question, yes, json }))) return EXIT.done;
  const choice = { approve: [] };
  const result = await applyReviewed(session, { settings, plan, kind: "adopt", choice, stop });
  const code = await showResult(session, result, { json, stage: "result", begun, complain });
  if (!json && code === EXIT.done) session.screen.print(`\n${hint}`);
  return code;
}

interface Listing {
  readonly plan: Plan;
  readonly sides: ReadonlyMap<string, ComparedSides>;
  readonly waiting: readonly Adoptable[];
  readonly options: AdoptOptions;
}

async function list(session: Session, { plan, sides, waiting, options }: Listing): Promise<ExitCode> {
  const next = previewAdoption(plan, waiting, sides);
  if (options.json === true) {
    await printPlan(session, next, { format: "json", stage: "plan", all: true });
    return EXIT.done;
  }
  if (waiting.length === 0) {
    session.screen.print("No group waits to be taken over.");
    return EXIT.done;
  }
  session.screen.print(
    "Nothing is done now. Once these groups are taken over, the next run would do this:\n",
  );
  await printPlan(session, next, { format: "text", stage: "plan", all: true });
  session.screen.print(
    "\nThese groups were there before usersync came, or the state that knew them is lost. To keep them in step: usersync adopt <group>, or --every.",
  );
  return EXIT.done;
}
