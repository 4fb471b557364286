import type { OperationKind } from "../model/operation.ts";

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
  readonly kind: OperationKind;
  readonly cells: readonly Cell[];
}

/** What every format shows in its own way. */
export interface Table {
  readonly columns: readonly Column[];
  readonly entries: readonly Entry[];
}

/** The first entries of a table, and the weight of those that were left out. */
export function firstEntries(table: Table, limit: number): { shown: readonly Entry[]; hidden: number } {
  const hidden = table.entries.slice(limit).reduce((sum, { weight }) => sum + weight, 0);
  return { shown: table.entries.slice(0, limit), hidden };
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
