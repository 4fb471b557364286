import type { DirectoryOrphans, Orphan, OrphanKind } from "../../model/orphan.ts";
import { groupBy } from "../outline/group-by.ts";
import { alignedRows } from "../text/aligned-rows.ts";
import { type Paint, plainPaint } from "../text/paint.ts";
import { proseLines } from "../text/prose-lines.ts";
import { visibleText } from "../visible-text.ts";
import { countWords, pluralWords } from "../words.ts";
import { type Gap, gapsOf } from "./orphans-gaps.ts";
import { orphanRows } from "./orphans-rows.ts";
import { ORPHAN_KINDS, ORPHAN_WORDS } from "./orphans-words.ts";

export interface OrphansTextOptions {
  /** Colours; none when absent. */
  readonly paint?: Paint;
  /** Columns of the terminal, 100 when absent. */
  readonly width?: number;
  /** Show every finding, and every value whole. */
  readonly all?: boolean;
}

interface Layout {
  readonly paint: Paint;
  readonly width: number;
  readonly limit: number;
  readonly all: boolean;
}

const ROWS = 20;
const WIDTH = { usual: 100, least: 60 };
/** Widest that each column is shown. What is in the way often ends with the command that helps, so that is whole. */
const MOST = [60, 60, 60, Number.POSITIVE_INFINITY];
const WHOLE = MOST.map(() => Number.POSITIVE_INFINITY);
const INDENT = { words: 4, row: 6 };

/** What each directory and the source do not account for, by kind, with what to do about it. Ends with a line end. */
export function orphansText(
  directories: readonly DirectoryOrphans[],
  options: OrphansTextOptions = {},
): string {
  const { paint = plainPaint, width = WIDTH.usual, all = false } = options;
  const limit = all ? Number.POSITIVE_INFINITY : ROWS;
  const layout = { paint, width: Math.max(width, WIDTH.least), limit, all };
  const lines = [
    ...directories.flatMap((directory) => [...directoryLines(directory, layout), ""]),
    paint.bold(closingWords(directories)),
  ];
  return `${lines.join("\n")}\n`;
}

function directoryLines(directory: DirectoryOrphans, layout: Layout): readonly string[] {
  const { name, type, read, error, findings } = directory;
  const { paint } = layout;
  const amounts = error === undefined ? paint.dim(`  ${pluralWords(read.users, "account")} read`) : "";
  const kinds = groupBy(findings, ({ kind }) => kind);
  const isClean = error === undefined && findings.length === 0;
  return [
    `${paint.bold(visibleText(name))} (${visibleText(type)})${amounts}`,
    ...gapsOf(directory).flatMap((gap) => gapLines(gap, layout)),
    ...(isClean ? [`  ${paint.green("✓")} Nothing found.`] : []),
    ...ORPHAN_KINDS.flatMap((kind) => kindLines(kind, kinds.get(kind) ?? [], { target: name, layout })),
  ];
}

function gapLines({ kind, words }: Gap, { paint, width }: Layout): readonly string[] {
  const text = visibleText(words);
  switch (kind) {
    case "not-read":
      return proseLines(`${paint.red("✗")} `, text, { width });
    case "incomplete":
    case "in-doubt":
      return proseLines(`${paint.yellow("!")} `, text, { width });
    case "not-looked-at":
      return proseLines(`${paint.dim("·")} `, text, { width });
  }
}

function kindLines(
  kind: OrphanKind,
  findings: readonly Orphan[],
  { target, layout }: { readonly target: string; readonly layout: Layout },
): readonly string[] {
  if (findings.length === 0) return [];
  const { paint, width, limit, all } = layout;
  const { title, meaning, remedy } = ORPHAN_WORDS[kind];
  const shown = workFirst(findings).slice(0, limit);
  const rows = shown.flatMap(orphanRows).map((row) => row.map(visibleText));
  const looks = (cell: string, column: number) => (column === 0 ? cell : paint.dim(cell));
  const indent = " ".repeat(INDENT.row);
  const hidden = findings.length - shown.length;
  const words = `${meaning} ${remedy(visibleText(target))}`;
  return [
    "",
    `  ${paint.bold(title)}  ${countWords(findings.length)}`,
    ...proseLines("", words, { width, indent: INDENT.words }).map((line) => paint.dim(line)),
    ...alignedRows(rows, { most: all ? WHOLE : MOST, paint: looks }).map((row) => indent + row),
    ...(hidden === 0 ? [] : [indent + paint.dim(`… and ${countWords(hidden)} more (--all shows them)`)]),
  ];
}

/** What the next run settles by itself comes last. */
function workFirst(findings: readonly Orphan[]): readonly Orphan[] {
  const isSettled = (finding: Orphan) => "next" in finding && finding.next?.status === "planned";
  return [...findings.filter((one) => !isSettled(one)), ...findings.filter(isSettled)];
}

function closingWords(directories: readonly DirectoryOrphans[]): string {
  const count = directories.reduce((sum, { findings }) => sum + findings.length, 0);
  const unread = directories.filter(({ error }) => error !== undefined).length;
  const found = count === 0 ? "Nothing found." : `${pluralWords(count, "finding")}. Nothing was changed.`;
  if (unread === 0) return found;
  return `${found} ${unread === 1 ? "1 directory" : `${countWords(unread)} directories`} could not be looked at.`;
}
