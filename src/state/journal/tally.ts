import { sql } from "kysely";
import type { Queries } from "../store/store.ts";

/** Counts how the entries of a run came out, so that the history need not read them all. */
export async function countEntries(db: Queries, run: number): Promise<void> {
  await db.deleteFrom("tallies").where("run", "=", run).execute();
  await db
    .insertInto("tallies")
    .columns(["run", "kind", "status", "entries"])
    .expression((query) =>
      query
        .selectFrom("journal")
        .select(({ fn }) => ["run", "kind", "status", sql<number>`${fn.countAll()}`.as("entries")])
        .where("run", "=", run)
        .groupBy(["run", "kind", "status"]),
    )
    .execute();
}

export interface Tally {
  readonly run: number;
  readonly kind: string;
  readonly status: string;
  readonly entries: number;
}

/** How the entries of runs came out: as counted, or counted now for a run that never came to its end. */
export async function talliesOf(db: Queries, runs: readonly number[]): Promise<readonly Tally[]> {
  if (runs.length === 0) return [];
  const counted = await db.selectFrom("tallies").selectAll().where("run", "in", runs).execute();
  const known = new Set(counted.map(({ run }) => run));
  const rest = runs.filter((run) => !known.has(run));
  if (rest.length === 0) return counted;
  const live = await db
    .selectFrom("journal")
    .select(({ fn }) => ["run", "kind", "status", fn.countAll().as("entries")])
    .where("run", "in", rest)
    .groupBy(["run", "kind", "status"])
    .execute();
  return [...counted, ...live.map((row) => ({ ...row, entries: Number(row.entries) }))];
}
