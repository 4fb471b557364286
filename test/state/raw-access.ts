import { existsSync } from "node:fs";
import Database from "libsql";
import pg from "pg";
import type { StateConfig } from "../../src/config/config.ts";

export interface RawAccess {
  run(statement: string): Promise<readonly Record<string, unknown>[]>;
  tables(): Promise<readonly string[]>;
}

/** A way past the state to its tables, for what only somebody else would do to them. */
export function rawAccess(config: StateConfig): RawAccess {
  const { run, list } =
    config.type === "postgres" ? ofServer(config.url) : ofFile(config.type === "file" ? config.path : "");
  return { run, tables: async () => (await run(list)).map(({ name }) => String(name)) };
}

function ofServer(url: string) {
  const list = "select tablename as name from pg_tables where schemaname = 'public'";
  const run: RawAccess["run"] = async (statement) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  };
  return { run, list };
}

function ofFile(path: string) {
  const list = "select name from sqlite_master";
  const run: RawAccess["run"] = async (statement) => {
    if (!existsSync(path)) return [];
    const database = new Database(path);
    try {
      const prepared = database.prepare(statement);
      if (prepared.reader) return prepared.all() as Record<string, unknown>[];
      prepared.run();
      return [];
    } finally {
      database.close();
    }
  };
  return { run, list };
}
