import { sql } from "kysely";
import type { Operation } from "../../model/operation.ts";
import type { SettledEntry } from "../../model/recorded.ts";
import { learnOfGroups } from "../links/kept-groups.ts";
import { addEffect, noEffects, writeEffects } from "../links/link-effects.ts";
import { type LinkPlace, writeLinks, writeMissing } from "../links/write-links.ts";
import { type Claims, proveClaim } from "../lock/claims.ts";
import type { NewRun, RunTarget } from "../state.ts";
import { cell, numberCell, type Queries, rowsOf, type Store } from "../store/store.ts";
import { countEntries } from "./tally.ts";

/** A run as far as writing its journal needs it. */
export interface BegunRun {
  readonly id: number;
  /** By identity of the directory. */
  readonly claims: Claims;
  /** Runs of the same directories that died, as long as no run before has told so. */
  readonly interrupted: readonly number[];
}

/** The claims on the directories of a run. It is a bug to begin one without them. */
export function claimsOf(run: NewRun, held: Claims): Claims {
  return new Map(
    run.targets.map(({ directory }) => {
      const claim = held.get(directory);
      if (claim === undefined)
        throw new Error(`A run is to begin on ${directory}, which was not locked before.`);
      return [directory, claim];
    }),
  );
}

/**
 * Writes down that a run begins, and what it read before: all of it or nothing.
 *
 * @param claims On each of its directories.
 * @throws UsersyncError `LOCKED` when a claim was lost meanwhile.
 */
export async function beginRun(store: Store, run: NewRun, claims: Claims): Promise<BegunRun> {
  const { id, interrupted } = await store.db.transaction().execute(async (db) => {
    for (const claim of claims.values()) await proveClaim(store, db, claim);
    const begun = await insertRun(db, run);
    for (const target of run.targets) {
      const claim = claims.get(target.directory);
      if (claim === undefined) continue;
      const place = { store, db, directory: claim.directory, at: run.startedAt.toISOString() };
      await insertTarget(place, target, begun);
      await learn(place, target);
      const isRead = target.error === undefined && (run.kind === "run" || run.kind === "undo");
      if (isRead) await noteReading(place);
    }
    return { id: begun, interrupted: await interruptedBefore(db, claims) };
  });
  return { id, claims, interrupted };
}

async function insertRun(db: Queries, run: NewRun): Promise<number> {
  const { id } = await db
    .insertInto("runs")
    .values({
      kind: run.kind,
      trigger_kind: run.trigger,
      who: run.who,
      host: run.host,
      version: run.version,
      config_digest: run.configDigest,
      started_at: run.startedAt.toISOString(),
      interrupted: 0,
      undoes: run.undoes ?? null,
      circumstances: jsonOf(run.circumstances),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

async function insertTarget({ db, directory }: LinkPlace, target: RunTarget, run: number): Promise<void> {
  const { name, type, baseline, error, withheld } = target;
  await db
    .insertInto("run_targets")
    .values({
      run,
      directory,
      name,
      type,
      baseline: jsonOf(baseline),
      error: jsonOf(error),
      withheld: jsonOf(withheld),
    })
    .execute();
}

function jsonOf(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

async function learn(place: LinkPlace, { news, settled, groups }: RunTarget): Promise<void> {
  if (settled.length > 0) await settle(place, settled);
  if (groups !== undefined) await learnOfGroups(place, groups);
  await writeMissing(place, news.missing);
  await writeLinks(
    place,
    news.learned.map((link) => ({
      ...link,
      email: link.email ?? "",
      withdrawn: link.withdrawn ?? "nothing",
      fresh: link.fresh === true,
    })),
  );
}

async function settle(place: LinkPlace, settled: readonly SettledEntry[]): Promise<void> {
  const { store, db, directory } = place;
  const effects = noEffects();
  for (const operation of await foundDone(place, settled)) addEffect(effects, { operation, status: "done" });
  await writeEffects(place, effects);
  const rows = rowsOf(
    store,
    settled.map(({ run, seq, found }) => [run, seq, found === "unknown" ? found : `found-${found}`]),
  );
  await sql`
    with found as materialized (
      select ${numberCell(0)} as run, ${numberCell(1)} as seq, ${cell(2)} as status from ${rows}
    )
    update journal set status = found.status
    from found
    where journal.run = found.run and journal.seq = found.seq
      and (journal.run, journal.seq) in (select run, seq from found)
      and journal.directory = ${directory} and journal.status = 'open'
  `.execute(db);
  for (const run of new Set(settled.map((entry) => entry.run))) await countEntries(db, run);
}

/**
 * What was done when the process died, and what reading the directory does not teach: links that an admin
 * made or took away, since an account without a link looks like one that has lost it; and groups, which look
 * like any other.
 */
async function foundDone({ db, directory }: LinkPlace, settled: readonly SettledEntry[]) {
  const done = new Set(
    settled.filter(({ found }) => found === "done").map(({ run, seq }) => `${run} ${seq}`),
  );
  if (done.size === 0) return [];
  const rows = await db
    .selectFrom("journal")
    .select(["run", "seq", "operation"])
    .where("directory", "=", directory)
    .where("status", "=", "open")
    .where("kind", "in", ["link", "create-group"])
    .orderBy("run")
    .orderBy("seq")
    .execute();
  return rows
    .filter(({ run, seq }) => done.has(`${run} ${seq}`))
    .map(({ operation }) => JSON.parse(operation) as Operation);
}

async function interruptedBefore(db: Queries, claims: Claims): Promise<readonly number[]> {
  const directories = [...claims.values()].map(({ directory }) => directory);
  if (directories.length === 0) return [];
  const rows = await db
    .updateTable("runs")
    .set({ interrupted: 2 })
    .where("interrupted", "=", 1)
    .where("id", "in", (query) =>
      query.selectFrom("run_targets").select("run").where("directory", "in", directories),
    )
    .returning("id")
    .execute();
  return rows.map(({ id }) => id).sort((one, other) => one - other);
}

async function noteReading({ db, directory, at }: LinkPlace): Promise<void> {
  await db.updateTable("directories").set({ read_at: at }).where("id", "=", directory).execute();
}
