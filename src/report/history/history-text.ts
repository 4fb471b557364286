import type { JournalEntry, RunRecord } from "../../model/history.ts";
import { groupBy } from "../outline/group-by.ts";
import { displayWidth, padToWidth } from "../text/display-width.ts";
import { type Paint, plainPaint } from "../text/paint.ts";
import { proseLines } from "../text/prose-lines.ts";
import { visibleText } from "../visible-text.ts";
import { pluralWords } from "../words.ts";
import { flagWords, leftOutLines, planFileWords } from "./circumstance-words.ts";
import { entryLines } from "./entry-lines.ts";
import { countsWords, durationWords, kindWords, originWords, outcomeWords, timeWords } from "./run-words.ts";

export interface HistoryTextOptions {
  /** Colours; none when absent. */
  readonly paint?: Paint;
  /** Columns of the terminal, 100 when absent. */
  readonly width?: number;
}

interface Layout {
  readonly paint: Paint;
  readonly width: number;
}

const WIDTH = { usual: 100, least: 60 };
const GAP = "  ";

/** Runs in their order, two lines each, three on a narrow terminal. Ends with a line end. */
export function historyText(runs: readonly RunRecord[], options: HistoryTextOptions = {}): string {
  if (runs.length === 0) return "No run is recorded yet.\n";
  const { paint, width } = layoutOf(options);
  const heads = headLines(runs);
  const outcomes = runs.map(outcomeWords);
  const isWide = heads.every((head, index) => displayWidth(`${head}${GAP}${outcomes[index]}`) <= width);
  const indent = longest(runs.map(({ id }) => String(id))) + GAP.length;
  const lines = runs.flatMap((run, index) => {
    const head = heads[index] as string;
    const outcome = outcomePaint(run, paint)(outcomes[index] as string);
    return [
      ...(isWide ? [`${head}${GAP}${outcome}`] : [head.trimEnd(), " ".repeat(indent) + outcome]),
      ...proseLines("", `${originWords(run)}: ${countsWords(run)}`, { width, indent }),
    ];
  });
  return `${lines.join("\n")}\n`;
}

/** Number, start, kind and duration, in columns. */
function headLines(runs: readonly RunRecord[]): readonly string[] {
  const columns = [
    runs.map(({ startedAt }) => timeWords(startedAt)),
    runs.map(kindWords),
    runs.map(durationWords),
  ].map((cells) => {
    const width = longest(cells);
    return cells.map((cell) => padToWidth(cell, width));
  });
  const ids = runs.map(({ id }) => String(id));
  const idWidth = longest(ids);
  return ids.map((id, row) =>
    [id.padStart(idWidth), ...columns.map((cells) => cells[row] as string)].join(GAP),
  );
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}

/** One run with everything that it wrote down. Nothing is cut: this is the record. */
export function runText(
  run: RunRecord,
  entries: readonly JournalEntry[],
  options: HistoryTextOptions = {},
): string {
  const layout = layoutOf(options);
  const took = durationWords(run);
  const { plan, ...flags } = run.circumstances ?? {};
  const facts = [
    ["Started", `${timeWords(run.startedAt)}${took === "" ? "" : `, took ${took}`}`],
    ["By", `${originWords(run)}, with usersync ${visibleText(run.version)}`],
    ["Config", `sha256:${visibleText(run.configDigest)}`],
    ["Flags", flagWords(flags)],
    ["Plan", plan === undefined ? "" : planFileWords(plan)],
    ["Outcome", outcomeWords(run)],
    ["Changes", countsWords(run)],
  ];
  const lines = [
    layout.paint.bold(`Run ${run.id}: ${kindWords(run)}`),
    ...facts.flatMap(([name = "", words = ""]) => (words === "" ? [] : factLines(name, words, layout.width))),
    ...targetsOf(run, entries).flatMap(({ heading, target, own }) => [
      "",
      layout.paint.bold(heading),
      ...leftOutLines(target, { ...layout, isBegun: own.length > 0 }),
      ...(own.length === 0 ? ["  Nothing was written down."] : entryLines(own, layout)),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

export interface PersonHistory {
  readonly runs: readonly RunRecord[];
  readonly entries: readonly JournalEntry[];
  /** False: nobody has or had that name. True when absent. */
  readonly isKnown?: boolean;
}

/** One person's changes, the newest run first. */
export function personText(
  user: string,
  { runs, entries, isKnown = true }: PersonHistory,
  options: HistoryTextOptions = {},
): string {
  const layout = layoutOf(options);
  if (!isKnown) return "Nobody of this name is known here.\n";
  if (entries.length === 0) return `No run has changed anything about ${visibleText(user)}.\n`;
  const records = new Map(runs.map((run) => [run.id, run]));
  const byRun = [...groupBy(entries, ({ run, target }) => `${run} ${target}`).values()].reverse();
  const count = new Set(entries.map(({ run }) => run)).size;
  const lines = [
    layout.paint.bold(
      `${visibleText(user)}: ${pluralWords(entries.length, "operation")} in ${pluralWords(count, "run")}`,
    ),
    ...byRun.flatMap((own) => ["", runHeading(own[0], records.get(own[0].run)), ...entryLines(own, layout)]),
  ];
  return `${lines.join("\n")}\n`;
}

function layoutOf({ paint = plainPaint, width = WIDTH.usual }: HistoryTextOptions): Layout {
  return { paint, width: Math.max(width, WIDTH.least) };
}

function factLines(name: string, words: string, width: number): readonly string[] {
  const [first = "", ...rest] = proseLines("", words, { width, indent: 11 });
  return [`  ${name.padEnd(9)}${first.trimStart()}`, ...rest];
}

/** Every target of the run, those that wrote nothing too. */
function targetsOf({ targets }: RunRecord, entries: readonly JournalEntry[]) {
  const byTarget = groupBy(entries, ({ target }) => target);
  return targets.map((target) => ({
    heading: `${visibleText(target.name)} (${visibleText(target.type)})`,
    target,
    own: byTarget.get(target.name) ?? [],
  }));
}

/** A run that the history has forgotten, or was not asked for, is named by the time of its entry. */
function runHeading({ run, target, at }: JournalEntry, record: RunRecord | undefined): string {
  const words =
    record === undefined
      ? timeWords(at)
      : `${timeWords(record.startedAt)}, ${kindWords(record)}, ${originWords(record)}`;
  const end = record === undefined ? "" : `: ${outcomeWords(record)}`;
  return `Run ${run} in ${visibleText(target)}, ${words}${end}`;
}

function outcomePaint({ outcome, exitCode }: RunRecord, paint: Paint): (text: string) => string {
  if (outcome === "ended" && exitCode === 0) return paint.green;
  return outcome === "running" ? paint.cyan : paint.yellow;
}
