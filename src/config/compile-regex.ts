import { RE2JS } from "re2js";
import { type RegexComplaint, regexComplaint } from "./regex-complaint.ts";

/** Taken by RE2 without a word, and something else in Java, out of which many a regex comes. */
const TRAPS: readonly (RegexComplaint & { readonly sign: RegExp })[] = [
  {
    sign: /\[(?:\\.|[^\]\\])*&&/,
    wrong: "has && between brackets, which is an intersection in Java and two ampersands in RE2",
    right: "the characters that are left written out, [b-df-hj-np-tv-z]; a single & for an ampersand",
  },
  {
    sign: /\(\?[a-zA-Z]*U[a-zA-Z-]*[:)]/,
    wrong: "has (?U), which widens \\w and \\d in Java and makes repetitions short in RE2",
    right: "\\p{L} for letters and \\p{N} for digits of any script, or .*? for a short repetition",
  },
];

/**
 * Compiles a regex of the config. RE2 syntax, so that no pattern can hang a run.
 *
 * @returns What is wrong, in the words of a `Problem`, for what RE2 refuses and for what it would misread.
 */
export function compileRegex(regex: string, { ignoreCase }: { readonly ignoreCase: boolean }) {
  const trap = TRAPS.find(({ sign }) => sign.test(regex));
  if (trap !== undefined) return { wrong: trap.wrong, right: trap.right };
  try {
    return RE2JS.compile(regex, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    return regexComplaint(regex, error);
  }
}
