import type { Plan } from "../../model/plan.ts";

export interface UndoCommand {
  readonly run: number;
  readonly only: readonly string[];
  /** What was allowed already. */
  readonly allow: readonly string[];
}

/**
 * The one command that also takes back what the limits withheld. Each of them names what would let its own
 * part through, and letting one through may trip the next: so each gets what all of the plan needs. An
 * allowance takes the place of the limit in every directory, so it is what the largest of them needs; a
 * limit that lets all through as it is stays.
 *
 * @returns `undefined` when nothing is withheld that could be let through.
 */
export function letAllThrough({ targets }: Plan, { run, only, allow }: UndoCommand): string | undefined {
  const named = targets.flatMap(({ tripped }) => tripped.flatMap((one) => one.allow ?? []));
  if (named.length === 0) return undefined;
  const allowances = new Map(allow.map((text) => [nameOf(text), text]));
  for (const text of named) if (nameOf(text) === text) allowances.set(text, text);
  const uses = targets.flatMap((target) => target.uses ?? []);
  for (const { limit } of uses.filter(({ isOver }) => isOver)) {
    const needs = uses.filter((use) => use.limit === limit).map(({ needed }) => needed);
    allowances.set(limit, `${limit}=${Math.max(...needs)}`);
  }
  const options = [
    ...only.map((target) => `--only ${target}`),
    ...[...allowances.values()].map((one) => `--allow ${one}`),
  ];
  return `usersync undo ${run} ${options.join(" ")}`;
}

function nameOf(allow: string): string {
  return allow.replace(/=.*/s, "");
}
