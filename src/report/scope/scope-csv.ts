import type { JudgedPerson, ScopeReport } from "../../model/scope-report.ts";
import { csvRow } from "../csv.ts";

const HEADER = ["name", "displayName", "id", "enabled", "guest", "scope", "rule", "reason"];

/** Everybody as CSV, a record each below a header. `enabled` is empty where Entra does not say. */
export function* scopeCsv({ people }: Pick<ScopeReport, "people">): Generator<string, void> {
  yield csvRow(HEADER);
  for (const person of people) yield csvRow(cellsOf(person));
}

function cellsOf({ name, displayName = "", id, enabled, guest, isIn, rule = "", reason = "" }: JudgedPerson) {
  const state = enabled === null ? "" : String(enabled);
  return [name, displayName, id, state, String(guest), isIn ? "in" : "out", rule, reason];
}
