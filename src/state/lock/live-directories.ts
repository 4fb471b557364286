import type { Store } from "../store/store.ts";
import { isLapsed } from "./claims.ts";
import { isGone } from "./liveness.ts";

/** The directories on which a run is at work, as far as their locks show it. */
export async function liveDirectories({ db, now }: Store): Promise<ReadonlySet<number>> {
  const rows = await db.selectFrom("locks").selectAll().execute();
  if (rows.length === 0) return new Set();
  const time = await now(db);
  const alive = rows.filter((row) => !isGone(row) && !isLapsed(row, time));
  return new Set(alive.map(({ directory }) => directory));
}
