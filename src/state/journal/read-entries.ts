import type { JournalEntry } from "../../model/history.ts";
import type { Operation } from "../../model/operation.ts";
import type { Failure } from "../../model/plan.ts";
import type { EntryQuery } from "../state.ts";
import type { Queries } from "../store/store.ts";
import { findPeople } from "./find-people.ts";

/** Entries of the journal in the order in which they were written, the first `limit` of them. */
export async function readEntries(
  db: Queries,
  { run, user, limit }: EntryQuery,
): Promise<readonly JournalEntry[]> {
  let query = db
    .selectFrom("journal")
    .innerJoin("directories", "directories.id", "journal.directory")
    .innerJoin("run_targets", (join) =>
      join
        .onRef("run_targets.run", "=", "journal.run")
        .onRef("run_targets.directory", "=", "journal.directory"),
    )
    .select([
      "journal.run",
      "journal.seq",
      "run_targets.name as target",
      "directories.identity as directory",
      "journal.operation",
      "journal.status",
      "journal.error",
      "journal.made",
      "journal.written_at",
    ])
    .orderBy("journal.run")
    .orderBy("journal.seq");
  if (run !== undefined) query = query.where("journal.run", "=", run);
  if (user !== undefined)
    query = query.where("journal.source_id", "in", ["", ...(await findPeople(db, user))]);
  if (limit !== undefined) query = query.limit(limit);
  return (await query.execute()).map(toEntry);
}

interface StoredEntry {
  readonly run: number;
  readonly seq: number;
  readonly target: string;
  readonly directory: string;
  readonly operation: string;
  readonly status: string;
  readonly error: string | null;
  readonly made: string | null;
  readonly written_at: string;
}

function toEntry(row: StoredEntry): JournalEntry {
  return {
    run: row.run,
    seq: row.seq,
    target: row.target,
    directory: row.directory,
    operation: JSON.parse(row.operation) as Operation,
    status: row.status as JournalEntry["status"],
    ...(row.error !== null && { error: JSON.parse(row.error) as Failure }),
    ...(row.made !== null && { made: row.made }),
    at: row.written_at,
  };
}
