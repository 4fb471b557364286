import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import type { Schema } from "./schema.ts";
import type { Queries, Store } from "./store.ts";

/** How long connecting may take, and one statement, in milliseconds. */
const CONNECT_TIMEOUT = 10_000;
const STATEMENT_TIMEOUT = 60_000;

/** Connections at a time: directories are written at the same time, and the lock is renewed meanwhile. */
const CONNECTIONS = 4;

/**
 * Prepares connections to a PostgreSQL database. Nothing is sent yet.
 *
 * @param url `postgres://user:password@host:port/database`, with `sslmode` and the like as libpq reads them.
 */
export function openPostgres(url: string): Store {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "usersync",
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    query_timeout: STATEMENT_TIMEOUT,
  });
  // An idle connection that breaks is replaced by the pool; whoever needs one then learns what is wrong.
  pool.on("error", () => {});
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: "postgres",
    db,
    close: () => db.destroy(),
    now: databaseTime,
    async durably(transaction) {
      await sql`set local synchronous_commit = on`.execute(transaction);
    },
  };
}

async function databaseTime(db: Queries): Promise<number> {
  const { rows } = await sql<{ now: number }>`
    select cast(extract(epoch from clock_timestamp()) * 1000 as double precision) as now
  `.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("The database did not tell the time.");
  return row.now;
}
