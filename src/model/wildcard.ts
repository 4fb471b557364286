import { foldName } from "./names.ts";

/**
 * Whether a name fits one of the patterns. `*` stands for any text, also none; case does not count.
 *
 * Made once per list of patterns, asked for many names.
 */
export function matcherOf(patterns: readonly string[]): (name: string) => boolean {
  const folded = patterns.map(foldName);
  const exact = new Set(folded.filter((pattern) => !pattern.includes("*")));
  const loose = folded.filter((pattern) => pattern.includes("*")).map(cut);
  return (name) => {
    const text = foldName(name);
    return exact.has(text) || loose.some((pattern) => fits(text, pattern));
  };
}

/** One pattern of a list, and its place there. */
export interface Fit {
  readonly pattern: string;
  readonly at: number;
}

/**
 * All the patterns of a list that a name fits, as `matcherOf` has it, in no order. Names without a wildcard
 * cost nothing, however many there are.
 */
export function fitsOf(patterns: readonly string[]): (name: string) => readonly Fit[] {
  const exact = new Map<string, Fit[]>();
  const loose: (Fit & { readonly pieces: Pieces })[] = [];
  for (const [at, pattern] of patterns.entries()) {
    const folded = foldName(pattern);
    if (folded.includes("*")) loose.push({ pattern, at, pieces: cut(folded) });
    else exact.set(folded, [...(exact.get(folded) ?? []), { pattern, at }]);
  }
  return (name) => {
    const text = foldName(name);
    return [...(exact.get(text) ?? []), ...loose.filter(({ pieces }) => fits(text, pieces))];
  };
}

interface Pieces {
  readonly head: string;
  readonly middle: readonly string[];
  readonly tail: string;
}

function cut(pattern: string): Pieces {
  const first = pattern.indexOf("*");
  const last = pattern.lastIndexOf("*");
  const middle = pattern.slice(first + 1, last).split("*");
  return { head: pattern.slice(0, first), middle, tail: pattern.slice(last + 1) };
}

/** Greedy from the left: the earliest place for each piece leaves the most room for the rest. */
function fits(text: string, { head, middle, tail }: Pieces): boolean {
  if (!text.startsWith(head)) return false;
  let from = head.length;
  for (const piece of middle) {
    const at = text.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return text.length - tail.length >= from && text.endsWith(tail);
}
