import type { Clock } from "../../model/clock.ts";
import { noteLinked } from "../links/replay-links.ts";
import { writeFresh } from "../links/write-links.ts";
import { renewClaim } from "../lock/claims.ts";
import type { Journal, RunLog, StoppedDirectory } from "../state.ts";
import type { Queries, Store } from "../store/store.ts";
import type { BegunRun } from "./begin-run.ts";
import { createJournal } from "./journal.ts";
import { countEntries } from "./tally.ts";

/** The record of a run that has begun. */
export function createRunLog(store: Store, clock: Clock, { id, claims, interrupted }: BegunRun): RunLog {
  const journals = new Map<string, Journal>();
  let lastSeq = 0;
  const nextSeq = () => {
    lastSeq += 1;
    return lastSeq;
  };
  return {
    id,
    interrupted,
    journal(directory) {
      const known = journals.get(directory);
      if (known !== undefined) return known;
      const claim = claims.get(directory);
      if (claim === undefined) throw new Error(`The run was not begun on ${directory}.`);
      const journal = createJournal({ store, clock, run: id, claim, nextSeq });
      journals.set(directory, journal);
      return journal;
    },
    async end({ endedAt, exitCode, newcomers = [], stopped = [] }) {
      for (const journal of journals.values()) await journal.flush();
      await store.db.transaction().execute(async (db) => {
        for (const claim of claims.values()) {
          if (!(await renewClaim(store, db, claim))) continue;
          await noteLinked(db, id, claim.directory);
          const place = { store, db, directory: claim.directory, at: endedAt.toISOString() };
          const own = newcomers.filter(({ directory }) => directory === claim.identity);
          for (const { waiting, settled } of own) await writeFresh(place, waiting, settled);
        }
        await countEntries(db, id);
        await noteStopped(db, { id, claims }, stopped);
        await db
          .updateTable("runs")
          .set({ ended_at: endedAt.toISOString(), exit_code: exitCode })
          .where("id", "=", id)
          .execute();
      });
    },
  };
}

async function noteStopped(
  db: Queries,
  { id, claims }: Pick<BegunRun, "id" | "claims">,
  stopped: readonly StoppedDirectory[],
): Promise<void> {
  for (const { directory, error } of stopped) {
    const claim = claims.get(directory);
    if (claim === undefined) continue;
    await db
      .updateTable("run_targets")
      .set({ error: JSON.stringify(error) })
      .where("run", "=", id)
      .where("directory", "=", claim.directory)
      .execute();
  }
}
