import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { LinkUser } from "../../model/operation.ts";
import type { Plan } from "../../model/plan.ts";
import { linkByHand, unlinkByHand } from "../../plan/match/by-hand.ts";
import { planOfOne } from "../../plan/match/plan-of-one.ts";
import { recall } from "../../plan/recall/recall.ts";
import type { Source } from "../../source/source.ts";
import type { SyncParts, SyncTarget } from "../../sync.ts";
import { EXIT } from "../exit-code.ts";
import { assertNoOther, chooseAccount } from "../find/choose-account.ts";
import { findPerson } from "../find/find-person.ts";
import { confirm } from "../print/confirm.ts";
import { printPlan } from "../print/print-plan.ts";
import { reportError } from "../print/report-error.ts";
import { momentOf } from "../print/report-path.ts";
import { showResult } from "../print/show-result.ts";
import { applyReviewed } from "../runs/apply-reviewed.ts";
import { chooseOneTarget, openParts } from "../runs/run-sync.ts";
import { withProgress } from "../runs/with-progress.ts";
import { withRecording } from "../runs/with-recording.ts";
import type { Session } from "../session.ts";
import { assertState } from "../settings/assert-state.ts";
import { type GlobalOptions, openSettings, type Settings } from "../settings/open-settings.ts";
import { type Stop, whileListening } from "../world/stop-signals.ts";

export interface LinkOptions extends GlobalOptions {
  /** May be left out when the config has only one. */
  readonly target?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `usersync link ada@example.com ada`: says whose account it is. */
export function link(
  session: Session,
  { user, account }: { readonly user: string; readonly account: string },
  options: LinkOptions,
): Promise<number> {
  return relink(session, options, {
    kind: "link",
    question: `Give ${account} to ${user}?`,
    decide: async ({ source, target, current, signal }) => {
      const person = await findPerson(source, user, signal);
      const found = chooseAccount(current, account, target);
      assertNoOther(current, found, { person, target: target.config.name });
      return found.link === person ? undefined : linkByHand(found, person, target.config.name);
    },
    nothing: `${account} belongs to ${user} already.`,
  });
}

/** `usersync unlink ada`: takes a link away, and keeps the two apart from then on. */
export function unlink(session: Session, account: string, options: LinkOptions): Promise<number> {
  return relink(session, options, {
    kind: "unlink",
    question: `Take the link of ${account} away?`,
    decide: async ({ target, current }) => {
      const { link, ...found } = chooseAccount(current, account, target);
      return link === undefined ? undefined : unlinkByHand({ ...found, link }, target.config.name);
    },
    nothing: `${account} is linked to nobody.`,
  });
}

interface Sides {
  readonly source: Source;
  readonly target: SyncTarget;
  readonly current: DirectorySnapshot;
  readonly signal: AbortSignal;
}

interface Relinking {
  readonly kind: "link" | "unlink";
  readonly question: string;
  readonly decide: (sides: Sides) => Promise<LinkUser | undefined>;
  /** What to say when there is nothing to do. */
  readonly nothing: string;
}

async function relink(session: Session, options: LinkOptions, wish: Relinking): Promise<number> {
  const { yes = false, json = false } = options;
  const settings = await openSettings(session, options);
  assertState(settings.config);
  const begun = momentOf(session, settings);
  const complain = (error: unknown) => reportError(session, error, { json: false, debug: false });
  return whileListening(session, async (stop) => {
    const plan = await preview(session, { settings, options, wish, stop });
    if (plan.targets.every(({ operations }) => operations.length === 0)) {
      return sayNothing(session, plan, { json, nothing: wish.nothing });
    }
    if (!yes && !json) await printPlan(session, plan, { format: "text", stage: "plan", all: true });
    if (!(await confirm(session, { question: wish.question, yes, json }))) return EXIT.done;
    const choice = { approve: [] };
    const result = await applyReviewed(session, { settings, plan, kind: wish.kind, choice, stop });
    return showResult(session, result, { json, stage: "result", begun, complain });
  });
}

async function sayNothing(
  session: Session,
  plan: Plan,
  { json, nothing }: { readonly json: boolean; readonly nothing: string },
): Promise<number> {
  if (json) await printPlan(session, plan, { format: "json", stage: "plan", all: true });
  else session.screen.print(nothing);
  return EXIT.done;
}

interface Preview {
  readonly settings: Settings;
  readonly options: LinkOptions;
  readonly wish: Relinking;
  readonly stop: Stop;
}

/** The whole directory is read: only then is it known that the person has no other account there. */
function preview(session: Session, { settings, options, wish, stop }: Preview): Promise<Plan> {
  const { config, log } = settings;
  const targets = [chooseOneTarget(config.targets, options.target)];
  return withProgress(session, { log, stop, writes: false }, (on) =>
    withRecording(session, { config, log, kind: wish.kind, access: "read" }, async (recording) => {
      const { source, targets: opened } = await openParts(session, { config, log, targets });
      const [target] = opened as readonly [SyncTarget];
      const signal = stop.now;
      const current = await readAll(target, { recording, on, signal });
      const operation = await wish.decide({ source, target, current, signal });
      return planOfOne(operation, { current, ...target.config, createdAt: recording.now() });
    }),
  );
}

interface Reading extends Pick<SyncParts, "recording" | "on"> {
  readonly signal: AbortSignal;
}

async function readAll(
  { config, target, directory }: SyncTarget,
  { recording: { state }, on, signal }: Reading,
): Promise<DirectorySnapshot> {
  const onRead = (progress: Parameters<typeof on.read>[1]) => on.read(config.name, progress);
  const read = await target.read({ groups: [], signal, onRead });
  const { capabilities } = target;
  return (await recall(read, state.links(directory), { capabilities, open: [] })).snapshot;
}
