import { randomUUID } from "node:crypto";
import { locked } from "../errors.ts";
import { replayLinks } from "../links/replay-links.ts";
import type { Holder } from "../state.ts";
import { idsOf } from "../store/directories.ts";
import type { LockRow } from "../store/schema.ts";
import type { Queries, Store } from "../store/store.ts";
import type { Timer } from "../timer.ts";
import { type Claim, isLapsed } from "./claims.ts";
import { isGone, markOf } from "./liveness.ts";

/** How often a claim is renewed, in milliseconds. */
export const BEAT = 10_000;

/**
 * Claims directories, all or none.
 *
 * A claim whose process is gone from this machine is taken over at once. One that has lapsed is watched
 * first: a clock that was set forward makes every claim look old, but a living holder goes on renewing.
 *
 * @throws UsersyncError `LOCKED`.
 */
export async function takeClaims(
  { store, timer }: { readonly store: Store; readonly timer: Timer },
  identities: readonly string[],
  holder: Holder,
): Promise<readonly Claim[]> {
  if (identities.length === 0) return [];
  const ids = await idsOf(store.db, identities);
  const claims = [...ids].map(([identity, directory]) => ({ directory, identity, token: randomUUID() }));
  const watched = new Map<number, LockRow>();
  while (true) {
    const blockers = await store.db
      .transaction()
      .execute((db) => tryTake({ store, db, claims, holder, watched }));
    if (blockers.length === 0) return claims;
    const now = await store.now(store.db);
    for (const blocker of blockers) {
      const hasMoved = watched.has(blocker.directory);
      if (hasMoved || !isLapsed(blocker, now)) {
        throw locked(
          claims.find(({ directory }) => directory === blocker.directory)?.identity ?? "",
          blocker,
        );
      }
      watched.set(blocker.directory, blocker);
    }
    await timer.wait(2 * BEAT);
  }
}

interface Attempt {
  readonly store: Store;
  readonly db: Queries;
  readonly claims: readonly Claim[];
  readonly holder: Holder;
  /** Claims that had lapsed when they were last looked at. */
  readonly watched: ReadonlyMap<number, LockRow>;
}

/** @returns The claims of others that are in the way. */
async function tryTake({ store, db, claims, holder, watched }: Attempt): Promise<readonly LockRow[]> {
  const ids = claims.map(({ directory }) => directory).sort((one, other) => one - other);
  await holdRows(db, ids);
  const rows = await db.selectFrom("locks").selectAll().where("directory", "in", ids).execute();
  const blockers = rows.filter(
    (row) => !isGone(row, holder.host) && !isSilent(row, watched.get(row.directory)),
  );
  if (blockers.length > 0) return blockers;
  await db.deleteFrom("locks").where("directory", "in", ids).execute();
  const now = await store.now(db);
  const { who, host, pid, kind } = holder;
  const { place, started } = markOf(pid, host);
  await db
    .insertInto("locks")
    .values(
      claims.map(({ directory, token }) => {
        const life = { acquired: now, renewed: now, beat: 0 };
        return { directory, token, who, host, pid, kind, place, started, ...life };
      }),
    )
    .execute();
  await interruptRuns(db, ids);
  await replayLinks(store, db, ids);
  return [];
}

/** Makes whoever wants the same rows wait until the transaction ends; always in one order. */
export async function holdRows(db: Queries, ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    await db
      .updateTable("directories")
      .set((row) => ({ read_at: row.ref("read_at") }))
      .where("id", "=", id)
      .execute();
    await db
      .updateTable("locks")
      .set((row) => ({ pid: row.ref("pid") }))
      .where("directory", "=", id)
      .execute();
  }
}

/** Whether a claim has not been renewed while it was watched. */
function isSilent(row: LockRow, before: LockRow | undefined): boolean {
  return before !== undefined && row.token === before.token && row.beat === before.beat;
}

/** Whoever claims a directory knows that no run is at work on it any more. */
async function interruptRuns(db: Queries, directories: readonly number[]): Promise<void> {
  await db
    .updateTable("runs")
    .set({ interrupted: 1 })
    .where("ended_at", "is", null)
    .where("interrupted", "=", 0)
    .where("id", "in", (query) =>
      query.selectFrom("run_targets").select("run").where("directory", "in", directories),
    )
    .execute();
}
