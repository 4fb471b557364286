import { type OptionPath, type Problem, pathText } from "./problem.ts";
import { isTable } from "./references.ts";

/**
 * Problems in the order of the file, one for each option: what a second check says about the same option
 * mostly follows from the first. Missing options come at the end of their section.
 */
export function inFileOrder(problems: readonly Problem[], config: unknown): Problem[] {
  const ranks = rankPaths(config);
  const seen = new Set<string>();
  return [...problems]
    .sort((one, other) => rankOf(one.path, ranks) - rankOf(other.path, ranks))
    .filter(({ path }) => !seen.has(path) && seen.add(path));
}

interface Rank {
  readonly first: number;
  /** Of the last option inside. */
  readonly last: number;
}

function rankPaths(config: unknown): ReadonlyMap<string, Rank> {
  const ranks = new Map<string, Rank>();
  let next = 0;
  const visit = (value: unknown, path: OptionPath) => {
    const first = next;
    next += 1;
    for (const [key, item] of entriesOf(value)) visit(item, [...path, key]);
    ranks.set(pathText(path), { first, last: next - 1 });
  };
  visit(config, []);
  return ranks;
}

function entriesOf(value: unknown): Iterable<[string | number, unknown]> {
  if (Array.isArray(value)) return value.entries();
  return isTable(value) ? Object.entries(value) : [];
}

function rankOf(path: string, ranks: ReadonlyMap<string, Rank>): number {
  const own = ranks.get(path);
  if (own !== undefined) return own.first;
  // The longest path that is there and that this one continues; the empty one always is.
  const parents = [...ranks.keys()].filter((place) => place === "" || isInside(path, place));
  const nearest = parents.reduce((one, other) => (other.length > one.length ? other : one), "");
  return (ranks.get(nearest)?.last ?? 0) + 0.5;
}

/** Whether an option stands inside the section at `place`. */
export function isInside(path: string, place: string): boolean {
  return path.startsWith(place) && /^[.[]/.test(path.slice(place.length));
}
