import { type BriefReason, briefReasons, type NoteGroup } from "../outline/note-groups.ts";
import { countWords } from "../words.ts";
import { namesLines } from "./names-lines.ts";
import { proseLines } from "./prose-lines.ts";
import type { TextTableOptions } from "./text-table.ts";

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
  const { paint, all, whereAll } = layout;
  const brief: readonly BriefReason[] = all
    ? reasons.map(({ why, names }) => ({ why, count: names.length, who: names }))
    : briefReasons(reasons);
  const shown = all ? brief : brief.slice(0, MOST_REASONS);
  const hidden = brief.slice(shown.length).reduce((sum, reason) => sum + reason.count, 0);
  const indent = " ".repeat(INDENT.names);
  return [
    `${" ".repeat(INDENT.title)}${title}  ${countWords(count)}`,
    ...shown.flatMap((reason) => reasonLines(reason, layout)),
    ...(hidden === 0 ? [] : [indent + paint.dim(`… and ${countWords(hidden)} more (${whereAll})`)]),
  ];
}

function reasonLines({ why, who }: BriefReason, layout: TextTableOptions): readonly string[] {
  const { paint, width, all, whereAll } = layout;
  const lines =
    typeof who === "string"
      ? [`${who} ${paint.dim(`(${whereAll})`)}`]
      : namesLines(who, { width: width - INDENT.names, all });
  return [
    ...proseLines("", why, { width, indent: INDENT.reason }),
    ...lines.map((line) => " ".repeat(INDENT.names) + line),
  ];
}
