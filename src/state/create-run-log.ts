import type { Clock } from "../http/clock.ts";
import type { BegunRun } from "./begin-run.ts";
import { renewClaim } from "./claims.ts";
import { createJournal } from "./journal.ts";
import { noteLinked } from "./replay-links.ts";
import type { Journal, RunLog } from "./state.ts";
import type { Store } from "./store.ts";
import { countEntries } from "./tally.ts";
import { writeFresh } from "./write-links.ts";

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
    async end({ endedAt, exitCode, newcomers = [] }) {
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
        await db
          .updateTable("runs")
          .set({ ended_at: endedAt.toISOString(), exit_code: exitCode })
          .where("id", "=", id)
          .execute();
      });
    },
  };
}
