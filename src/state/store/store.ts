import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "./schema.ts";

export type StoreKind = "sqlite" | "postgres";

/** An open database of either kind. What differs between the two is here and in `migrations.ts`. */
export interface Store {
  readonly kind: StoreKind;
  readonly db: Kysely<Schema>;
  /** Milliseconds since the epoch, by the clock that everybody who shares the store sees. */
  now(db: Queries): Promise<number>;
  /** Lets the current transaction survive a power failure once it is committed. */
  durably(transaction: Queries): Promise<void>;
  close(): Promise<void>;
}

/** The database, or a transaction in it. */
export type Queries = Kysely<Schema>;

export type Cell = string | number | null;

/**
 * Rows as one parameter, so that a statement stays the same however many rows it takes. Columns are read
 * with `cell`.
 */
export function rowsOf(store: Store, rows: readonly (readonly Cell[])[]): RawBuilder<unknown> {
  const json = JSON.stringify(rows);
  return store.kind === "sqlite"
    ? sql`json_each(${json}) as rows`
    : sql`json_array_elements(cast(${json} as json)) as rows (value)`;
}

/** The text in a column of `rowsOf`, by its place. */
export function cell(place: number): RawBuilder<string> {
  return sql`(rows.value ->> ${sql.lit(place)})`;
}

/** A whole number in a column of `rowsOf`. */
export function numberCell(place: number): RawBuilder<number> {
  return sql`cast(${cell(place)} as integer)`;
}

/** Text that either database can hold: PostgreSQL knows neither NUL nor half of a surrogate pair. */
export function storable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, "\ufffd");
}
