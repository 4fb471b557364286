import type { Plan } from "../../model/plan.ts";
import { reportText, type TextOptions } from "./report-text.ts";

/**
 * What a run did, for a terminal, in the same shape as its plan. Ends with a line end.
 *
 * Disables, members removed, failures and what was withheld are listed in full, since this may be the only record.
 */
export function resultText(plan: Plan, options: TextOptions = {}): string {
  return reportText(plan, "result", options);
}
