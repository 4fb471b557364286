import { type ApplyProgress, applyPlan } from "./apply/apply-plan.ts";
import type { TargetConfig } from "./config/config.ts";
import { makeDesired } from "./desired/make-desired.ts";
import { toFailure } from "./errors.ts";
import type { Desired } from "./model/desired.ts";
import type { ReadProgress } from "./model/log.ts";
import type { Plan, TargetPlan } from "./model/plan.ts";
import type { SourceSnapshot } from "./model/source-snapshot.ts";
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
 * One run: read, work out, compare, guard, apply.
 *
 * @returns The plan; with what became of each operation unless it is a dry run.
 * @throws UsersyncError when the source could not be read to its end. Nothing was written then.
 */
export async function sync(parts: SyncParts, options: SyncOptions): Promise<Plan> {
  const snapshot = await parts.source.read({
    signal: options.signal,
    onRead: (progress) => parts.on.read("source", progress),
  });
  const plans = await Promise.all(
    parts.targets.map((target) => planTarget(target, snapshot, parts, options)),
  );
  const plan = asPlan(plans, parts.now());
  parts.on.planned(plan);
  if (options.dryRun) return plan;
  const results = await Promise.all(
    parts.targets.map(({ config, target }, index) =>
      applyPlan(plans[index] as TargetPlan, target, {
        signal: options.signal,
        finish: options.finish,
        onApplied: (progress) => parts.on.applied(config.name, progress),
      }),
    ),
  );
  return { ...plan, targets: results };
}

/** A directory that cannot be read has no plan, and does not keep the others from theirs. */
async function planTarget(
  { config, target }: SyncTarget,
  snapshot: SourceSnapshot,
  parts: SyncParts,
  { signal }: SyncOptions,
): Promise<TargetPlan> {
  const { capabilities } = target;
  const desired = makeDesired(snapshot, { mapping: config.mapping, guests: parts.guests, capabilities });
  try {
    const current = await target.read({
      groups: groupNames(desired),
      signal,
      onRead: (progress) => parts.on.read(config.name, progress),
    });
    return makePlan(desired, current, { ...config, capabilities });
  } catch (error) {
    const read = { users: 0, groups: 0, memberships: 0 };
    return {
      name: config.name,
      type: config.type,
      read,
      operations: [],
      notes: [],
      incomplete: [],
      error: toFailure(error),
    };
  }
}

function groupNames({ groups }: Desired): string[] {
  return groups.map((group) => group.name);
}

function asPlan(targets: readonly TargetPlan[], createdAt: Date): Plan {
  const complete = targets.every(({ error, incomplete }) => error === undefined && incomplete.length === 0);
  return { createdAt, complete, targets };
}
