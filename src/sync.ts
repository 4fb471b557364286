import { type ApplyProgress, applyPlan } from "./apply/apply-plan.ts";
import type { TargetConfig } from "./config/config.ts";
import { makeDesired } from "./desired/make-desired.ts";
import { toFailure } from "./errors.ts";
import type { Desired } from "./model/desired.ts";
import type { ReadProgress } from "./model/log.ts";
import type { Plan, TargetPlan } from "./model/plan.ts";
import { makePlan } from "./plan/make-plan.ts";
import type { Source } from "./source/source.ts";
import type { Target } from "./target/target.ts";

export interface SyncParts {
  readonly source: Source;
  readonly guests: "exclude" | "include";
  readonly targets: readonly SyncTarget[];
  readonly now: () => Date;
  readonly on: SyncEvents;
}

export interface SyncTarget {
  readonly config: TargetConfig;
  readonly target: Target;
}

/** What whoever waits for a run can be told. `who` is "source" or the name of a target. */
export interface SyncEvents {
  read(who: string, progress: ReadProgress): void;
  planned(plan: Plan): void;
  applied(target: string, progress: ApplyProgress): void;
}

export interface SyncOptions {
  readonly dryRun: boolean;
  /** Stops at once. */
  readonly signal: AbortSignal;
  /** Starts nothing new, and reports what was done. */
  readonly finish: AbortSignal;
}

/**
 * One run: read, work out, compare, guard, apply. Both sides are read at the same time.
 *
 * @returns The plan; with what became of each operation unless it is a dry run.
 * @throws UsersyncError when the source could not be read to its end. Nothing was written then.
 */
export async function sync(parts: SyncParts, options: SyncOptions): Promise<Plan> {
  const plan = await preview(parts, options.signal);
  parts.on.planned(plan);
  if (options.dryRun) return plan;
  const results = await Promise.all(
    parts.targets.map(({ config, target }, index) =>
      applyPlan(plan.targets[index] as TargetPlan, target, {
        signal: options.signal,
        finish: options.finish,
        onApplied: (progress) => parts.on.applied(config.name, progress),
      }),
    ),
  );
  return { ...plan, targets: results };
}

async function preview(parts: SyncParts, outer: AbortSignal): Promise<Plan> {
  const giveUp = new AbortController();
  const signal = AbortSignal.any([outer, giveUp.signal]);
  const desired = readDesired(parts, signal);
  const plans = Promise.all(
    parts.targets.map((target, index) =>
      planTarget(target, desired[index] as Promise<Desired>, parts.on, signal),
    ),
  );
  try {
    await Promise.all(desired);
  } catch (error) {
    giveUp.abort();
    await plans;
    throw error;
  }
  return asPlan(await plans, parts.now());
}

/** What each target should contain. Nothing holds on to the snapshot once that is known: it is large. */
function readDesired({ source, targets, guests, on }: SyncParts, signal: AbortSignal): Promise<Desired>[] {
  const snapshot = source.read({ signal, onRead: (progress) => on.read("source", progress) });
  return targets.map(async ({ config: { mapping }, target: { capabilities } }) =>
    makeDesired(await snapshot, { mapping, guests, capabilities }),
  );
}

/** Never rejects: a directory that cannot be read has no plan, and does not keep the others from theirs. */
async function planTarget(
  { config, target }: SyncTarget,
  desired: Promise<Desired>,
  on: SyncEvents,
  signal: AbortSignal,
): Promise<TargetPlan> {
  const groups = desired.then(groupNames);
  groups.catch(() => "the target may fail before it asks for them");
  try {
    const onRead = (progress: ReadProgress) => on.read(config.name, progress);
    const current = await target.read({ groups, signal, onRead });
    return makePlan(await desired, current, { ...config, capabilities: target.capabilities });
  } catch (error) {
    return unread(config, error);
  }
}

function unread({ name, type }: TargetConfig, error: unknown): TargetPlan {
  const read = { users: 0, groups: 0, memberships: 0 };
  return {
    name,
    type,
    read,
    operations: [],
    notes: [],
    tripped: [],
    incomplete: [],
    error: toFailure(error),
  };
}

function groupNames({ groups }: Desired): string[] {
  return groups.map((group) => group.name);
}

function asPlan(targets: readonly TargetPlan[], createdAt: Date): Plan {
  const complete = targets.every(({ error, incomplete }) => error === undefined && incomplete.length === 0);
  return { createdAt, complete, targets };
}
