import {
  type Cell,
  type Column,
  type Entry,
  firstEntries,
  type Line,
  type Table,
  withoutDetails,
} from "../outline/table.ts";
import { countWords, type Deed, isRemoval, KIND_WORDS } from "../words.ts";
import { clipToWidth, displayWidth, padToWidth } from "./display-width.ts";
import { namesLines } from "./names-lines.ts";
import type { Paint } from "./paint.ts";

export interface TextTableOptions {
  readonly paint: Paint;
  /** Columns of the terminal. */
  readonly width: number;
  readonly indent: number;
  /** Entries shown, the rest is counted. */
  readonly limit: number;
  /** Nothing is cut off: neither long values nor lists. */
  readonly all: boolean;
  /** Lines that take an access away are whole and never left out, whatever happens to the others. */
  readonly keepsRemovals: boolean;
  /** Where the rest can be seen. */
  readonly whereAll: string;
}

/** Longest value that is shown whole; one far out of line would push the others off the screen. */
const LONGEST = { cell: 40, last: 120 };
const GAP = "  ";
/** Room for the sign in front and the blank after it. */
const SIGN = 2;
const LEAST_LIST = 30;

/** A table as aligned lines, without headings. */
export function textTable(table: Table, options: TextTableOptions): readonly string[] {
  const { columns, entries } = options.all ? table : withoutDetails(table);
  const { shown, hidden } = firstEntries({ columns, entries }, options.limit, ({ lines }) =>
    lines.some((line) => options.keepsRemovals && isRemoval(line.kind)),
  );
  const widths = columnWidths(columns, shown, options);
  const lines = shown.flatMap((entry) =>
    entry.lines.flatMap((line, index) => lineText(line, { columns, widths, options, isFirst: index === 0 })),
  );
  if (hidden === 0) return lines;
  const rest = `… and ${countWords(hidden)} more (${options.whereAll})`;
  return [...lines, " ".repeat(options.indent) + options.paint.dim(rest)];
}

interface Layout {
  readonly columns: readonly Column[];
  readonly widths: readonly number[];
  readonly options: TextTableOptions;
  /** The lines after the first of an entry do not repeat whom they are about. */
  readonly isFirst: boolean;
}

function lineText(line: Line, layout: Layout): readonly string[] {
  const { columns, widths, options, isFirst } = layout;
  const all = isWhole(line, options);
  let text = " ".repeat(options.indent) + signText(line, options.paint);
  let used = options.indent + SIGN;

  for (const [index, cell] of line.cells.entries()) {
    if (typeof cell !== "string") {
      const [first = "", ...rest] = namesLines(cell, {
        width: Math.max(LEAST_LIST, options.width - used),
        all,
      });
      return [text + first, ...rest.map((more) => " ".repeat(used) + more)];
    }
    const isLast = index === line.cells.length - 1;
    const width = widths[index] as number;
    const clipped = index === 0 && !isFirst ? "" : clipCell(cell, { isLast, all });
    text += paintCell(options.paint, columns[index], isLast ? clipped : padToWidth(clipped, width) + GAP);
    used += width + GAP.length;
  }
  return [text];
}

function isWhole({ kind }: Line, { all, keepsRemovals }: TextTableOptions): boolean {
  return all || (keepsRemovals && isRemoval(kind));
}

function signText({ kind }: Line, paint: Paint): string {
  return `${paintKind(paint, kind)(KIND_WORDS[kind].sign)} `;
}

function columnWidths(
  columns: readonly Column[],
  entries: readonly Entry[],
  options: TextTableOptions,
): readonly number[] {
  const lines = entries.flatMap((entry) => entry.lines);
  return columns.map((_, index) =>
    lines.reduce((most, line) => Math.max(most, cellWidth(line.cells[index], isWhole(line, options))), 0),
  );
}

function cellWidth(cell: Cell | undefined, all: boolean): number {
  return typeof cell === "string" ? displayWidth(clipCell(cell, { isLast: false, all })) : 0;
}

function clipCell(text: string, { isLast, all }: { isLast: boolean; all: boolean }): string {
  return all ? text : clipToWidth(text, isLast ? LONGEST.last : LONGEST.cell);
}

/** Columns that look like more than plain text, by their role. */
const CELL_PAINTS: Readonly<
  Partial<Record<NonNullable<Column["role"]>, (paint: Paint, text: string) => string>>
> = {
  before: (paint, text) => paint.dim(text),
  reason: (paint, text) => paint.dim(text),
  after: (paint, text) => `${paint.dim("→")} ${text}`,
};

function paintCell(paint: Paint, column: Column | undefined, text: string): string {
  const own = column?.role === undefined ? undefined : CELL_PAINTS[column.role];
  return own === undefined ? text : own(paint, text);
}

/** The colour of a kind: green gives, red takes, yellow changes. */
function paintKind(paint: Paint, kind: Deed): (text: string) => string {
  switch (kind) {
    case "create-group":
    case "import":
    case "enable":
    case "add-member":
    case "add-group":
      return paint.green;
    case "adopt-group":
    case "release-group":
    case "link":
    case "unlink":
      return paint.cyan;
    case "update":
    case "hand-over":
      return paint.yellow;
    case "disable":
    case "remove-member":
    case "remove-group":
      return paint.red;
  }
}
