import { closeSync, existsSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { Kysely, sql } from "kysely";
import Database from "libsql";
import type { Clock } from "../../model/clock.ts";
import { makeFolder } from "../make-folder.ts";
import { PatientDialect } from "./patient-dialect.ts";
import type { Schema } from "./schema.ts";
import type { Store } from "./store.ts";

/** How long a statement waits in one go for another process that writes, in milliseconds. All else waits, too. */
const BLOCKING_WAIT = 100;

const CACHE_KILOBYTES = 16_000;
const PAGES_BEFORE_CHECKPOINT = 8_000;

export interface SqliteOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly mode: "read" | "write";
}

/**
 * Opens the file, and makes it if there is none: for nobody else to read, since it names people.
 *
 * @returns `undefined` when there is no file and none may be made.
 * @throws Whatever Node or SQLite says; `explainBreakage` puts it into words.
 */
export function openSqlite({ path, clock, mode }: SqliteOptions): Store | undefined {
  if (mode === "read" && !existsSync(path)) return undefined;
  if (mode === "write") createFile(path);
  const database = new Database(path);
  try {
    prepare(database, mode);
  } catch (error) {
    database.close();
    throw error;
  }
  const db = new Kysely<Schema>({ dialect: new PatientDialect({ database }) });
  return {
    kind: "sqlite",
    db,
    now: async () => clock.now(),
    durably: async () => {},
    async close() {
      // Brings everything into the one file, so that whoever copies it has it all. Another process may
      // have it open: then that one does it.
      if (mode === "write") await sql`pragma wal_checkpoint(truncate)`.execute(db).catch(() => {});
      await db.destroy();
    },
  };
}

function createFile(path: string): void {
  makeFolder(dirname(path), "state.url");
  closeSync(openSync(path, "a", 0o600));
}

function prepare(database: Database.Database, mode: "read" | "write"): void {
  database.pragma(`busy_timeout = ${BLOCKING_WAIT}`);
  if (mode === "read") return;
  database.pragma("journal_mode = wal");
  // One flush to disk for each transaction, of which there are few: cheap enough never to do without.
  database.pragma("synchronous = full");
  database.pragma("foreign_keys = on");
  // A first import writes links in no order: pages that are written again and again stay in memory.
  database.pragma(`cache_size = -${CACHE_KILOBYTES}`);
  database.pragma(`wal_autocheckpoint = ${PAGES_BEFORE_CHECKPOINT}`);
}
