import { carryOut, type Part } from "./apply/carry-out.ts";
import { underLock } from "./apply/under-lock.ts";
import { toFailure } from "./errors.ts";
import type { DirectorySnapshot } from "./model/directory-snapshot.ts";
import type { SourceId, TargetId } from "./model/ids.ts";
import type { Operation } from "./model/operation.ts";
import type { Plan, TargetPlan } from "./model/plan.ts";
import type { LinkNews, OpenEntry, SettledEntry } from "./model/recorded.ts";
import type { Person } from "./model/source-snapshot.ts";
import { refresh } from "./plan/look-again/refresh.ts";
import { settle } from "./plan/look-again/settle.ts";
import { type Choice, type TouchedObjects, touchedBy } from "./plan/look-again/touched.ts";
import { recall } from "./plan/recall/recall.ts";
import type { SyncOptions, SyncParts, SyncTarget } from "./sync.ts";

export type SavedParts = Pick<SyncParts, "source" | "targets" | "recording" | "on">;

export interface SavedOptions extends Pick<SyncOptions, "signal" | "finish"> {
  readonly choice: Choice;
}

/**
 * Carries out a plan that was made and looked at earlier, and nothing else: claim, look again at what it
 * touches, refuse each operation that went stale, record, apply.
 *
 * @param plan One target plan for each of `parts.targets`, in that order.
 * @returns The plan with what became of each operation.
 * @throws UsersyncError when another run holds a directory, when the source cannot be read, or when the
 *   state cannot be used. Nothing was written then.
 */
export async function applySaved(plan: Plan, parts: SavedParts, options: SavedOptions): Promise<Plan> {
  const { recording, targets, on } = parts;
  const startedAt = recording.now();
  const directories = targets.map(({ directory }) => directory);
  const claim = { state: recording.state, directories, holder: recording.holder };
  return underLock(claim, options.signal, async (signal) => {
    const looks = await lookAgain(plan, parts, { ...options, signal });
    const fresh = { ...plan, targets: looks.map(({ refreshed }) => refreshed) };
    on.planned(fresh);
    const work = looks.map((one, index) => partOf(one, targets[index] as SyncTarget));
    return carryOut(fresh, work, {
      recording: { ...recording, startedAt },
      signal,
      finish: options.finish,
      onApplied: on.applied,
    });
  });
}

interface LookedAgain {
  readonly refreshed: TargetPlan;
  /** What became of the operations of a run that had died before, and the links of what it had imported. */
  readonly settled: readonly SettledEntry[];
  readonly learned: LinkNews["learned"];
}

async function lookAgain(
  plan: Plan,
  { source, targets, recording: { state } }: SavedParts,
  { choice, signal }: SavedOptions,
): Promise<readonly LookedAgain[]> {
  const touched = plan.targets.map((one) => touchedBy(one, choice));
  const asked = [...new Set(touched.flatMap(({ people }) => people))];
  const people = asked.length === 0 ? [] : await source.look(asked, signal);
  return Promise.all(
    plan.targets.map((one, index) => {
      const target = targets[index] as SyncTarget;
      const objects = touched[index] as TouchedObjects;
      return refreshOne(one, { target, objects, people, state, choice, signal });
    }),
  );
}

interface Look {
  readonly target: SyncTarget;
  readonly objects: TouchedObjects;
  readonly people: readonly Person[];
  readonly state: SyncParts["recording"]["state"];
  readonly choice: Choice;
  readonly signal: AbortSignal;
}

/** Never rejects: a directory that cannot be read does not keep the others from what was planned for them. */
async function refreshOne(plan: TargetPlan, look: Look): Promise<LookedAgain> {
  try {
    const { open } = await look.state.remembered(look.target.directory);
    const { snapshot: current, news } = await lookAt(plan, look, open);
    const refreshed = refresh(plan, { current, people: look.people }, look.choice);
    const made = new Set(open.flatMap(({ operation }) => importedIn(operation)));
    const learned = news.learned.filter(({ sourceId }) => made.has(sourceId));
    return { refreshed, settled: settle(open, current), learned };
  } catch (error) {
    return { refreshed: { ...plan, operations: [], error: toFailure(error) }, settled: [], learned: [] };
  }
}

/**
 * With the accounts that the state has for these people by now, whatever they are called there; and with what
 * a run that died was at.
 */
async function lookAt(
  { operations }: TargetPlan,
  { target: { target, directory }, objects, state, signal }: Look,
  open: readonly OpenEntry[],
): Promise<{ readonly snapshot: DirectorySnapshot; readonly news: LinkNews }> {
  const left = touchedBy({ operations: open.map(({ operation }) => ({ ...operation, ...PLANNED })) }, ALL);
  const known = new Set<TargetId>([...objects.accounts, ...left.accounts]);
  const asked = [...operations, ...open.map(({ operation }) => operation)];
  const people = new Set(asked.flatMap((one) => personIn(one, known)));
  const accounts = new Set(known);
  for await (const links of state.links(directory)) {
    for (const { sourceId, targetId } of links) if (people.has(sourceId)) accounts.add(targetId);
  }
  const wanted = {
    accounts: [...accounts],
    usernames: [...new Set([...objects.usernames, ...left.usernames])],
    groups: [...new Map([...left.groups, ...objects.groups].map((group) => [group.name, group])).values()],
    leaders: [...new Set([...objects.leaders, ...left.leaders])],
  };
  const read = await target.look(wanted, signal);
  const { capabilities } = target;
  return recall(read, state.links(directory), { capabilities, open });
}

const PLANNED = { status: "planned" } as const;
const ALL: Choice = { approve: [] };

/** Whose account may be another than the plan knows of: there was none, or its id may be its name. */
function personIn(operation: Operation, known: ReadonlySet<TargetId>): readonly SourceId[] {
  if (operation.kind === "import") return [operation.user.sourceId];
  const isKnown =
    "user" in operation && operation.user.targetId !== undefined && known.has(operation.user.targetId);
  return isKnown ? [operation.user.sourceId] : [];
}

function importedIn(operation: Operation): readonly SourceId[] {
  return operation.kind === "import" ? [operation.user.sourceId] : [];
}

function partOf({ refreshed: plan, settled, learned }: LookedAgain, { target, directory }: SyncTarget): Part {
  const { name, type } = plan;
  const news = { learned, missing: [] };
  return { target, plan, record: { name, type, directory, news, settled } };
}
