import { Migrator, sql } from "kysely";
import { newerState } from "../errors.ts";
import { migrationsFor } from "./migrations.ts";
import type { Store } from "./store.ts";

const NAMES = {
  migrationTableName: "usersync_migrations",
  migrationLockTableName: "usersync_migration_lock",
};

/** `empty`: nobody has ever used it. `behind`: an older version made it. */
export type Freshness = "empty" | "behind" | "current";

/**
 * Looks how far the schema is.
 *
 * @throws UsersyncError `STATE_UNUSABLE` when a step was made that this version does not know.
 */
export async function freshnessOf(
  store: Store,
  { place, version }: { readonly place: string; readonly version: string },
): Promise<Freshness> {
  if (!(await hasMigrations(store))) return "empty";
  const known = Object.keys(migrationsFor(store.kind));
  const { rows } = await sql<{
    name: string;
  }>`select name from ${sql.table(NAMES.migrationTableName)}`.execute(store.db);
  if (rows.some(({ name }) => !known.includes(name))) throw newerState({ place, version });
  if (rows.length === 0) return "empty";
  return rows.length < known.length ? "behind" : "current";
}

async function hasMigrations({ kind, db }: Store): Promise<boolean> {
  const name = NAMES.migrationTableName;
  const query =
    kind === "sqlite"
      ? sql`select name from sqlite_master where name = ${name}`
      : sql`select tablename from pg_tables where schemaname = current_schema() and tablename = ${name}`;
  return (await query.execute(db)).rows.length > 0;
}

/**
 * The schema in which tables are made: the first of the search path that is there. kysely looks for its own
 * tables in all schemas unless it is told, and takes those of another state for them.
 */
async function schemaOf({ kind, db }: Store): Promise<{ readonly migrationTableSchema?: string }> {
  if (kind === "sqlite") return {};
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(db);
  const name = rows[0]?.name ?? undefined;
  return name === undefined ? {} : { migrationTableSchema: name };
}

/** Brings the schema up to date. Two processes that do so at once wait for each other. */
export async function migrate(store: Store): Promise<void> {
  const migrator = new Migrator({
    db: store.db,
    provider: { getMigrations: async () => ({ ...migrationsFor(store.kind) }) },
    ...NAMES,
    ...(await schemaOf(store)),
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
