import { visibleText } from "./visible-text.ts";

/** What a spreadsheet takes for the beginning of a formula, also in the width of Chinese characters. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const TO_QUOTE = /[",]/;

/**
 * One record of a CSV file with its line end, as RFC 4180 has it.
 *
 * Names come from directories in which others may write: a cell that a spreadsheet would take for a formula
 * gets an apostrophe in front, and what cannot be seen is written as its number, as in every report.
 */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: string): string {
  const text = visibleText(FORMULA.test(cell) ? `'${cell}` : cell);
  return TO_QUOTE.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
