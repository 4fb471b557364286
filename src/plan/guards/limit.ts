import type { Limit, LimitsConfig } from "../../config/config.ts";
import type { Tripped } from "../../model/plan.ts";

/** What one guard keeps back. `says` is absent for what `incomplete` of the plan says already. */
export interface Verdict {
  /** As in `withheldBy`. */
  readonly by: string;
  /** The ids of the operations. */
  readonly ids: readonly string[];
  readonly says?: Pick<Tripped, "message" | "allow" | "details">;
}

/** Limits that are a number or a share. */
export type LimitKey = {
  [Key in keyof LimitsConfig]: Limit extends LimitsConfig[Key] ? Key : never;
}[keyof LimitsConfig];

/** Whole things; a share is rounded down, so that a small directory has no hole. */
export function allowed(limit: Exclude<Limit, "none">, base: number): number {
  const share = "share" in limit ? Math.floor(limit.share * base + 1e-9) : Number.POSITIVE_INFINITY;
  return Math.min(share, "count" in limit ? limit.count : Number.POSITIVE_INFINITY);
}

/** A limit as an admin writes it: `10%`, `25`, `10% or 25`. */
export function limitText(limit: Exclude<Limit, "none">): string {
  const share = "share" in limit ? [`${Number((limit.share * 100).toPrecision(12))}%`] : [];
  const count = "count" in limit ? [String(limit.count)] : [];
  return [...share, ...count].join(" or ");
}

/** `limits.disable allows 3 (10%)`. */
export function allowance(key: LimitKey, limit: Exclude<Limit, "none">, base: number): string {
  const form = "share" in limit ? ` (${limitText(limit)})` : "";
  return `limits.${key} allows ${allowed(limit, base)}${form}`;
}
