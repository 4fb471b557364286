import { clipToWidth, displayWidth, padToWidth } from "./display-width.ts";

const GAP = "  ";

export interface RowLayout {
  /** Widest that a cell is shown, in columns, each; `Infinity` for whole. */
  readonly most: readonly number[];
  /** How a cell looks, by its place. */
  readonly paint: (cell: string, column: number) => string;
}

/** Rows of as many cells as `most` has, below each other. A column that is empty everywhere takes no room. */
export function alignedRows(
  rows: readonly (readonly string[])[],
  { most, paint }: RowLayout,
): readonly string[] {
  const clipped = rows.map((row) => row.map((cell, column) => clipToWidth(cell, most[column] as number)));
  const widths = most.map((_, column) =>
    clipped.reduce((widest, row) => Math.max(widest, displayWidth(row[column] as string)), 0),
  );
  return clipped.map((row) => {
    const end = row.findLastIndex((cell) => cell !== "") + 1;
    const cells = row.slice(0, end).flatMap((cell, column) => {
      const width = widths[column] as number;
      if (width === 0) return [];
      return [paint(column === end - 1 ? cell : padToWidth(cell, width), column)];
    });
    return cells.join(GAP);
  });
}
