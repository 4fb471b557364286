import type { Plan } from "../../model/plan.ts";
import { recordWords } from "../history/record-words.ts";
import { closingLine } from "../outline/closing-line.ts";
import { outlineOf, stageOf, type TargetOutline } from "../outline/outline.ts";
import { BAD_END_WORDS, BAD_ENDS } from "../outline/tally.ts";
import { capitalized, countWords, KIND_WORDS, KINDS, type Stage } from "../words.ts";
import { type MarkdownRoom, noteLines, problemLines, workLines } from "./markdown-section.ts";
import { markdownCode, markdownProse, markdownTable } from "./markdown-words.ts";

export interface MarkdownOptions {
  /** Whether the plan was carried out. Seen from the outcomes when absent. */
  readonly stage?: Stage;
  /**
   * Longest text, in UTF-16 units; 65,000 when absent. A comment on GitHub takes 65,536 characters,
   * a step summary 1 MiB, which 65,000 units can never exceed.
   */
  readonly limit?: number;
}

const LIMIT = 65_000;
const HEADING: Readonly<Record<Stage, string>> = { plan: "usersync plan", result: "usersync run" };
const CUT = "\n\n… shortened: there is more than fits here.\n";

/** From generous to sparing. Ordinary work gives way first, then notes, and problems last. */
const ROOMS: readonly MarkdownRoom[] = [
  { work: 2000, notes: 100, problems: 2000, causes: 500 },
  { work: 500, notes: 100, problems: 2000, causes: 500 },
  { work: 100, notes: 30, problems: 2000, causes: 500 },
  { work: 20, notes: 10, problems: 2000, causes: 500 },
  { work: 5, notes: 5, problems: 2000, causes: 500 },
  { work: 0, notes: 0, problems: 2000, causes: 500 },
  { work: 0, notes: 0, problems: 200, causes: 100 },
  { work: 0, notes: 0, problems: 20, causes: 20 },
  { work: 0, notes: 0, problems: 5, causes: 5 },
  { work: 0, notes: 0, problems: 0, causes: 0 },
];

/** A plan or a result for a pull request comment and for `$GITHUB_STEP_SUMMARY`, shortened to fit both. */
export function planMarkdown(plan: Plan, options: MarkdownOptions = {}): string {
  const { stage = stageOf(plan), limit = LIMIT } = options;
  const targets = outlineOf(plan, stage);
  const head = [
    `## ${HEADING[stage]}`,
    "",
    `**${markdownProse(closingLine(plan, stage))}**`,
    "",
    ...summaryLines(targets),
    ...recordWords(plan).flatMap((sentence) => [markdownProse(sentence), ""]),
  ].join("\n");
  for (const room of ROOMS) {
    const text = [head, ...targets.map((target) => targetText(target, room, stage))].join("\n");
    if (text.length <= limit) return text;
  }
  const text = [head, ...targets.map(({ name }) => `### ${markdownCode(name)}\n`)].join("\n");
  return text.length <= limit ? text : cutAtLine(text, limit - CUT.length) + CUT;
}

function cutAtLine(text: string, length: number): string {
  return text.slice(0, Math.max(0, text.lastIndexOf("\n", length)));
}

/** A row for each directory, a column for each number that is not 0 everywhere. */
function summaryLines(targets: readonly TargetOutline[]): readonly string[] {
  const columns = [
    ...KINDS.map((kind) => ({
      title: KIND_WORDS[kind].column,
      countOf: ({ tally }: TargetOutline) => tally.kinds[kind],
    })),
    ...BAD_ENDS.map((end) => ({
      title: capitalized(BAD_END_WORDS[end]),
      countOf: ({ tally }: TargetOutline) => tally[end],
    })),
  ].filter(({ countOf }) => targets.some((target) => countOf(target) > 0));
  const rows = targets.map((target) => [
    `${markdownCode(target.name)} (${markdownProse(target.type)})`,
    target.read ?? "could not be read",
    ...columns.map(({ countOf }) => countWords(countOf(target))),
  ]);
  return [...markdownTable(["Directory", "Read", ...columns.map(({ title }) => title)], rows, 2), ""];
}

function targetText(target: TargetOutline, room: MarkdownRoom, stage: Stage): string {
  const { name, error, incomplete, problems, work, notes } = target;
  const failure =
    error === undefined
      ? []
      : [
          `❌ **${error.title}: ${markdownProse(error.message)}** (${markdownCode(error.code)})`,
          ...(error.fix === undefined ? [] : [`<br>Fix: ${markdownProse(error.fix)}`]),
          "",
        ];
  const body = [
    ...failure,
    ...incomplete.flatMap((sentence) => [`⚠️ Incomplete: ${markdownProse(sentence)}`, ""]),
    ...problems.flatMap((problem) => problemLines(problem, room, stage)),
    ...work.flatMap((section) => workLines(section, room, stage)),
    ...noteLines(notes, room, stage),
  ];
  return body.length === 0 ? "" : [`### ${markdownCode(name)}`, "", ...body].join("\n");
}
