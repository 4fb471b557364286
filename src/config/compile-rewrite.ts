import { RE2JS } from "re2js";
import type { Rewrite } from "../model/rewrite.ts";
import { compileRegex } from "./compile-regex.ts";
import { parseReplacement, type ReplacementPart } from "./replacement.ts";

export interface RewriteSource {
  readonly regex: string;
  readonly with: string;
}

/** What is wrong with one of the two, in the words of a `Problem`. */
export interface RewriteTrouble {
  readonly option: "regex" | "with";
  readonly wrong: string;
  readonly right: string;
}

/**
 * Compiles a replacement of the config. RE2 syntax, so that no pattern can hang a run.
 *
 * Every match is replaced. A regex that can match nothing also matches at the end of the text, as in
 * JavaScript, Java and Perl: `(.*)` with `$1!` makes `ada!!`, `^(.*)$` makes `ada!`.
 */
export function compileRewrite(source: RewriteSource): Rewrite | RewriteTrouble {
  const pattern = compileRegex(source.regex, { ignoreCase: false });
  if (!(pattern instanceof RE2JS)) return { option: "regex", ...pattern };
  const parts = parseReplacement(source.with, {
    count: pattern.groupCount(),
    names: Object.keys(pattern.namedGroups()),
  });
  if (!Array.isArray(parts)) return { option: "with", ...parts };
  return { regex: source.regex, with: source.with, apply: (text) => replaceAll(pattern, parts, text) };
}

function replaceAll(pattern: RE2JS, parts: readonly ReplacementPart[], text: string): string {
  if (!pattern.test(text)) return text;
  let result = "";
  let end = 0;
  for (const match of pattern.matchAll(text)) {
    const replacement = parts.map((part) => partText(part, match)).join("");
    const start = match.index ?? end;
    result += text.slice(end, start) + replacement;
    end = start + match[0].length;
  }
  return result + text.slice(end);
}

function partText(part: ReplacementPart, match: RegExpMatchArray): string {
  if (typeof part === "string") return part;
  const { group } = part;
  return (typeof group === "number" ? match[group] : match.groups?.[group]) ?? "";
}
