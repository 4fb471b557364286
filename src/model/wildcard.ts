import { foldName } from "./names.ts";

/**
 * Whether a name fits one of the patterns. `*` stands for any text, also none; case does not count.
 *
 * Made once per list of patterns, asked for many names.
 */
export function matcherOf(patterns: readonly string[]): (name: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.includes("*")).map(foldName));
  const pieces = patterns
    .filter((pattern) => pattern.includes("*"))
    .map((pattern) => foldName(pattern).split("*"));
  return (name) => {
    const folded = foldName(name);
    return exact.has(folded) || pieces.some((parts) => fits(folded, parts));
  };
}

/** Greedy from the left: the earliest place for each piece leaves the most room for the rest. */
function fits(text: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  const last = rest.pop() ?? "";
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
