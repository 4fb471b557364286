import { namesLines } from "./names-lines.ts";
import type { NoteGroup } from "./note-groups.ts";
import { proseLines } from "./prose-lines.ts";
import type { TextTableOptions } from "./text-table.ts";
import { countWords } from "./words.ts";

const MOST_REASONS = 10;
const INDENT = { title: 4, reason: 6, names: 8 };

/** What was left alone, by kind: each reason, and below it whom it concerns. */
export function noteLines(groups: readonly NoteGroup[], layout: TextTableOptions): readonly string[] {
  if (groups.length === 0) return [];
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return [
    "",
    `  ${layout.paint.bold("Left alone")}  ${countWords(total)}`,
    ...groups.flatMap((group) => groupLines(group, layout)),
  ];
}

function groupLines({ title, count, reasons }: NoteGroup, layout: TextTableOptions): readonly string[] {
  const { paint, width, all, whereAll } = layout;
  const shown = all ? reasons : reasons.slice(0, MOST_REASONS);
  const hidden = reasons.slice(shown.length).reduce((sum, { names }) => sum + names.length, 0);
  const indent = " ".repeat(INDENT.names);
  return [
    `${" ".repeat(INDENT.title)}${title}  ${countWords(count)}`,
    ...shown.flatMap(({ why, names }) => [
      ...proseLines("", why, { width, indent: INDENT.reason }),
      ...namesLines(names, { width: width - INDENT.names, all }).map((line) => indent + line),
    ]),
    ...(hidden === 0 ? [] : [indent + paint.dim(`… and ${countWords(hidden)} more (${whereAll})`)]),
  ];
}
