import { leftOutWords } from "../outline/left-out-words.ts";
import type { Problem } from "../outline/outline.ts";
import { countWords } from "../words.ts";
import type { Paint } from "./paint.ts";
import { proseLines } from "./prose-lines.ts";
import { type TextTableOptions, textTable } from "./text-table.ts";

/** Never less than the work that is shown beside it: a problem is not cut before something ordinary is. */
const MOST = { causes: 50, rows: 100, details: 10 };

/** Operations that were not done, by cause: what, the way out, and whom it concerns. */
export function problemLines(problem: Problem, layout: TextTableOptions): readonly string[] {
  const { paint } = layout;
  const all = layout.all || (layout.keepsRemovals && isRecord(problem));
  const causes = all ? problem.causes : problem.causes.slice(0, MOST.causes);
  const limit = all
    ? Number.POSITIVE_INFINITY
    : Math.max(layout.limit, Math.floor(MOST.rows / causes.length));
  const hidden = problem.causes.slice(causes.length).reduce((sum, { count }) => sum + count, 0);
  const colour = colourOf(problem, paint);

  return [
    `  ${colour(paint.bold(problem.title))}  ${countWords(problem.count)}`,
    ...causes.flatMap((each) => causeLines(each, { ...layout, all, limit, indent: 6 }, colour)),
    ...(hidden === 0 ? [] : [paint.dim(`    … and ${countWords(hidden)} more (${layout.whereAll})`)]),
  ];
}

function causeLines(
  { cause, sections }: Problem["causes"][number],
  layout: TextTableOptions,
  colour: (text: string) => string,
): readonly string[] {
  const prose = { width: layout.width, indent: 4 };
  return [
    ...proseLines(`${colour("!")} `, `${cause.what} (${cause.label})`, prose),
    ...detailLines(cause.details ?? [], layout),
    ...(cause.fix === undefined ? [] : proseLines("  ", `Fix: ${cause.fix}`, prose)),
    ...sections.flatMap((section) => sectionLines(section, layout)),
  ];
}

function detailLines(details: readonly string[], layout: TextTableOptions): readonly string[] {
  const shown = layout.all ? details : details.slice(0, MOST.details);
  const hidden = details.length - shown.length;
  return [
    ...shown.flatMap((line) => proseLines("- ", line, { width: layout.width, indent: 6 })),
    ...(hidden === 0
      ? []
      : [layout.paint.dim(`      … and ${countWords(hidden)} more (${layout.whereAll})`)]),
  ];
}

function sectionLines(
  section: Problem["causes"][number]["sections"][number],
  layout: TextTableOptions,
): readonly string[] {
  const { title, count, table } = section;
  const why = leftOutWords(section);
  return [
    `${" ".repeat(layout.indent)}${title}  ${count}${why === undefined ? "" : layout.paint.dim(`  ${why}`)}`,
    ...textTable(table, { ...layout, indent: layout.indent + 2 }),
  ];
}

/** What follows from these, or was not begun, may be shortened: the next run shows it again. */
function isRecord({ end }: Problem): boolean {
  return end === "failed" || end === "withheld";
}

function colourOf({ end }: Problem, paint: Paint): (text: string) => string {
  return end === "failed" ? paint.red : paint.yellow;
}
