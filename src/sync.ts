import type { ApplyProgress } from "./apply/apply-plan.ts";
import { carryOut, type Part, type Recording } from "./apply/carry-out.ts";
import { underLock } from "./apply/under-lock.ts";
import type { TargetConfig } from "./config/config.ts";
import { makeDesired } from "./desired/make-desired.ts";
import { toFailure } from "./errors.ts";
import { lookBeforeDisabling } from "./look-before-disabling.ts";
import type { Desired } from "./model/desired.ts";
import type { DirectorySnapshot } from "./model/directory-snapshot.ts";
import type { ReadProgress } from "./model/log.ts";
import type { Plan, TargetPlan } from "./model/plan.ts";
import type { Remembered } from "./model/recorded.ts";
import type { Scope } from "./model/scope.ts";
import { unread } from "./plan/frame.ts";
import { keptBy, newsOfGroups } from "./plan/groups/kept-groups.ts";
import { baselineAfter } from "./plan/guards/shrinking.ts";
import { settle } from "./plan/look-again/settle.ts";
import { groupsIn } from "./plan/look-again/touched.ts";
import { makePlan, type PlanRules } from "./plan/make-plan.ts";
import { freshPeople } from "./plan/users/fresh-people.ts";
import { successorsOf } from "./plan/users/hand-over.ts";
import { readDirectory } from "./read-directory.ts";
import type { Source } from "./source/source.ts";
import type { RunTarget } from "./state/state.ts";
import type { Target } from "./target/target.ts";

export interface SyncParts {
  readonly source: Source;
  /** Who of the people that the source gives is to have an account. */
  readonly scope: Scope;
  readonly targets: readonly SyncTarget[];
  /** What is remembered from earlier runs, and where this one is recorded. */
  readonly recording: Omit<Recording, "startedAt">;
  readonly on: SyncEvents;
}

export interface SyncTarget {
  readonly config: TargetConfig;
  readonly target: Target;
  /** Which directory it is, whatever the config calls it. */
  readonly directory: string;
  /** What of the config decides the plan, by path; to tell later what was changed. */
  readonly settings: Readonly<Record<string, string>>;
}

/** What whoever waits for a run can be told. `who` is "source" or the name of a target. */
export interface SyncEvents {
  read(who: string, progress: ReadProgress): void;
  planned(plan: Plan): void;
  applied(target: string, progress: ApplyProgress): void;
  /** Both sides of a directory as they were compared, for commands that explain them. */
  compared?(target: string, sides: ComparedSides): void;
}

export interface ComparedSides {
  readonly desired: Desired;
  readonly current: DirectorySnapshot;
  readonly rules: PlanRules;
}

export interface SyncOptions {
  readonly dryRun: boolean;
  /** Stops at once. */
  readonly signal: AbortSignal;
  /** Starts nothing new, and reports what was done. */
  readonly finish: AbortSignal;
}

/**
 * One run: claim, read, work out, compare, guard, record, apply. Both sides are read at the same time.
 *
 * @returns The plan; with what became of each operation unless it is a dry run.
 * @throws UsersyncError when the source could not be read, when another run holds a directory, or when
 *   the state cannot be used. Nothing was written then.
 */
export async function sync(parts: SyncParts, options: SyncOptions): Promise<Plan> {
  const { recording, targets, on } = parts;
  const startedAt = recording.now();
  if (options.dryRun) return announce(await preview(parts, options.signal), parts);
  const directories = targets.map(({ directory }) => directory);
  const claim = { state: recording.state, directories, holder: recording.holder };
  return underLock(claim, options.signal, async (signal) => {
    const drafts = await preview(parts, signal);
    const work = drafts.map(({ plan, record }, index): Part => {
      const { target } = targets[index] as SyncTarget;
      return { target, plan, record };
    });
    return carryOut(announce(drafts, parts), work, {
      recording: { ...recording, startedAt },
      signal,
      finish: options.finish,
      onApplied: on.applied,
    });
  });
}

/** What is to be done in one directory, and what reading it taught. */
interface Draft {
  readonly plan: TargetPlan;
  readonly record: RunTarget;
}

async function preview(parts: SyncParts, outer: AbortSignal): Promise<readonly Draft[]> {
  const giveUp = new AbortController();
  const signal = AbortSignal.any([outer, giveUp.signal]);
  const desired = readDesired(parts, signal);
  const drafts = Promise.all(
    parts.targets.map((target, index) => draft(target, desired[index] as Promise<Desired>, parts, signal)),
  );
  try {
    await Promise.all(desired);
  } catch (error) {
    giveUp.abort();
    await drafts;
    throw error;
  }
  return drafts;
}

/** What each target should contain. Nothing holds on to the snapshot once that is known: it is large. */
function readDesired(
  { source, targets, scope, recording, on }: SyncParts,
  signal: AbortSignal,
): Promise<Desired>[] {
  const snapshot = source.read({ signal, onRead: (progress) => on.read("source", progress) });
  const now = recording.now().getTime();
  return targets.map(async ({ config: { mapping }, target: { capabilities } }) =>
    makeDesired(await snapshot, { mapping, scope, now, capabilities }),
  );
}

/** Never rejects: a directory that cannot be read has no plan, and does not keep the others from theirs. */
async function draft(
  { config, target, directory, settings }: SyncTarget,
  wanted: Promise<Desired>,
  { on, recording: { state, now } }: SyncParts,
  signal: AbortSignal,
): Promise<Draft> {
  const { name, type } = config;
  const { capabilities } = target;
  try {
    const remembered = await state.remembered(directory);
    const { open, separations, baseline, attempted = [] } = remembered;
    const onRead = (progress: ReadProgress) => on.read(name, progress);
    const groups = wanted.then((desired) => groupsToRead(desired, remembered));
    groups.catch(() => "the target may fail before it asks for them");
    const { snapshot, news } = await readDirectory(
      { target, directory, state, open, attempted },
      { groups, signal, onRead },
    );
    const desired = await wanted;
    const past = { settings, ...(baseline !== undefined && { baseline }) };
    const kept = keptBy(remembered, snapshot);
    const rules = { ...config, capabilities, separations, past, successors: successorsOf(config), kept };
    const first = makePlan(desired, snapshot, rules);
    const earlier = open.map(({ operation }) => operation);
    const looked = await lookBeforeDisabling(first.operations, { snapshot, config, target, earlier, signal });
    const plan = looked === snapshot ? first : makePlan(desired, looked, rules);
    on.compared?.(name, { desired, current: looked, rules });
    const next = baselineAfter(plan, desired, { at: now().toISOString(), settings });
    const taught = {
      news,
      settled: settle(open, looked),
      fresh: freshPeople(snapshot, desired, attempted),
      ...newsOfGroups(desired, looked, { ...rules, before: remembered.groups }),
    };
    const record = { name, type, directory, ...taught, ...(next !== undefined && { baseline: next }) };
    return { plan, record };
  } catch (error) {
    return {
      plan: unread(config, toFailure(error)),
      record: { name, type, directory, news: NO_NEWS, settled: [] },
    };
  }
}

const NO_NEWS = { learned: [], missing: [] };

/** Those that the source names, those that are kept, and those of a run that died. */
function groupsToRead({ groups }: Desired, { open, groups: kept = [] }: Remembered): readonly string[] {
  const interrupted = groupsIn(open.map(({ operation }) => operation));
  return [...new Set([...groups, ...kept, ...interrupted].map(({ name }) => name))];
}

function announce(drafts: readonly Draft[], { recording, on }: SyncParts): Plan {
  const targets = drafts.map(({ plan }) => plan);
  const complete = targets.every(({ error, incomplete }) => error === undefined && incomplete.length === 0);
  const plan = { createdAt: recording.now(), complete, targets };
  on.planned(plan);
  return plan;
}
