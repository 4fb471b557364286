import { sql } from "kysely";
import { foldName } from "../../model/names.ts";
import type { Operation } from "../../model/operation.ts";
import type { LinkPlace } from "../links/write-links.ts";
import { type Cell, cell, numberCell, rowsOf, storable } from "../store/store.ts";

/** What became of an entry, by its place in the journal of its run. */
export interface Mark {
  readonly seq: number;
  readonly status: "done" | "failed" | "skipped";
  /** JSON. */
  readonly error: string | null;
  /** The id of what was made. */
  readonly made: string | null;
  /** The id of the account, where it was made just now. */
  readonly account: string | null;
}

/** An operation with its place in the journal of its run. */
export interface Numbered {
  readonly seq: number;
  readonly operation: Operation;
}

export async function insertEntries(
  { store, db, directory, at }: LinkPlace,
  run: number,
  entries: readonly Numbered[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = rowsOf(store, entries.map(cellsOf));
  await sql`
    insert into journal
      (run, directory, written_at, status, seq, kind, username, folded, source_id, target_id, operation)
    select cast(${run} as integer), cast(${directory} as integer), cast(${at} as text), 'open',
      ${numberCell(0)}, ${cell(1)}, ${cell(2)}, ${cell(3)}, ${cell(4)}, ${cell(5)}, ${cell(6)}
    from ${rows} where true
    on conflict (run, seq) do nothing
  `.execute(db);
}

function cellsOf({ seq, operation }: Numbered): readonly Cell[] {
  const { kind } = operation;
  if (!("user" in operation)) return [seq, kind, null, null, null, null, textOf(operation)];
  const { username, sourceId, targetId } = operation.user;
  return [
    seq,
    kind,
    storable(username),
    storable(foldName(username)),
    sourceId,
    targetId === undefined ? null : storable(targetId),
    textOf(operation),
  ];
}

/** JSON of the operation alone: what becomes of it stands in columns of its own. */
function textOf(
  operation: Operation & { readonly [Field in "status" | "withheldBy" | "error"]?: unknown },
): string {
  const { status: _status, withheldBy: _withheldBy, error: _error, ...step } = operation;
  return JSON.stringify(step);
}

/**
 * Writes down what became of entries. The condition that seems to say it twice keeps SQLite from comparing
 * every entry of the run with every mark.
 */
export async function markEntries(
  { store, db }: LinkPlace,
  run: number,
  marks: readonly Mark[],
): Promise<void> {
  if (marks.length === 0) return;
  const rows = rowsOf(
    store,
    marks.map(({ seq, status, error, made, account }) => [seq, status, error, made, account]),
  );
  await sql`
    with mark as materialized (
      select ${numberCell(0)} as seq, ${cell(1)} as status, ${cell(2)} as error, ${cell(3)} as made, ${cell(4)} as account
      from ${rows}
    )
    update journal set status = mark.status, error = mark.error, made = mark.made,
      target_id = coalesce(journal.target_id, mark.account)
    from mark
    where journal.run = ${run} and journal.seq = mark.seq and journal.seq in (select seq from mark)
  `.execute(db);
}
