import type * as z from "zod";
import { nearest } from "../model/nearest.ts";
import { type OptionPath, type Problem, pathText } from "./problem.ts";
import { isTable, type Resolved } from "./references.ts";
import { isSecretPath } from "./secret-options.ts";

type Issue = z.core.$ZodIssue;

/** Longest value that a message shows, in UTF-16 units. */
const SHOWN = 80;

/** One of zod's issues in our words. An issue about unknown keys gives one problem for each. */
export function toProblems(issue: Issue, { value, referenced, emptied }: Resolved): Problem[] {
  const path = issue.path.filter((step) => typeof step !== "symbol");
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(issue, [...path, key]));
  const found = valueAt(value, path);
  const shown = isShowable(issue, path) && !referenced.has(pathText(path)) ? showValue(found) : undefined;
  return [
    {
      path: pathText(path),
      ...(shown === undefined ? {} : { value: shown }),
      wrong: emptied.has(pathText(path)) ? "is empty" : whatIsWrong(issue, found),
      right: issue.message,
    },
  ];
}

/** Its value is never shown: a misspelled secret is a secret. */
function unknownKey(issue: Issue, path: OptionPath): Problem {
  const known = issue.message.split(", ");
  const key = String(path.at(-1));
  const meant = nearest(key, known);
  return {
    path: pathText(path),
    wrong: meant === undefined ? "is not an option" : `is not an option; did you mean ${meant}?`,
    right: `one of ${issue.message}`,
  };
}

function whatIsWrong(issue: Issue, found: unknown): string {
  if (found === undefined) return "is missing";
  switch (issue.code) {
    case "custom":
      return String(issue.params?.["wrong"] ?? "is wrong");
    case "invalid_type":
      return wrongType(issue.expected, found);
    case "too_small":
      if (found === "") return "is empty";
      return Array.isArray(found) ? "is an empty list" : "is too small";
    case "too_big":
      return "is too large";
    case "invalid_value":
    case "invalid_union":
      return typeof found === "string" ? "is not known" : `is ${kindOf(found)}`;
    default:
      return "does not have the right form";
  }
}

function wrongType(expected: string, found: unknown): string {
  if (expected === "int") return "is a fraction";
  const quotes =
    expected === "string" && typeof found !== "object" ? "; put it in quotes to make it a text" : "";
  return `is ${kindOf(found)}${quotes}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isTable(value)) return "a section";
  switch (typeof value) {
    case "string":
      return value === "" ? "empty" : "a text";
    case "number":
    case "bigint":
      return "a number";
    case "boolean":
      return "true or false";
    default:
      return "no value of a config";
  }
}

/** A text where a section or a list belongs may be anything, even a secret one line too high. */
function isShowable(issue: Issue, path: OptionPath): boolean {
  if (isSecretPath(path)) return false;
  return issue.code !== "invalid_type" || !["object", "record", "array"].includes(issue.expected);
}

/** A value ready to print, in one line; `undefined` when it is more than that. */
export function showValue(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return undefined;
  const harmless = value.replace(/\/\/[^/@]*@/, "//…@").replace(/[?#].*$/s, (rest) => `${rest[0]}…`);
  const text = /^[a-z]+:\/\//i.test(value) ? harmless : value;
  const quoted = JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
  return /^"(?:[^"\\']|\\\\)*"$/.test(quoted) ? asWritten(quoted) : quoted;
}

/** A regex is easier to recognise with its backslashes as they stand in the file. */
function asWritten(quoted: string): string {
  return quoted.includes("\\") ? `'${quoted.slice(1, -1).replaceAll("\\\\", "\\")}'` : quoted;
}

export function valueAt(value: unknown, path: OptionPath): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}
