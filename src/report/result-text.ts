import type { Plan } from "../model/plan.ts";
import { reportText, type TextOptions } from "./report-text.ts";

/** What a run did, for a terminal, in the same shape as its plan. Ends with a line end. */
export function resultText(plan: Plan, options: TextOptions = {}): string {
  return reportText(plan, "result", options);
}
