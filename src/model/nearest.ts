/**
 * The known word that was probably meant: at most two letters off, one in a short word. Case, hyphens
 * and underscores do not count.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const plain = plainForm(word);
  const allowed = plain.length < 4 ? 1 : 2;
  const ranked = known
    .map((candidate) => ({ candidate, steps: editSteps(plain, plainForm(candidate)) }))
    .filter(({ steps }) => steps <= allowed)
    .sort((one, other) => one.steps - other.steps);
  return ranked[0]?.candidate;
}

function plainForm(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, "");
}

/** Letters to insert, remove or replace (Levenshtein). */
export function editSteps(from: string, to: string): number {
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...from].entries()) {
    const current = [at + 1];
    for (const [other, wanted] of [...to].entries()) {
      const replaced = (last[other] as number) + (letter === wanted ? 0 : 1);
      current.push(Math.min((last[other + 1] as number) + 1, (current[other] as number) + 1, replaced));
    }
    last = current;
  }
  return last.at(-1) as number;
}
