import type { LimitsConfig } from "../../config/config.ts";
import type { Desired } from "../../model/desired.ts";
import type { Operation } from "../../model/operation.ts";
import type { TargetPlan } from "../../model/plan.ts";
import type { Baseline } from "../../model/recorded.ts";
import { allowance, allowed, type Verdict } from "./limit.ts";
import { isRemoval } from "./losses.ts";

/** How large things are: what later runs are measured against. */
export type Size = Pick<Baseline, "population" | "scope">;

/** What is known of earlier runs, and the settings of this one. */
export interface Past {
  /** Absent: nothing is remembered of this directory. */
  readonly baseline?: Baseline;
  readonly settings: Baseline["settings"];
}

/** The size of what a directory should contain, for the baseline of a run that was not held back. */
export function baselineOf({ population, users }: Desired): Size {
  return { population, scope: users.filter(({ active }) => active !== false).length };
}

/** What later runs are measured against; `undefined` when this one was held back for shrinking, or has no plan. */
export function baselineAfter(
  { tripped, error }: Pick<TargetPlan, "tripped" | "error">,
  desired: Desired,
  { at, settings }: Pick<Baseline, "at" | "settings">,
): Baseline | undefined {
  const heldBack = tripped.some(({ by }) => by === "limits.shrinkSource" || by === "limits.shrinkScope");
  return heldBack || error !== undefined ? undefined : { at, ...baselineOf(desired), settings };
}

/**
 * Keeps back every disabling and removal when suddenly far fewer people are there than at the last run.
 * Whether it is the source that shrank can be told only while the config asks it the same question;
 * what a change of the config takes away is the scope.
 */
export function guardShrinking(
  operations: readonly Operation[],
  limits: LimitsConfig,
  { baseline, settings }: Past,
  now: Size,
): readonly Verdict[] {
  if (baseline === undefined) return [];
  const changes = changedSettings(baseline.settings, settings);
  const isSameQuestion = !changes.some((line) => line.startsWith("source."));
  const says = [
    ...(isSameQuestion ? shrunkSource(limits, baseline, now) : []),
    ...(changes.length > 0 ? shrunkScope(limits, baseline, now, changes) : []),
  ];
  if (says.length === 0) return [];
  const ids = operations
    .filter((operation) => operation.kind === "disable" || isRemoval(operation))
    .map(({ id }) => id);
  return says.map((verdict) => ({ ...verdict, ids }));
}

function shrunkSource({ shrinkSource: limit }: LimitsConfig, then: Baseline, now: Size): Unbound[] {
  const fewer = then.population - now.population;
  if (limit === "none" || fewer <= allowed(limit, then.population)) return [];
  const message =
    `The source gave ${now.population} people, after ${then.population} on ${dayOf(then)}: ${fewer} fewer. ` +
    `${allowance("shrinkSource", limit, then.population)}.`;
  return [{ by: "limits.shrinkSource", says: { message, allow: `shrinkSource=${fewer}`, details: [] } }];
}

function shrunkScope(
  { shrinkScope: limit }: LimitsConfig,
  then: Baseline,
  now: Size,
  details: readonly string[],
): Unbound[] {
  const fewer = then.scope - now.scope;
  if (limit === "none" || fewer <= allowed(limit, then.scope)) return [];
  const message =
    `The config has changed, and ${now.scope} people are to have an active account here, after ${then.scope} ` +
    `on ${dayOf(then)}: ${fewer} fewer. ${allowance("shrinkScope", limit, then.scope)}.`;
  return [{ by: "limits.shrinkScope", says: { message, allow: `shrinkScope=${fewer}`, details } }];
}

type Unbound = Omit<Verdict, "ids">;

function dayOf({ at }: Baseline): string {
  return at.slice(0, 10);
}

/** Which operations are switched on and where the limits stand puts nobody out of scope. */
const WITHOUT_EFFECT = /^(?:limits|operations)\./;

function changedSettings(before: Baseline["settings"], after: Baseline["settings"]): string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths
    .filter((path) => before[path] !== after[path] && !WITHOUT_EFFECT.test(path))
    .map((path) => `${path}: ${before[path] ?? "(not set)"} → ${after[path] ?? "(not set)"}`);
}
