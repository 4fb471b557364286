import type { Generated } from "kysely";

/**
 * The tables, the same in SQLite and PostgreSQL. Times are ISO 8601 texts, written by the program's clock,
 * except in `locks`, where they are milliseconds of the store's own clock.
 */
export interface Schema {
  directories: DirectoryRow;
  links: LinkRow;
  separations: SeparationRow;
  kept_groups: KeptGroupRow;
  runs: RunRow;
  run_targets: RunTargetRow;
  journal: JournalRow;
  tallies: TallyRow;
  locks: LockRow;
  audit_heads: AuditHeadRow;
}

interface DirectoryRow {
  id: Generated<number>;
  identity: string;
  /** When it was last read as a whole. */
  read_at: string | null;
}

interface LinkRow {
  directory: number;
  target_id: string;
  source_id: string;
  username: string;
  email: string | null;
  how: string;
  linked_at: string;
  last_seen: string | null;
  /** JSON: what was taken away from the account to disable it. Empty or null: nothing. */
  withdrawn: string | null;
  /** 1: imported, and not known yet to be in its default groups. */
  fresh: number | null;
}

interface SeparationRow {
  directory: number;
  source_id: string;
  target_id: string;
  /** Of the account, where it has one that survives a rename. */
  account_key: string | null;
  made_at: string;
}

interface KeptGroupRow {
  directory: number;
  /** The name in the form in which names are compared. */
  folded: string;
  name: string;
  /** JSON: the groups of Entra whose members it holds, by id and name. */
  sources: string;
  how: string;
  kept_at: string;
}

export interface RunRow {
  id: Generated<number>;
  kind: string;
  trigger_kind: string;
  who: string;
  host: string;
  version: string;
  config_digest: string;
  started_at: string;
  ended_at: string | null;
  exit_code: number | null;
  /** 1: another run has taken one of its locks, or its own had died. */
  /** 1: it died, and no later run has told so yet. 2: one has. */
  interrupted: number;
  undoes: number | null;
  /** JSON: the flags of the run, and the saved plan that it applied. Null: none. */
  circumstances: string | null;
}

export interface RunTargetRow {
  run: number;
  directory: number;
  name: string;
  type: string;
  /** JSON. */
  baseline: string | null;
  /** 1: the links are as the entries of the run say. */
  linked: Generated<number>;
  /** JSON: why the directory was left out, or why the run gave up on it. */
  error: string | null;
  /** JSON: what limits and guards withheld, counted. */
  withheld: string | null;
}

interface JournalRow {
  run: number;
  seq: number;
  directory: number;
  kind: string;
  username: string | null;
  /** The username in the form in which names are compared. */
  folded: string | null;
  source_id: string | null;
  target_id: string | null;
  status: string;
  /** JSON, as are errors. */
  operation: string;
  error: string | null;
  made: string | null;
  written_at: string;
}

/** How many entries of a run came out how: counted once, when it ends. */
interface TallyRow {
  run: number;
  kind: string;
  status: string;
  entries: number;
}

export interface LockRow {
  directory: number;
  /** Random: whoever knows it holds the lock. */
  token: string;
  who: string;
  host: string;
  pid: number;
  kind: string;
  /** The machine's boot and the namespace in which `pid` counts; null where that cannot be known. */
  place: string | null;
  /** When the process started, in the unit of that machine. */
  started: string | null;
  acquired: number;
  renewed: number;
  beat: number;
}

interface AuditHeadRow {
  file: string;
  lines: number;
  /** Empty before the first line. */
  hash: string;
}
