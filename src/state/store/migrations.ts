import { type Kysely, type Migration, type RawBuilder, sql } from "kysely";
import type { StoreKind } from "./store.ts";

/** Every step of the schema by name, oldest first. A step that was released is never changed. */
export function migrationsFor(kind: StoreKind): Readonly<Record<string, Migration>> {
  return {
    "0001-first": { up: (db) => createFirst(db, kind) },
    "0002-access": { up: (db) => inTurn(db, columnsOfAccess()) },
    "0003-circumstances": { up: (db) => inTurn(db, columnsOfCircumstances()) },
    "0004-groups": { up: (db) => inTurn(db, tableOfGroups()) },
  };
}

async function createFirst(db: Kysely<unknown>, kind: StoreKind): Promise<void> {
  const counted = sql.raw(
    kind === "sqlite"
      ? "integer primary key autoincrement"
      : "integer generated always as identity primary key",
  );
  const clustered = sql.raw(kind === "sqlite" ? "without rowid" : "");
  await inTurn(db, statementsOf({ counted, clustered }));
}

async function inTurn(db: Kysely<unknown>, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

type Fragment = ReturnType<typeof sql.raw>;

function statementsOf(fragments: { readonly counted: Fragment; readonly clustered: Fragment }) {
  return [...tablesOfLinks(fragments), ...tablesOfRuns(fragments), ...tablesBeside()];
}

function tablesOfLinks({ counted, clustered }: { readonly counted: Fragment; readonly clustered: Fragment }) {
  return [
    sql`create table directories (id ${counted}, identity text not null unique, read_at text)`,
    sql`create table links (
      directory integer not null references directories (id),
      target_id text not null,
      source_id text not null,
      username text not null,
      email text,
      how text not null,
      linked_at text not null,
      last_seen text,
      primary key (directory, target_id)
    ) ${clustered}`,
    sql`create unique index links_source on links (directory, source_id)`,
    sql`create table separations (
      directory integer not null references directories (id),
      source_id text not null,
      target_id text not null,
      made_at text not null,
      primary key (directory, source_id, target_id)
    )`,
  ];
}

function tablesOfRuns({ counted }: { readonly counted: Fragment }) {
  return [
    sql`create table runs (
      id ${counted},
      kind text not null,
      trigger_kind text not null,
      who text not null,
      host text not null,
      version text not null,
      config_digest text not null,
      started_at text not null,
      ended_at text,
      exit_code integer,
      interrupted integer not null default 0,
      undoes integer references runs (id)
    )`,
    sql`create index runs_undoes on runs (undoes) where undoes is not null`,
    sql`create table run_targets (
      run integer not null references runs (id),
      directory integer not null references directories (id),
      name text not null,
      type text not null,
      baseline text,
      linked integer not null default 0,
      primary key (run, directory)
    )`,
    sql`create index run_targets_unlinked on run_targets (directory) where linked = 0`,
    sql`create index run_targets_directory on run_targets (directory, run)`,
    sql`create table journal (
      run integer not null references runs (id),
      seq integer not null,
      directory integer not null references directories (id),
      kind text not null,
      username text,
      folded text,
      source_id text,
      target_id text,
      status text not null,
      operation text not null,
      error text,
      made text,
      written_at text not null,
      primary key (run, seq)
    )`,
    sql`create index journal_open on journal (directory) where status = 'open'`,
    sql`create table tallies (
      run integer not null references runs (id),
      kind text not null,
      status text not null,
      entries integer not null,
      primary key (run, kind, status)
    )`,
  ];
}

function tablesBeside() {
  return [
    sql`create table locks (
      directory integer primary key references directories (id),
      token text not null,
      who text not null,
      host text not null,
      pid integer not null,
      kind text not null,
      place text,
      started text,
      acquired double precision not null,
      renewed double precision not null,
      beat integer not null
    )`,
    sql`create table audit_heads (file text primary key, lines integer not null, hash text not null)`,
  ];
}

/** What was taken away from an account to disable it, and who has just been imported. */
function columnsOfAccess() {
  return [
    sql`alter table links add column withdrawn text`,
    sql`alter table links add column fresh integer`,
    sql`create index journal_failed_imports on journal (directory) where kind = 'import' and status = 'failed'`,
  ];
}

/** What let a run through, and what it left out; and the key of accounts that were taken from somebody. */
function columnsOfCircumstances() {
  return [
    sql`alter table separations add column account_key text`,
    sql`alter table runs add column circumstances text`,
    sql`alter table run_targets add column error text`,
    sql`alter table run_targets add column withheld text`,
  ];
}

/** Groups that are kept in step. */
function tableOfGroups() {
  return [
    sql`create table kept_groups (
      directory integer not null references directories (id),
      folded text not null,
      name text not null,
      sources text not null,
      how text not null,
      kept_at text not null,
      primary key (directory, folded)
    )`,
  ];
}
