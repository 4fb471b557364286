import type { Plan } from "../../model/plan.ts";
import { recordWords } from "../history/record-words.ts";
import { closingLine } from "../outline/closing-line.ts";
import { leftOutWords } from "../outline/left-out-words.ts";
import { outlineOf, type Section, type TargetOutline } from "../outline/outline.ts";
import type { Stage } from "../words.ts";
import { noteLines } from "./note-text.ts";
import { type Paint, plainPaint } from "./paint.ts";
import { problemLines } from "./problem-text.ts";
import { proseLines } from "./prose-lines.ts";
import { type TextTableOptions, textTable } from "./text-table.ts";

export interface TextOptions {
  /** Colours; none when absent. */
  readonly paint?: Paint;
  /** Columns of the terminal, 100 when absent. */
  readonly width?: number;
  /** Show every operation and every value whole. */
  readonly all?: boolean;
}

const ROWS = 20;
const WIDTH = { usual: 100, least: 60 };
const WHERE_ALL: Readonly<Record<Stage, string>> = {
  plan: "--all shows them",
  result: "--report <file.html> lists them",
};

/** A report for a terminal: a section for each directory and kind, and one line at the end. */
export function reportText(plan: Plan, stage: Stage, options: TextOptions): string {
  const { paint = plainPaint, width = WIDTH.usual, all = false } = options;
  const layout: TextTableOptions = {
    paint,
    width: Math.max(width, WIDTH.least),
    indent: 4,
    limit: all ? Number.POSITIVE_INFINITY : ROWS,
    all,
    keepsRemovals: stage === "result",
    whereAll:
      stage === "result" && plan.run !== undefined
        ? `usersync history ${plan.run} lists them`
        : WHERE_ALL[stage],
  };
  const targets = outlineOf(plan, stage).map((target) => targetLines(target, layout));
  const paragraphs = [
    ...targets.flatMap((lines) => [...lines, ""]),
    ...recordWords(plan).flatMap((sentence) => proseLines("", sentence, { width: layout.width, indent: 0 })),
    paint.bold(closingLine(plan, stage)),
  ];
  return `${paragraphs.join("\n")}\n`;
}

function targetLines(target: TargetOutline, layout: TextTableOptions): readonly string[] {
  const { paint } = layout;
  const read =
    target.read === undefined
      ? ""
      : paint.dim(`  ${target.read} ${target.lookedAgain ? "looked at" : "read"}`);
  const heading = `${paint.bold(target.name)} (${target.type})${read}`;
  const body = [
    ...doubtLines(target, layout),
    ...target.work.flatMap((section) => ["", ...sectionLines(section, layout)]),
    ...target.problems.flatMap((problem) => ["", ...problemLines(problem, layout)]),
    ...noteLines(target.notes, layout),
  ];
  const isInStep = target.error === undefined && target.work.length + target.problems.length === 0;
  return [heading, ...(isInStep ? [`  ${paint.green("✓")} Nothing to change.`] : []), ...body];
}

function doubtLines({ error, incomplete }: TargetOutline, layout: TextTableOptions): readonly string[] {
  const { paint, width } = layout;
  const failure =
    error === undefined
      ? []
      : [
          ...proseLines(`${paint.red("✗")} `, `${error.title}: ${error.message} (${error.code})`, {
            width,
          }),
          ...(error.fix === undefined ? [] : proseLines("  ", `Fix: ${error.fix}`, { width })),
        ];
  return [
    ...failure,
    ...incomplete.flatMap((sentence) =>
      proseLines(`${paint.yellow("!")} `, `Incomplete: ${sentence}`, { width }),
    ),
  ];
}

function sectionLines(section: Section, layout: TextTableOptions): readonly string[] {
  const { paint } = layout;
  const why = section.because ?? leftOutWords(section);
  const because = why === undefined ? "" : paint.dim(`  ${why}`);
  return [`  ${paint.bold(section.title)}  ${section.count}${because}`, ...textTable(section.table, layout)];
}
