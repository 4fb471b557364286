/** Which construct RE2 refuses, and what to write instead. */
export interface RegexComplaint {
  readonly wrong: string;
  readonly right: string;
}

interface Rule extends RegexComplaint {
  /** Tried on what RE2 points at, and then on the regex as a whole. */
  readonly sign: RegExp;
}

const NO_LOOKING = "match the text around it too, put what is to stay in groups, and write them back with $1";

/**
 * In order: the first sign that is found decides.
 *
 * RE2 leaves these out because they cannot be matched in linear time, or writes them in another way.
 */
const RULES: readonly Rule[] = [
  { sign: /^\(\?[=!]/, wrong: "has a lookahead, (?=…) or (?!…), which RE2 does not know", right: NO_LOOKING },
  {
    sign: /^\(\?<[=!]/,
    wrong: "has a lookbehind, (?<=…) or (?<!…), which RE2 does not know",
    right: NO_LOOKING,
  },
  {
    sign: /^\\[1-9k]|^\(\?P(?==)|^\(\?P$/,
    wrong: "has a backreference, such as \\1, which RE2 does not know",
    right: "write out what may stand there a second time; the order of replacements often does the rest",
  },
  {
    sign: /^\(\?>/,
    wrong: "has an atomic group, (?>…), which RE2 does not know",
    right: "an ordinary group, (?:…)",
  },
  {
    sign: /^[*+?}][+]$|^\{\d+(?:,\d*)?\}\+$/,
    wrong: "has a possessive repetition, such as *+, which RE2 does not know",
    right: "an ordinary repetition, such as *; RE2 never backtracks",
  },
  {
    sign: /^\(\?\(/,
    wrong: "has a condition, (?(1)…), which RE2 does not know",
    right: "two replacements, one after the other",
  },
  {
    sign: /^\(\?#/,
    wrong: "has a comment, (?#…), which RE2 does not know",
    right: "a comment of the config's file",
  },
  {
    sign: /^\(\?(?:[R&|]|[+-]?\d)/,
    wrong: "has a recursion or a branch reset, which RE2 does not know",
    right: "the alternatives written out, (?:…|…)",
  },
  { sign: /^\\Z/, wrong: "has \\Z, which RE2 does not know", right: "\\z or $ for the end of the text" },
  {
    sign: /^\\u/,
    wrong: "has \\u, which RE2 does not know",
    right: "\\x{00E9} for a character by its number, or the character itself",
  },
  {
    sign: /^\\[hHRXGKcN]/,
    wrong: "has an escape that RE2 does not know",
    right: "\\s for blanks, [ \\t] for blanks and tabs, \\r?\\n for a line break; ^ and $ for the ends",
  },
];

/** By RE2's own word for it. */
const ERRORS: Readonly<Record<string, RegexComplaint>> = {
  "invalid escape sequence": {
    wrong: "has a backslash before a character that needs none",
    right: "a backslash only before . * + ? ( ) [ ] { } ^ $ | \\, or in an escape such as \\d",
  },
  "invalid character class range": {
    wrong: "has a range or class of characters that does not exist",
    right: "a range from the lower to the higher character, [a-z], or a class such as \\p{L}",
  },
  "missing closing ]": { wrong: "has a [ without its ]", right: "[…], or \\[ for a bracket" },
  "missing closing )": { wrong: "has a ( without its )", right: "(…), or \\( for a parenthesis" },
  "unexpected )": { wrong: "has a ) without its (", right: "(…), or \\) for a parenthesis" },
  "missing argument to repetition operator": {
    wrong: "repeats nothing",
    right: "* + ? or {2} behind what is to be repeated, or \\* for the character; wildcards are written .*",
  },
  "invalid nested repetition operator": {
    wrong: "repeats a repetition",
    right: "one of * + ? behind a part, or a group around it: (?:a+)*",
  },
  "invalid repeat count": {
    wrong: "has a count that RE2 does not take",
    right: "{2}, {2,} or {2,5}; the lower number first, at most 1000",
  },
  "trailing backslash at end of expression": {
    wrong: "ends with a backslash",
    right: "\\\\ for a backslash, or none",
  },
  "duplicate capture group name": {
    wrong: "has two groups of one name",
    right: "another name for each group, (?<name>…)",
  },
  "invalid named capture": {
    wrong: "has a group with a name that RE2 does not take",
    right: "(?<name>…) or (?P<name>…), with letters, digits and _ in the name",
  },
  "expression too large": {
    wrong: "is too large",
    right: "a shorter regex; several replacements run one after the other",
  },
  "expression nests too deeply": { wrong: "nests too deeply", right: "fewer groups inside one another" },
};

const UNKNOWN: RegexComplaint = {
  wrong: "is not a regex that RE2 takes",
  right: "the syntax on github.com/google/re2/wiki/Syntax",
};

/** Explains why `regex` was refused. `error` is what RE2JS threw. */
export function regexComplaint(regex: string, error: unknown): RegexComplaint {
  const { error: kind, input } = error as { error?: unknown; input?: unknown };
  const place = typeof input === "string" ? input : "";
  const possessive = /\{\d+(?:,\d*)?\}\+/.exec(regex)?.[0];
  const sign = possessive !== undefined && place.endsWith("+") ? possessive : place;
  const found = RULES.find((rule) => rule.sign.test(sign)) ?? ERRORS[String(kind)] ?? UNKNOWN;
  return { wrong: found.wrong, right: found.right };
}
