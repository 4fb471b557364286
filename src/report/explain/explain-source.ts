import { isSameName } from "../../model/names.ts";
import type { PersonStory, RuleStory, ScopeStep, SourceStory } from "../../model/person-story.ts";
import type { ScopeSelection } from "../../model/scope-report.ts";
import type { GroupTrace } from "../../model/source-snapshot.ts";
import { selectionWords } from "../scope/scope-selection.ts";
import type { Paint } from "../text/paint.ts";
import { visibleText } from "../visible-text.ts";
import { type ExplainLayout, factLines, type Said } from "./explain-lines.ts";

/** Whom a story is about, and what the source and the scope say about them. */
export function sourceLines(
  { id, person }: PersonStory,
  asked: string,
  selection: ScopeSelection,
  layout: ExplainLayout,
): readonly string[] {
  const { paint } = layout;
  if (person === undefined) {
    const name = id ?? `“${visibleText(asked)}”`;
    const who = `Nobody in Entra has the ${id === undefined ? "name" : "object id"} ${name}.`;
    return [paint.bold(name), ...factLines("Entra", [{ sign: paint.yellow("✗"), text: who }], layout)];
  }
  const { name, displayName, enabled, guest } = person;
  const shown = displayName === undefined ? "" : `  ${visibleText(displayName)}`;
  const facts = [enabledWords(enabled), guest ? "guest" : "no guest", `object id ${person.id}`].join(", ");
  return [
    paint.bold(visibleText(name)) + shown,
    ...factLines("Entra", [{ sign: paint.green("✓"), text: `Found: ${facts}` }], layout),
    ...factLines("Scope", scopeSaid(person, selection, paint), layout),
    ...factLines("Groups", groupsSaid(person), layout),
  ];
}

function enabledWords(enabled: boolean | null): string {
  if (enabled === null) return "Entra does not say whether enabled";
  return enabled ? "enabled" : "disabled";
}

function scopeSaid(person: SourceStory, selection: ScopeSelection, paint: Paint): readonly Said[] {
  const { isSelected, isIn, scope } = person;
  const sign = (isGood: boolean) => (isGood ? paint.green("✓") : paint.red("✗"));
  const verdict = isIn ? "In scope" : "Out of scope";
  return [
    { sign: sign(isIn), text: `${verdict}${isSelected ? "" : ": not among those whom the config selects"}` },
    { sign: sign(isSelected), deeper: 2, text: selectionWords(selection, false) },
    ...waysIn(person, selection).map((text): Said => ({ deeper: 4, text })),
    ...scope.flatMap((step) => stepSaid(step, person, paint)),
  ];
}

/** By which groups the config selects somebody. */
function waysIn({ isSelected, groups }: SourceStory, selection: ScopeSelection): readonly string[] {
  if (!isSelected || selection.type === "file" || selection.from === "all") return [];
  const ways = groups.filter(({ role }) => role === "users").flatMap(waysOf);
  return ways.length === 0 && selection.from === "assigned" ? ["assigned in person"] : ways;
}

function stepSaid(
  { setting, outcome, decides, reason, rule }: ScopeStep,
  { groups }: SourceStory,
  paint: Paint,
): readonly Said[] {
  const remark = outcome === "passes" || decides ? "" : " (not asked any more)";
  const found = reason === undefined ? passedWords(setting) : visibleText(reason);
  const text = `${setting}: ${rule === undefined ? found : ruleWords(rule)}${remark}`;
  const parts = rule === undefined ? [] : partsSaid(rule, { deeper: 4, groups, paint });
  return [{ sign: signOf(outcome, paint), deeper: 2, text }, ...parts];
}

function passedWords(setting: string): string {
  return setting.endsWith("guests") ? "does not keep them out" : "does not name them";
}

function signOf(outcome: ScopeStep["outcome"], paint: Paint): string {
  return outcome === "out" ? paint.red("✗") : paint.green("✓");
}

function ruleWords({ property, values = [], text, holds }: RuleStory): string {
  const outcome = holds ? "holds" : "does not hold";
  if (property === undefined) return `${visibleText(text)} ${outcome}`;
  const found = values.length === 0 ? "has no value" : `is ${values.map((one) => `"${one}"`).join(", ")}`;
  return visibleText(`${outcome}: ${property} ${found}; wanted: ${text}`);
}

interface PartLayout {
  readonly deeper: number;
  readonly groups: readonly GroupTrace[];
  readonly paint: Paint;
}

/** The rules that a rule is made of; for one about a group, by which ways somebody is in it. */
function partsSaid({ group, parts = [] }: RuleStory, layout: PartLayout): readonly Said[] {
  const { deeper, groups, paint } = layout;
  const isMeant = ({ role, id, name }: GroupTrace) =>
    role === "where" && group !== undefined && [id, name].some((one) => isSameName(one, group));
  const ways = groups.filter(isMeant).flatMap(waysOf);
  return [
    ...ways.map((text) => ({ deeper, text })),
    ...parts.flatMap((part) => [
      { sign: signOf(part.holds ? "passes" : "out", paint), deeper, text: ruleWords(part) },
      ...partsSaid(part, { ...layout, deeper: deeper + 2 }),
    ]),
  ];
}

function groupsSaid({ groups }: SourceStory): readonly string[] {
  return groups.filter(({ role }) => role === "groups").flatMap(waysOf);
}

/** `All Staff ▸ Engineering ▸ Platform`: a line for each way. */
function waysOf({ name, paths, hasMore }: GroupTrace): readonly string[] {
  if (paths.length === 0) return [visibleText(name)];
  const ways = paths.map((path) => path.map(visibleText).join(" ▸ "));
  return hasMore ? [...ways, `… and more ways into ${visibleText(name)}`] : ways;
}
