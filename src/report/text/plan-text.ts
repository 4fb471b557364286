import type { Plan } from "../../model/plan.ts";
import { reportText, type TextOptions } from "./report-text.ts";

/** What a run would do, for a terminal. Ends with a line end. */
export function planText(plan: Plan, options: TextOptions = {}): string {
  return reportText(plan, "plan", options);
}
