import { replayLinks } from "../links/replay-links.ts";
import { idOf } from "../store/directories.ts";
import type { Store } from "../store/store.ts";
import { liveDirectories } from "./live-directories.ts";
import { holdRows } from "./take-claims.ts";

/**
 * Writes what a run of a directory left behind when it died, before somebody looks at the directory without
 * claiming it, such as a preview: it would miss the links and groups of which the journal knows. Nothing is done
 * while a run is at work there.
 */
export async function recoverDead(store: Store, identity: string): Promise<void> {
  const directory = await idOf(store.db, identity);
  if (directory === undefined || !(await hasUnwritten(store, directory))) return;
  if ((await liveDirectories(store)).has(directory)) return;
  await store.db.transaction().execute(async (db) => {
    await holdRows(db, [directory]);
    await replayLinks(store, db, [directory]);
  });
}

async function hasUnwritten({ db }: Store, directory: number): Promise<boolean> {
  const row = await db
    .selectFrom("run_targets")
    .select("run")
    .where("directory", "=", directory)
    .where("linked", "=", 0)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
