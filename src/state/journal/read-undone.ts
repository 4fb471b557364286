import type { Undone } from "../../model/history.ts";
import type { Queries } from "../store/store.ts";

/**
 * Which runs were taken back, by which, and whether wholly: in each directory either an undo found nothing
 * more to do there and ended well, or as much was taken back as had been done. Groups that were created
 * stay, and do not count.
 */
export async function readUndone(db: Queries, runs: readonly number[]): Promise<ReadonlyMap<number, Undone>> {
  const undos = await undosOf(db, runs);
  if (undos.length === 0) return new Map();
  const undone = [...new Set(undos.map(({ undoes }) => undoes))];
  const tallies = await talliesIn(db, [...undone, ...undos.map(({ id }) => id)]);
  return new Map(
    undone.flatMap((run) => {
      const own = undos.filter(({ id, undoes }) => undoes === run && countOf(tallies, id) > 0);
      if (own.length === 0) return [];
      const done = tallies.filter((tally) => tally.run === run);
      const whole = done.every((tally) => isTakenBack(tally, own, tallies));
      return [[run, { by: own.map(({ id }) => id), whole }] as const];
    }),
  );
}

interface Undo {
  readonly id: number;
  readonly undoes: number;
  readonly endedWell: boolean;
  readonly directories: readonly number[];
}

async function undosOf(db: Queries, runs: readonly number[]): Promise<readonly Undo[]> {
  const rows = await db
    .selectFrom("runs")
    .innerJoin("run_targets", "run_targets.run", "runs.id")
    .select(["runs.id", "runs.undoes", "runs.exit_code", "run_targets.directory"])
    .where("runs.undoes", "in", runs)
    .orderBy("runs.id")
    .execute();
  const byId = new Map<number, Undo>();
  for (const { id, undoes, exit_code, directory } of rows) {
    if (undoes === null) continue;
    const directories = [...(byId.get(id)?.directories ?? []), directory];
    byId.set(id, { id, undoes, endedWell: exit_code === 0, directories });
  }
  return [...byId.values()];
}

/** What a run did in one directory. */
interface DirectoryTally {
  readonly run: number;
  readonly directory: number;
  readonly entries: number;
}

async function talliesIn(db: Queries, runs: readonly number[]): Promise<readonly DirectoryTally[]> {
  const rows = await db
    .selectFrom("journal")
    .select(({ fn }) => ["run", "directory", fn.countAll().as("entries")])
    .where("run", "in", runs)
    .where("status", "in", ["done", "found-done"])
    .where("kind", "!=", "create-group")
    .groupBy(["run", "directory"])
    .execute();
  return rows.map((row) => ({ ...row, entries: Number(row.entries) }));
}

function isTakenBack(
  { directory, entries }: DirectoryTally,
  undos: readonly Undo[],
  tallies: readonly DirectoryTally[],
): boolean {
  if (undos.some(({ endedWell, directories }) => endedWell && directories.includes(directory))) return true;
  const inIt = tallies.filter((tally) => tally.directory === directory);
  return undos.reduce((sum, { id }) => sum + countOf(inIt, id), 0) >= entries;
}

function countOf(tallies: readonly DirectoryTally[], run: number): number {
  return tallies.filter((tally) => tally.run === run).reduce((sum, { entries }) => sum + entries, 0);
}
