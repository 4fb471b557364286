import type { Operation } from "../../model/operation.ts";
import type { Queries, Store } from "../store/store.ts";
import { addEffect, type Finished, noEffects, writeEffects } from "./link-effects.ts";
import { attemptsIn } from "./remembered.ts";
import type { LinkPlace } from "./write-links.ts";

/** Kinds that may mean something for links, or for the groups that are kept. */
const LINKING = [
  "import",
  "link",
  "update",
  "enable",
  "disable",
  "create-group",
  "adopt-group",
  "release-group",
] as const satisfies readonly Operation["kind"][];

/** Entries that are in memory at a time. */
const PORTION = 5_000;

/**
 * Writes the links that runs left behind when they died. A run marks its entries at once, but writes links
 * only every few thousand: they are in no order, and would cost more than all the rest of the journal. What
 * was marked says what the links must be. Whether its newcomers came to their default groups it does not say.
 */
export async function replayLinks(store: Store, db: Queries, directories: readonly number[]): Promise<void> {
  const left = await db
    .selectFrom("run_targets")
    .select(["run", "directory"])
    .where("directory", "in", directories)
    .where("linked", "=", 0)
    .orderBy("run")
    .execute();
  if (left.length === 0) return;
  const at = new Date(await store.now(db)).toISOString();
  for (const { run, directory } of left) {
    await replayRun({ store, db, directory, at }, run);
    await noteLinked(db, run, directory);
  }
}

/** Notes that the links of a run are written as its marks say. */
export async function noteLinked(db: Queries, run: number, directory: number): Promise<void> {
  await db
    .updateTable("run_targets")
    .set({ linked: 1 })
    .where("run", "=", run)
    .where("directory", "=", directory)
    .execute();
}

async function replayRun(place: LinkPlace, run: number): Promise<void> {
  const attempts = await attemptsIn(place.db, place.directory);
  const attempted = new Set(attempts.map(({ sourceId }) => sourceId));
  let last = 0;
  while (true) {
    const rows = await place.db
      .selectFrom("journal")
      .select(["seq", "operation", "made", "status"])
      .where("run", "=", run)
      .where("seq", ">", last)
      .where("directory", "=", place.directory)
      .where("status", "in", ["done", "failed"])
      .where("kind", "in", [...LINKING])
      .orderBy("seq")
      .limit(PORTION)
      .execute();
    const effects = noEffects();
    for (const row of rows) {
      const operation = JSON.parse(row.operation) as Operation;
      const isFresh =
        operation.kind === "import" || ("user" in operation && attempted.has(operation.user.sourceId));
      addEffect(effects, { operation, made: row.made, status: row.status as Finished["status"], isFresh });
    }
    await writeEffects(place, effects);
    if (rows.length < PORTION) return;
    last = rows[rows.length - 1]?.seq ?? last;
  }
}
