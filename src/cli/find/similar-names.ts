import { foldName } from "../../model/names.ts";
import { editSteps } from "../../model/nearest.ts";

const MOST = 5;
/** Letters off, and letters that a name has to begin with, for one to be like another. */
const NEAR = { steps: 2, beginning: 3 };

/** The names that were probably meant, the nearest first: a letter or two off, or longer. */
export function similarNames(asked: string, names: Iterable<string>): readonly string[] {
  const wanted = foldName(asked);
  const near: { readonly name: string; readonly steps: number }[] = [];
  const seen = new Set<string>();
  for (const name of names) {
    const folded = foldName(name);
    if (seen.has(folded)) continue;
    seen.add(folded);
    const steps = distance(wanted, folded);
    if (steps !== undefined) near.push({ name, steps });
  }
  near.sort((one, other) => one.steps - other.steps || (one.name < other.name ? -1 : 1));
  return near.slice(0, MOST).map(({ name }) => name);
}

/** `undefined` when they are not alike. Whole names come before what stands before the @. */
function distance(wanted: string, name: string): number | undefined {
  const whole = fewSteps(wanted, name);
  if (whole !== undefined) return whole;
  const [short, own] = [beforeAt(wanted), beforeAt(name)];
  const part = fewSteps(short, own);
  if (part !== undefined) return NEAR.steps + 1 + part;
  return short.length >= NEAR.beginning && own.startsWith(short) ? 2 * NEAR.steps + 2 : undefined;
}

function fewSteps(one: string, other: string): number | undefined {
  if (Math.abs(one.length - other.length) > NEAR.steps) return undefined;
  const steps = editSteps(one, other);
  return steps <= Math.min(NEAR.steps, Math.floor(one.length / 2)) ? steps : undefined;
}

function beforeAt(name: string): string {
  return name.replace(/@.*/s, "");
}
