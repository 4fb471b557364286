import type { JudgedPerson, ScopeReport, ScopeSelection, ScopeSetting } from "../../model/scope-report.ts";
import { groupBy } from "../outline/group-by.ts";
import { alignedRows } from "../text/aligned-rows.ts";
import { type Paint, plainPaint } from "../text/paint.ts";
import { proseLines } from "../text/prose-lines.ts";
import { visibleText } from "../visible-text.ts";
import { countWords, pluralWords } from "../words.ts";
import { type PeopleLayout, peopleLines } from "./scope-people.ts";
import { selectionWords } from "./scope-selection.ts";

export interface ScopeTextOptions {
  /** Colours; none when absent. */
  readonly paint?: Paint;
  /** Columns of the terminal, 100 when absent. */
  readonly width?: number;
  /** Show everybody, and every value whole. */
  readonly all?: boolean;
}

const ROWS = 20;
const MOST_HINTS = 10;
const WIDTH = { usual: 100, least: 60 };
const LONGEST_TEXT = 120;

/** Who is in scope and who is not, by the setting that decided. Ends with a line end. */
export function scopeText(
  report: ScopeReport,
  selection: ScopeSelection,
  options: ScopeTextOptions = {},
): string {
  const { paint = plainPaint, width = WIDTH.usual, all = false } = options;
  const layout: PeopleLayout = {
    paint,
    width: Math.max(width, WIDTH.least),
    limit: all ? Number.POSITIVE_INFINITY : ROWS,
    all,
  };
  const read = paint.dim(`  ${pluralWords(report.counts.read, "user")} read`);
  const lines = [
    `${paint.bold("source")} (${selection.type})${read}`,
    ...proseLines("", selectionWords(selection, all), layout),
    "",
    ...settingLines(report.settings, layout),
    ...outLines(report, layout),
    ...inLines(report, layout),
    ...hintLines(report, layout),
    "",
    paint.bold(closingWords(report)),
  ];
  return `${lines.join("\n")}\n`;
}

/** A line for each setting, so that what each of them does is seen at one glance. */
function settingLines(settings: readonly ScopeSetting[], { paint, all }: PeopleLayout): readonly string[] {
  const numberWidth = Math.max(...settings.map(({ people }) => countWords(people).length));
  const rows = settings.map(({ setting, decides, text, people }) => [
    `${countWords(people).padStart(numberWidth)} ${decides}`,
    setting,
    text === "" ? "names nobody" : visibleText(text),
  ]);
  const most = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    all ? Number.POSITIVE_INFINITY : LONGEST_TEXT,
  ];
  const looks = (cell: string, column: number) => (column === 2 ? paint.dim(cell) : cell);
  return [
    `  ${paint.bold("Settings")}  ${paint.dim("in the order in which they decide")}`,
    ...alignedRows(rows, { most, paint: looks }).map((row) => `    ${row}`),
  ];
}

function outLines({ people, counts, settings }: ScopeReport, layout: PeopleLayout): readonly string[] {
  if (counts.out === 0) return [];
  const byRule = groupBy(
    people.filter(({ isIn }) => !isIn),
    ({ rule }) => rule,
  );
  return [
    ...headLines("Out", counts.out, layout),
    ...settings.flatMap(({ setting, text }) => {
      const own = byRule.get(setting) ?? [];
      const title = { name: setting, words: visibleText(text) };
      return peopleLines(own, title, { ...layout, sign: layout.paint.red("−"), remark: outRemark(text) });
    }),
  ];
}

/** What a rule wants stands in its heading, and need not be said about each. */
function outRemark(text: string) {
  return ({ reason = "" }: JudgedPerson): string => {
    const at = reason.indexOf(WANTED);
    const isSaid = at !== -1 && text.endsWith(reason.slice(at + WANTED.length));
    return isSaid ? reason.slice(0, at) : reason;
  };
}

const WANTED = "; wanted: ";

const IN_GROUPS = [
  { enabled: true, name: "active in Entra", words: "" },
  {
    enabled: false,
    name: "disabled in Entra",
    words: "not imported; an account that is linked to them is disabled",
  },
  {
    enabled: null,
    name: "not known whether active",
    words: "not imported, enabled or disabled: Entra does not say",
  },
] as const;

function inLines({ people, counts }: ScopeReport, layout: PeopleLayout): readonly string[] {
  if (counts.in === 0) return [];
  const byState = groupBy(
    people.filter(({ isIn }) => isIn),
    ({ enabled }) => enabled,
  );
  const { paint } = layout;
  return [
    ...headLines("In", counts.in, layout),
    ...IN_GROUPS.flatMap(({ enabled, ...title }) => {
      const sign = enabled === true ? paint.green("+") : paint.yellow("·");
      return peopleLines(byState.get(enabled) ?? [], title, { ...layout, sign, remark: inRemark });
    }),
  ];
}

function inRemark({ guest, rule, reason }: JudgedPerson): string {
  const remarks = [...(guest ? ["guest"] : []), ...(rule === undefined ? [] : [`${reason} (${rule})`])];
  return remarks.join("; ");
}

function headLines(title: string, count: number, { paint }: PeopleLayout): readonly string[] {
  return ["", `  ${paint.bold(title)}  ${countWords(count)}`];
}

function hintLines({ unused, notes }: ScopeReport, layout: PeopleLayout): readonly string[] {
  const { paint, width, all } = layout;
  const hints = [
    ...unused.map(({ setting, pattern }) => `Nobody who was read fits ${visibleText(pattern)} (${setting}).`),
    ...notes.map(({ subject, reason }) => `${visibleText(subject)}: ${visibleText(reason)}.`),
  ];
  const shown = all ? hints : hints.slice(0, MOST_HINTS);
  const hidden = hints.length - shown.length;
  return [
    ...(hints.length === 0 ? [] : [""]),
    ...shown.flatMap((hint) => proseLines(`${paint.yellow("!")} `, hint, { width })),
    ...(hidden === 0 ? [] : [paint.dim(`    … and ${countWords(hidden)} more (--all shows them)`)]),
  ];
}

function closingWords({ counts }: ScopeReport): string {
  const { read, in: inside, inButDisabled, inButUnknown, out } = counts;
  const states = [
    ...(inButDisabled === 0 ? [] : [`${countWords(inButDisabled)} of them disabled in Entra`]),
    ...(inButUnknown === 0 ? [] : [`${countWords(inButUnknown)} not known to be active`]),
  ];
  const aside = states.length === 0 ? "" : ` (${states.join(", ")})`;
  return `${countWords(inside)} of ${pluralWords(read, "user")} in scope${aside}, ${countWords(out)} out.`;
}
