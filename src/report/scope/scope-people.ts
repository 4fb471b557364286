import type { JudgedPerson } from "../../model/scope-report.ts";
import { alignedRows } from "../text/aligned-rows.ts";
import type { Paint } from "../text/paint.ts";
import { visibleText } from "../visible-text.ts";
import { countWords } from "../words.ts";

export interface PeopleLayout {
  readonly paint: Paint;
  readonly width: number;
  /** How many of a list are shown; the rest is counted. */
  readonly limit: number;
  /** Every value whole. */
  readonly all: boolean;
}

interface ListLayout extends PeopleLayout {
  /** Before each. */
  readonly sign: string;
  /** What is said about each. */
  readonly remark: (person: JudgedPerson) => string;
}

interface Title {
  readonly name: string;
  readonly words: string;
}

/** Widest that name, display name and remark are shown. */
const MOST = [60, 40, 120];
const WHOLE = MOST.map(() => Number.POSITIVE_INFINITY);
const LONGEST_WORDS = 80;
const INDENT = { title: 4, row: 6 };

/** A heading with their number, and a line for each; nothing when there is nobody. */
export function peopleLines(
  people: readonly JudgedPerson[],
  { name, words }: Title,
  { paint, limit, all, sign, remark }: ListLayout,
): readonly string[] {
  if (people.length === 0) return [];
  const shown = people.slice(0, limit);
  const rows = shown.map((person) => [
    visibleText(person.name),
    visibleText(person.displayName ?? ""),
    visibleText(remark(person)),
  ]);
  const looks = (cell: string, column: number) => (column === 2 ? paint.dim(cell) : cell);
  const indent = " ".repeat(INDENT.row);
  const hidden = people.length - shown.length;
  const short = all || words.length <= LONGEST_WORDS ? words : `${words.slice(0, LONGEST_WORDS)}…`;
  return [
    `${" ".repeat(INDENT.title)}${name}  ${countWords(people.length)}${words === "" ? "" : paint.dim(`  ${short}`)}`,
    ...alignedRows(rows, { most: all ? WHOLE : MOST, paint: looks }).map((row) => `${indent}${sign} ${row}`),
    ...(hidden === 0 ? [] : [indent + paint.dim(`… and ${countWords(hidden)} more (--all shows them)`)]),
  ];
}
