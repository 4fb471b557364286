import type { LimitsConfig } from "../../config/config.ts";
import type { Operation } from "../../model/operation.ts";
import { allowance, allowed, type Verdict } from "./limit.ts";

const LIMITED = ["disable", "import", "update"] as const;

/** Limits on how many accounts one run disables, imports or updates, measured against those active today. */
export function guardKinds(
  operations: readonly Operation[],
  limits: LimitsConfig,
  active: number,
): readonly Verdict[] {
  return LIMITED.flatMap((kind): Verdict[] => {
    const limit = limits[kind];
    if (limit === "none") return [];
    const ids = operations.filter((operation) => operation.kind === kind).map(({ id }) => id);
    if (ids.length <= allowed(limit, active)) return [];
    const message = `${amount(kind, ids.length, active)}; ${allowance(kind, limit, active)}.`;
    return [{ by: `limits.${kind}`, ids, says: { message, allow: `${kind}=${ids.length}`, details: [] } }];
  });
}

function amount(kind: (typeof LIMITED)[number], count: number, active: number): string {
  if (kind === "disable") return `${count} of ${active} active accounts would be disabled`;
  const accounts = count === 1 ? "1 account" : `${count} accounts`;
  return `${accounts} would be ${kind === "import" ? "imported" : "updated"}, with ${active} active today`;
}
