import type { Finding } from "../model/finding.ts";
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

/** Part by part, a line for each finding with its fix below, and a closing line. */
export function checkText({ config, checks }: CheckDocument, colors: Colors): string {
  const configFindings: readonly Finding[] = [
    { level: "ok", subject: "config", message: "Every setting is valid." },
    ...config.warnings.map((message) => ({ level: "warning", subject: "config", message }) as const),
  ];
  const sections = [
    sectionText(config.path, configFindings, colors),
    ...checks.map(({ name, type, findings }) =>
      sectionText(name === type ? name : `${name} (${type})`, findings, colors),
    ),
  ];
  const warnings = countOf(checks, "warning") + config.warnings.length;
  return [...sections, closingLine(countOf(checks, "problem"), warnings, colors)].join("\n\n");
}

function sectionText(title: string, findings: readonly Finding[], colors: Colors): string {
  const lines = findings.flatMap(({ level, subject, message, fix }) => [
    `  ${signOf(level, colors)} ${visibleText(subject)}: ${visibleText(message)}`,
    ...(fix === undefined ? [] : [`    ${colors.bold("Fix")}  ${visibleText(fix)}`]),
  ]);
  return [colors.bold(visibleText(title)), ...lines].join("\n");
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
