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
