import { leftOutWords } from "../outline/left-out-words.ts";
import { briefReasons, type NoteGroup } from "../outline/note-groups.ts";
import type { Problem, Section } from "../outline/outline.ts";
import { type Cell, type Column, firstEntries, withoutDetails } from "../outline/table.ts";
import { countWords, KIND_WORDS, type Stage } from "../words.ts";
import { markdownCode, markdownProse, markdownTable } from "./markdown-words.ts";

/** How much of each is shown; the rest is counted. */
export interface MarkdownRoom {
  readonly work: number;
  readonly problems: number;
  readonly causes: number;
  readonly notes: number;
}

const MOST_NAMES = 20;
const MOST_DETAILS = 20;
const WHERE_ALL: Readonly<Record<Stage, string>> = {
  plan: "`usersync plan --format html` lists them",
  result: "`--report <file.html>` lists them",
};

/** Operations that are to be done, or were done, folded. */
export function workLines(section: Section, room: MarkdownRoom, stage: Stage): readonly string[] {
  const because = section.because === undefined ? leftOutMarkdown(section) : `: ${section.because}`;
  return [
    `<details><summary><b>${section.title}</b> ${section.count}${because}</summary>`,
    "",
    ...sectionTable(section, room.work, stage),
    "</details>",
    "",
  ];
}

/** What was not done, unfolded: this is what somebody has to read. */
export function problemLines(problem: Problem, room: MarkdownRoom, stage: Stage): readonly string[] {
  const shown = problem.causes.slice(0, room.causes);
  const hidden = problem.causes.slice(shown.length).reduce((sum, { count }) => sum + count, 0);
  return [
    `<details open><summary>⚠️ <b>${problem.title}</b> ${countWords(problem.count)}</summary>`,
    "",
    ...shown.flatMap(({ cause, sections }) => [
      `**${markdownProse(cause.what)}** (${markdownCode(cause.label)})`,
      ...(cause.fix === undefined ? [] : [`<br>Fix: ${markdownProse(cause.fix)}`]),
      ...detailLines(cause.details ?? [], stage),
      "",
      ...sections.flatMap((section) => [
        `_${section.title}_ ${section.count}${leftOutMarkdown(section)}`,
        "",
        ...sectionTable(section, room.problems, stage),
      ]),
    ]),
    ...moreLines(hidden, stage),
    "</details>",
    "",
  ];
}

function leftOutMarkdown(section: Section): string {
  const words = leftOutWords(section);
  return words === undefined ? "" : `: ${markdownProse(words)}`;
}

function detailLines(details: readonly string[], stage: Stage): readonly string[] {
  if (details.length === 0) return [];
  const items = details.slice(0, MOST_DETAILS).map((line) => `- ${markdownProse(line)}`);
  return ["", ...items, ...moreLines(details.length - items.length, stage)];
}

/** What was left alone, folded. */
export function noteLines(groups: readonly NoteGroup[], room: MarkdownRoom, stage: Stage): readonly string[] {
  if (groups.length === 0) return [];
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const tables = groups.flatMap(({ title, count, reasons }) => {
    const brief = briefReasons(reasons);
    const shown = brief.slice(0, room.notes);
    const hidden = brief.slice(shown.length).reduce((sum, reason) => sum + reason.count, 0);
    const rows = shown.map(({ why, who }) => [
      markdownProse(why),
      typeof who === "string" ? markdownProse(who) : cellWords(who),
    ]);
    return [
      `**${title}** ${countWords(count)}`,
      "",
      ...(rows.length === 0 ? [] : [...markdownTable(["Why", "Who"], rows), ""]),
      ...moreLines(hidden, stage),
    ];
  });
  return [
    `<details><summary><b>Left alone</b> ${countWords(total)}</summary>`,
    "",
    ...tables,
    "</details>",
    "",
  ];
}

function sectionTable(section: Section, limit: number, stage: Stage): readonly string[] {
  const { columns, entries } = withoutDetails(section.table);
  const { shown, hidden } = firstEntries({ columns, entries }, limit);
  const rows = shown.flatMap(({ lines }) =>
    lines.map(({ kind, cells }) => [
      KIND_WORDS[kind].sign,
      ...cells.map((cell, index) => cellWords(cell, columns[index])),
    ]),
  );
  const head = ["", ...columns.map(({ title }) => title)];
  return [...(rows.length === 0 ? [] : [...markdownTable(head, rows), ""]), ...moreLines(hidden, stage)];
}

function cellWords(cell: Cell, column?: Column): string {
  if (typeof cell === "string") return isProse(column) ? markdownProse(cell) : markdownCode(cell);
  const shown = cell.slice(0, MOST_NAMES).map(markdownCode).join(", ");
  const hidden = cell.length - MOST_NAMES;
  return hidden > 0 ? `${shown}, … and ${countWords(hidden)} more` : shown;
}

function isProse(column: Column | undefined): boolean {
  return column?.role === "reason" || column?.role === "words";
}

function moreLines(hidden: number, stage: Stage): readonly string[] {
  return hidden === 0 ? [] : [`… and ${countWords(hidden)} more (${WHERE_ALL[stage]})`, ""];
}
