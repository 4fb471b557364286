import { sql } from "kysely";
import type { SourceId, TargetId, Username } from "../../model/ids.ts";
import type { Operation } from "../../model/operation.ts";
import type { Attempt, Baseline, OpenEntry, Remembered, Separation } from "../../model/recorded.ts";
import { liveDirectories } from "../lock/live-directories.ts";
import { idOf } from "../store/directories.ts";
import type { Queries, Store } from "../store/store.ts";
import { readKeptGroups, readPerhapsMade } from "./kept-groups.ts";

/** What is remembered of a directory besides its links. Nothing, of one that was never written to. */
export async function readRemembered(store: Store, identity: string): Promise<Remembered> {
  const { db } = store;
  const directory = await idOf(db, identity);
  if (directory === undefined) return { separations: [], open: [], groups: [] };
  const baseline = await baselineOf(db, directory);
  const attempted = await attemptsIn(db, directory);
  const perhapsMade = await readPerhapsMade(db, directory);
  return {
    ...(baseline !== undefined && { baseline }),
    separations: await separationsOf(db, directory),
    open: await openEntriesOf(store, directory),
    ...(attempted.length > 0 && { attempted }),
    groups: await readKeptGroups(db, directory),
    ...(perhapsMade.length > 0 && { perhapsMade }),
  };
}

async function baselineOf(db: Queries, directory: number): Promise<Baseline | undefined> {
  const row = await db
    .selectFrom("run_targets")
    .select("baseline")
    .where("directory", "=", directory)
    .where("baseline", "is not", null)
    .orderBy("run", "desc")
    .limit(1)
    .executeTakeFirst();
  return typeof row?.baseline === "string" ? (JSON.parse(row.baseline) as Baseline) : undefined;
}

async function separationsOf(db: Queries, directory: number): Promise<readonly Separation[]> {
  const rows = await db
    .selectFrom("separations")
    .select(["source_id", "target_id", "account_key"])
    .where("directory", "=", directory)
    .execute();
  return rows.map((row) => ({
    sourceId: row.source_id as SourceId,
    targetId: row.target_id as TargetId,
    ...(row.account_key !== null && { key: row.account_key }),
  }));
}

/** Imports that failed, of people without a link. The words of the condition are those of the index. */
export async function attemptsIn(db: Queries, directory: number): Promise<readonly Attempt[]> {
  const rows = await db
    .selectFrom("journal")
    .select(["source_id", "username"])
    .distinct()
    .where("directory", "=", directory)
    .where(sql<boolean>`kind = 'import' and status = 'failed'`)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("links")
            .select("links.target_id")
            .whereRef("links.directory", "=", "journal.directory")
            .whereRef("links.source_id", "=", "journal.source_id"),
        ),
      ),
    )
    .execute();
  return rows.map((row) => ({ sourceId: row.source_id as SourceId, username: row.username as Username }));
}

/**
 * Entries that were never marked, of runs that are not under way any more: they ended, or another run has
 * claimed the directory since, or whoever claims it now is gone.
 */
async function openEntriesOf(store: Store, directory: number): Promise<readonly OpenEntry[]> {
  const isLive = (await liveDirectories(store)).has(directory);
  let query = store.db
    .selectFrom("journal")
    .innerJoin("runs", "runs.id", "journal.run")
    .select(["journal.run", "journal.seq", "journal.operation"])
    .where("journal.directory", "=", directory)
    .where("journal.status", "=", "open");
  if (isLive) {
    query = query.where((is) =>
      is.or([is("runs.interrupted", "!=", 0), is("runs.ended_at", "is not", null)]),
    );
  }
  const rows = await query.orderBy("journal.run").orderBy("journal.seq").execute();
  return rows.map(({ run, seq, operation }) => ({ run, seq, operation: JSON.parse(operation) as Operation }));
}
