import type { Finding } from "../model/finding.ts";
import { wrapToWidth } from "../report/display-width.ts";
import { proseLines } from "../report/prose-lines.ts";
import { visibleText } from "../report/visible-text.ts";
import type { Colors } from "./terminal.ts";

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
export function checkText(
  { config, checks }: CheckDocument,
  { colors, width: columns }: CheckLayout,
): string {
  const layout = { colors, width: Math.max(columns, LEAST_WIDTH) };
  const configFindings: readonly Finding[] = [
    { level: "ok", subject: "config", message: "Every setting is valid." },
    ...config.warnings.map((message) => ({ level: "warning", subject: "config", message }) as const),
  ];
  const sections = [
    sectionText(config.path, configFindings, layout),
    ...checks.map(({ name, type, findings }) =>
      sectionText(name === type ? name : `${name} (${type})`, findings, layout),
    ),
  ];
  const warnings = countOf(checks, "warning") + config.warnings.length;
  return [...sections, closingLine(countOf(checks, "problem"), warnings, colors)].join("\n\n");
}

function sectionText(title: string, findings: readonly Finding[], layout: CheckLayout): string {
  const { colors, width } = layout;
  const lines = findings.flatMap(({ level, subject, message, fix }) => [
    ...proseLines(`${signOf(level, colors)} `, `${visibleText(subject)}: ${visibleText(message)}`, { width }),
    ...(fix === undefined ? [] : fixLines(visibleText(fix), layout)),
  ]);
  return [colors.bold(visibleText(title)), ...lines].join("\n");
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
    case "warning":
      return colors.yellow("!");
    case "problem":
      return colors.red("✗");
  }
}

function closingLine(problems: number, warnings: number, colors: Colors): string {
  const counts = [
    ...(problems === 0 ? [] : [counted(problems, "problem")]),
    ...(warnings === 0 ? [] : [counted(warnings, "warning")]),
  ];
  if (problems > 0) return colors.red(`${counts.join(", ")}. Nothing was changed.`);
  const found = counts.length === 0 ? "Everything is in order" : `Ready, with ${counts.join(", ")}`;
  return `${colors.green(`${found}.`)} Next: usersync plan`;
}

function countOf(parts: readonly CheckedPart[], level: Finding["level"]): number {
  return parts.flatMap(({ findings }) => findings).filter((finding) => finding.level === level).length;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
