import type { Deed } from "../words.ts";

/** Text that is safe to show in a line (see `visibleText`), or a list of such texts. */
export type Cell = string | readonly string[];

/**
 * `before` and `after` stand beside each other; `names` is a list and takes the room that is left;
 * `words` are our own, no name or value; `detail` is left out where there is little room.
 */
export interface Column {
  readonly title: string;
  readonly role?: "before" | "after" | "names" | "reason" | "words" | "detail";
}

/** One account or one group, with a line for each thing that is said about it. */
export interface Entry {
  /** What the entry counts for when it is left out: operations. */
  readonly weight: number;
  readonly lines: readonly Line[];
}

export interface Line {
  readonly kind: Deed;
  readonly cells: readonly Cell[];
}

/** What every format shows in its own way. */
export interface Table {
  readonly columns: readonly Column[];
  readonly entries: readonly Entry[];
}

/** The first entries of a table and those to be kept anyway, and the weight of what was left out. */
export function firstEntries(
  { entries }: Table,
  limit: number,
  isKept: (entry: Entry) => boolean = () => false,
): { shown: readonly Entry[]; hidden: number } {
  const isShown = (entry: Entry, index: number) => index < limit || isKept(entry);
  const left = entries.filter((entry, index) => !isShown(entry, index));
  return { shown: entries.filter(isShown), hidden: left.reduce((sum, { weight }) => sum + weight, 0) };
}

/** The table without its columns of details. */
export function withoutDetails({ columns, entries }: Table): Table {
  const keep = (_: unknown, index: number) => columns[index]?.role !== "detail";
  return {
    columns: columns.filter(keep),
    entries: entries.map(({ weight, lines }) => ({
      weight,
      lines: lines.map((line) => ({ ...line, cells: line.cells.filter(keep) })),
    })),
  };
}
