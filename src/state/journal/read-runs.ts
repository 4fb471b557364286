import type {
  Circumstances,
  RunKind,
  RunRecord,
  TargetRecord,
  Trigger,
  Undone,
  WithheldCount,
} from "../../model/history.ts";
import type { Failure } from "../../model/plan.ts";
import { liveDirectories } from "../lock/live-directories.ts";
import type { RunRow, RunTargetRow } from "../store/schema.ts";
import type { Queries, Store } from "../store/store.ts";
import { readUndone } from "./read-undone.ts";
import { type Tally, talliesOf } from "./tally.ts";

type StoredRun = Omit<RunRow, "id"> & { readonly id: number };
type StoredTarget = Pick<TargetRecord, "name" | "type" | "directory"> &
  Pick<RunTargetRow, "run" | "error" | "withheld"> & { readonly directoryId: number };

/** Runs with what became of them, the newest first. */
export async function readRuns(
  store: Store,
  { id, limit }: { readonly id?: number; readonly limit?: number },
): Promise<readonly RunRecord[]> {
  let query = store.db.selectFrom("runs").selectAll().orderBy("id", "desc");
  if (id !== undefined) query = query.where("id", "=", id);
  if (limit !== undefined) query = query.limit(limit);
  const runs = await query.execute();
  const ids = runs.map((run) => run.id);
  if (ids.length === 0) return [];
  const targets = byRun(await targetsOf(store.db, ids));
  const tallies = byRun(await talliesOf(store.db, ids));
  const undone = await readUndone(store.db, ids);
  const live = await liveDirectories(store);
  const open = runs.flatMap(({ id: run, ended_at }) => (ended_at === null ? [run] : []));
  const lastSigns = await lastSignsOf(store.db, open);
  return runs.map((run) => {
    const own = targets.get(run.id) ?? [];
    const isLive = run.interrupted === 0 && own.some(({ directoryId }) => live.has(directoryId));
    return toRecord(run, {
      targets: own,
      tallies: tallies.get(run.id) ?? [],
      isLive,
      undone: undone.get(run.id),
      lastSignAt: lastSigns.get(run.id),
    });
  });
}

function byRun<Row extends { readonly run: number }>(rows: readonly Row[]): ReadonlyMap<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.run);
    if (group === undefined) groups.set(row.run, [row]);
    else group.push(row);
  }
  return groups;
}

async function targetsOf(db: Queries, runs: readonly number[]): Promise<readonly StoredTarget[]> {
  return await db
    .selectFrom("run_targets")
    .innerJoin("directories", "directories.id", "run_targets.directory")
    .select([
      "run_targets.run",
      "run_targets.name",
      "run_targets.type",
      "run_targets.error",
      "run_targets.withheld",
      "directories.identity as directory",
      "directories.id as directoryId",
    ])
    .where("run_targets.run", "in", runs)
    .orderBy("run_targets.name")
    .execute();
}

async function lastSignsOf(db: Queries, runs: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (runs.length === 0) return new Map();
  const rows = await db
    .selectFrom("journal")
    .select(({ fn }) => ["run", fn.max("written_at").as("at")])
    .where("run", "in", runs)
    .groupBy("run")
    .execute();
  return new Map(rows.map(({ run, at }) => [run, at]));
}

interface Around {
  readonly targets: readonly StoredTarget[];
  readonly tallies: readonly Tally[];
  /** A run holds one of its directories, so that it may be this one. */
  readonly isLive: boolean;
  readonly undone: Undone | undefined;
  /** When a run that has no end last wrote something down. */
  readonly lastSignAt: string | undefined;
}

function toRecord(run: StoredRun, { targets, tallies, isLive, undone, lastSignAt }: Around): RunRecord {
  const outcome = run.ended_at !== null ? "ended" : isLive ? "running" : "interrupted";
  const unknown = outcome === "running" ? ["unknown"] : ["unknown", "open"];
  return {
    id: run.id,
    kind: run.kind as RunKind,
    trigger: run.trigger_kind as Trigger,
    who: run.who,
    host: run.host,
    version: run.version,
    configDigest: run.config_digest,
    startedAt: run.started_at,
    ...(run.ended_at !== null && { endedAt: run.ended_at }),
    ...(run.exit_code !== null && { exitCode: run.exit_code }),
    outcome,
    ...(outcome === "interrupted" && lastSignAt !== undefined && { lastSignAt }),
    targets: targets.map(toTarget),
    done: doneByKind(tallies),
    failed: countOf(tallies, ["failed", "skipped", "found-not-done"]),
    unknown: countOf(tallies, unknown),
    ...(run.undoes !== null && { undoes: run.undoes }),
    ...(undone !== undefined && { undone }),
    ...(run.circumstances !== null && { circumstances: JSON.parse(run.circumstances) as Circumstances }),
  };
}

function toTarget({ name, type, directory, error, withheld }: StoredTarget): TargetRecord {
  return {
    name,
    type,
    directory,
    ...(error !== null && { error: JSON.parse(error) as Failure }),
    ...(withheld !== null && { withheld: JSON.parse(withheld) as readonly WithheldCount[] }),
  };
}

function doneByKind(tallies: readonly Tally[]): RunRecord["done"] {
  const done: Record<string, number> = {};
  for (const { kind, status, entries } of tallies) {
    if (status === "done" || status === "found-done") done[kind] = (done[kind] ?? 0) + entries;
  }
  return done;
}

function countOf(tallies: readonly Tally[], statuses: readonly string[]): number {
  return tallies
    .filter(({ status }) => statuses.includes(status))
    .reduce((sum, { entries }) => sum + entries, 0);
}
