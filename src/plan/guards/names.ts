import type { LimitsConfig } from "../../config/config.ts";
import type { Operation } from "../../model/operation.ts";
import { allowance, allowed, type Verdict } from "./limit.ts";

/** Fewer than so many are no sign that the mapping is wrong. */
const SIGN = 5;

export interface NameFacts {
  /** Managed accounts that are active today. */
  readonly active: number;
  /** Accounts that belong to somebody, or turned out to by their names. */
  readonly matched: number;
  /** Accounts that people can sign in with, whomever they belong to. */
  readonly accounts: number;
}

/**
 * Withholds what a wrong `mapping.username` does: new names for accounts that have good ones, and second
 * accounts beside those that people have.
 */
export function guardNames(
  operations: readonly Operation[],
  limits: LimitsConfig,
  facts: NameFacts,
): readonly Verdict[] {
  return [...guardRenames(operations, limits, facts.active), ...guardUnmatched(operations, limits, facts)];
}

/** @param active Managed accounts that are active today. */
export function guardRenames(
  operations: readonly Operation[],
  { rename }: LimitsConfig,
  active: number,
): readonly Verdict[] {
  if (rename === "none") return [];
  const ids = operations.filter(isRename).map(({ id }) => id);
  const most = allowed(rename, active);
  if (ids.length <= ("count" in rename ? most : Math.max(most, SIGN - 1))) return [];
  const who = `${ids.length} of ${active} active accounts would get a new username`;
  const message = `${who}; ${allowance("rename", rename, active)}.`;
  return [{ by: "limits.rename", ids, says: { message, allow: `rename=${ids.length}`, details: [] } }];
}

/** Whether an account gets a new username by it. */
export function isRename(operation: Operation): boolean {
  return operation.kind === "update" && operation.changes.some(({ field }) => field === "username");
}

function guardUnmatched(
  operations: readonly Operation[],
  { unmatched }: LimitsConfig,
  { matched, accounts }: NameFacts,
): readonly Verdict[] {
  if (unmatched === "allow" || matched > 0 || accounts < SIGN) return [];
  const ids = operations.filter(({ kind }) => kind === "import").map(({ id }) => id);
  if (ids.length < SIGN) return [];
  const message = `${ids.length} people would be imported, and not one of the ${accounts} accounts that are here has the username or the e-mail of any of them.`;
  return [{ by: "limits.unmatched", ids, says: { message, allow: "unmatched", details: [] } }];
}
