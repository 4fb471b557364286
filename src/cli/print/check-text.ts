import type { Finding, FindingItem } from "../../model/finding.ts";
import { wrapToWidth } from "../../report/text/display-width.ts";
import { proseLines } from "../../report/text/prose-lines.ts";
import { visibleText } from "../../report/visible-text.ts";
import type { Colors } from "../world/terminal.ts";

/** `usersync check --json`. */
export interface CheckDocument {
  readonly format: "usersync-check/1";
  /** No finding is a problem. */
  readonly ok: boolean;
  readonly config: { readonly path: string; readonly warnings: readonly string[] };
  readonly checks: readonly CheckedPart[];
}

/** The source or a target, and what was found there. */
export interface CheckedPart {
  readonly name: string;
  readonly type: string;
  readonly findings: readonly Finding[];
}

export function isSound(parts: readonly CheckedPart[]): boolean {
  return countOf(parts, "problem") === 0;
}

export interface CheckLayout {
  readonly colors: Colors;
  /** Columns to wrap at; below 60 a sentence is not worth wrapping. */
  readonly width: number;
}

const LEAST_WIDTH = 60;

/** Part by part, a sentence for each finding with its fix below, and a closing line. */
export function checkText(document: CheckDocument, { colors, width: columns }: CheckLayout): string {
  const { config, checks } = document;
  const layout = { colors, width: Math.max(columns, LEAST_WIDTH) };
  const valid: Finding = { level: "ok", subject: "config", message: "Every setting is valid." };
  const sections = [
    sectionText(config.path, [valid, ...warningsOf(document)], layout),
    ...checks.map(({ name, type, findings }) =>
      sectionText(name === type ? name : `${name} (${type})`, findings, layout),
    ),
  ];
  return [...sections, closingLine(document, colors)].join("\n\n");
}

function warningsOf({ config }: CheckDocument): readonly Finding[] {
  return config.warnings.map((message) => ({ level: "warning", subject: "config", message }));
}

function sectionText(title: string, findings: readonly Finding[], layout: CheckLayout): string {
  const { colors, width } = layout;
  const lines = findings.flatMap(({ level, subject, message, items = [], fix }) => [
    ...proseLines(`${signOf(level, colors)} `, `${visibleText(subject)}: ${visibleText(message)}`, { width }),
    ...items.map(itemLine),
    ...(fix === undefined ? [] : fixLines(visibleText(fix), layout)),
  ]);
  return [colors.bold(visibleText(title)), ...lines].join("\n");
}

/** Never wrapped, so that a name can be copied whole. */
function itemLine({ name, remark }: FindingItem): string {
  return `    - ${visibleText(name)}${remark === undefined ? "" : ` (${visibleText(remark)})`}`;
}

function fixLines(fix: string, { colors, width }: CheckLayout): readonly string[] {
  const indent = "    Fix  ".length;
  const [first, ...rest] = wrapToWidth(fix, width - indent);
  return [`    ${colors.bold("Fix")}  ${first}`, ...rest.map((line) => " ".repeat(indent) + line)];
}

function signOf(level: Finding["level"], colors: Colors): string {
  switch (level) {
    case "ok":
      return colors.green("✓");
    case "info":
      return colors.blue("i");
    case "warning":
      return colors.yellow("!");
    case "problem":
      return colors.red("✗");
  }
}

/** With several directories it says where to look, since one problem among many lines is easily missed. */
function closingLine(document: CheckDocument, colors: Colors): string {
  const parts = [{ name: "config", type: "config", findings: warningsOf(document) }, ...document.checks];
  const problems = tally(parts, "problem");
  const warnings = tally(parts, "warning");
  if (problems !== undefined) {
    const counts = [problems, warnings].filter((count) => count !== undefined);
    return colors.red(`${counts.join(", ")}. Nothing was changed.`);
  }
  const found = warnings === undefined ? "Everything is in order" : `Ready, with ${warnings}`;
  return `${colors.green(`${found}.`)} Next: usersync plan`;
}

/** `2 problems (jira, crowd)`; `undefined` when there are none. */
function tally(parts: readonly CheckedPart[], level: "problem" | "warning"): string | undefined {
  const count = countOf(parts, level);
  if (count === 0) return undefined;
  const names = parts.filter((part) => countOf([part], level) > 0).map(({ name }) => visibleText(name));
  return `${count} ${level}${count === 1 ? "" : "s"} (${names.join(", ")})`;
}

function countOf(parts: readonly CheckedPart[], level: Finding["level"]): number {
  return parts.flatMap(({ findings }) => findings).filter((finding) => finding.level === level).length;
}
