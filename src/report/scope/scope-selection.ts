import type { ScopeSelection } from "../../model/scope-report.ts";
import { visibleText } from "../visible-text.ts";

const MOST_GROUPS = 20;

/**
 * What the source was asked for, with the setting that says so, and that nobody else was read.
 *
 * @param all Names every group, however many there are.
 */
export function selectionWords(selection: ScopeSelection, all: boolean): string {
  if (selection.type === "file") return `Everybody in ${visibleText(selection.path)} (source.path).`;
  const { from, filter } = selection;
  const asked = askedWords(selection, all ? Number.POSITIVE_INFINITY : MOST_GROUPS);
  if (from === "all" && filter === undefined) return `${asked}.`;
  const narrowed =
    filter === undefined ? "" : `; of these, whom ${visibleText(filter)} fits (source.users.filter)`;
  return `${asked}${narrowed}. Nobody else was read.`;
}

type EntraSelection = Extract<ScopeSelection, { type: "entra" }>;

function askedWords(
  { from, application = "", groups = [], nested }: EntraSelection,
  mostGroups: number,
): string {
  switch (from) {
    case "all":
      return "Everybody in Entra (source.users.from: all)";
    case "assigned":
      return `Who is assigned to the enterprise application ${visibleText(application)}, and the members of groups assigned to it, ${nestedWords(nested)} (source.users.from: assigned)`;
    case "groups":
      return `The members of ${listWords(groups, mostGroups)}, ${nestedWords(nested)} (source.users.from: groups)`;
  }
}

function nestedWords(nested: boolean | undefined): string {
  return nested === false
    ? "not those of groups inside them, by source.users.nested"
    : "and of groups inside them";
}

function listWords(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).map(visibleText).join(", ");
  const hidden = names.length - most;
  return hidden > 0 ? `${shown} and ${hidden} more groups` : shown;
}
