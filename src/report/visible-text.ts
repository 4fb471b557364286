/*
 * Names come from two directories, and whoever may write a name there must not be able to move the
 * cursor of an admin's terminal, break a line of a report, or turn a word around. So what cannot be
 * seen is written as its number, in every format.
 */

import type { Change } from "../model/operation.ts";

const PLAIN = /^[\x20-\x7e]*$/;
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** Blanks that look like a space and are another character. The ideographic one is a part of names. */
const ODD_BLANK = /[^\P{Zs} \u3000]/u;
/** Marks on marks on marks climb out of their line. */
const FIFTH_MARK = /(?<=\p{M}{4})\p{M}/u;
const HIDDEN = new RegExp([INVISIBLE, ODD_BLANK, FIFTH_MARK].map(({ source }) => source).join("|"), "gu");
const NOT_ASCII = /[^\x20-\x7e]/gu;

const NONE = "(none)";
const UNKNOWN = "(unknown)";

/** Text of one line in which everything can be seen: control characters, bidi marks and the like as `\u202e`. */
export function visibleText(text: string): string {
  return PLAIN.test(text) ? text : text.replace(HIDDEN, escapeCharacter);
}

/** The value of an attribute: nothing is said, and blanks at the ends are put into quotes. */
export function visibleValue(value: string): string {
  if (value === "") return NONE;
  const text = visibleText(value);
  return text !== text.trim() || text === NONE ? `"${text}"` : text;
}

/** What an attribute was and what it becomes. */
export function visibleFieldChange({ from, to, unknown }: Change): readonly [string, string] {
  return unknown ? [UNKNOWN, visibleValue(to)] : visibleChange(from, to);
}

/** A value before and after. Where both would look the same, what is not ASCII is written as its number. */
export function visibleChange(from: string, to: string): readonly [string, string] {
  const [before, after] = [visibleValue(from), visibleValue(to)];
  if (before.normalize("NFC") !== after.normalize("NFC")) return [before, after];
  return [before.replace(NOT_ASCII, escapeCharacter), after.replace(NOT_ASCII, escapeCharacter)];
}

export interface JsonOptions {
  /** Applied to every string in the value. */
  readonly rewrite?: (text: string) => string;
  /** `"line"`: on a single line. */
  readonly layout?: "line";
}

/** JSON in which nothing is hidden; parsed, it is the same value. Written in one go, since a plan may be large. */
export function visibleJson(value: unknown, { rewrite = (text) => text, layout }: JsonOptions = {}): string {
  const rewritten = (_key: string, part: unknown) => (typeof part === "string" ? rewrite(part) : part);
  return JSON.stringify(value, rewritten, layout === "line" ? 0 : 2).replace(HIDDEN_IN_JSON, escapeUnits);
}

/** Line ends of the JSON itself stay; `JSON.stringify` has already escaped those inside strings. */
const HIDDEN_IN_JSON = /[^\n\P{C}]|[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

function escapeCharacter(character: string): string {
  const code = Number(character.codePointAt(0));
  const hex = code.toString(16);
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
}

function escapeUnits(character: string): string {
  return character
    .split("")
    .map((unit) => escapeCharacter(unit))
    .join("");
}
