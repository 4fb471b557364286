import { sql } from "kysely";
import { claimLost } from "../errors.ts";
import type { LockRow } from "../store/schema.ts";
import type { Queries, Store } from "../store/store.ts";

/** How long a claim counts that nobody renews, in milliseconds. */
const LEASE = 120_000;

/** How far ahead of the clock a renewal may lie, in milliseconds, before the clock was surely set back. */
const AHEAD = 10_000;

/** A directory that is claimed, and the token that proves it. */
export interface Claim {
  readonly directory: number;
  readonly identity: string;
  readonly token: string;
}

/** By identity of the directory. */
export type Claims = ReadonlyMap<string, Claim>;

/**
 * Proves within a transaction that a directory is still claimed, and renews the claim. Whoever wants to
 * take it over waits for the end of the transaction.
 *
 * @throws UsersyncError `LOCKED`.
 */
export async function proveClaim(store: Store, db: Queries, claim: Claim): Promise<void> {
  if (await renewClaim(store, db, claim)) return;
  throw claimLost(await holderOf(db, claim.directory));
}

/** @returns Whether the claim was still there. */
export async function renewClaim(store: Store, db: Queries, { directory, token }: Claim): Promise<boolean> {
  const now = await store.now(db);
  const { numUpdatedRows } = await db
    .updateTable("locks")
    .set({ renewed: now, beat: sql`beat + 1` })
    .where("directory", "=", directory)
    .where("token", "=", token)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function dropClaims(db: Queries, claims: readonly Claim[]): Promise<void> {
  if (claims.length === 0) return;
  const tokens = claims.map(({ token }) => token);
  await db.deleteFrom("locks").where("token", "in", tokens).execute();
}

export async function holderOf(db: Queries, directory: number): Promise<LockRow | undefined> {
  return await db.selectFrom("locks").selectAll().where("directory", "=", directory).executeTakeFirst();
}

/** Whether nobody renewed a claim for so long that it may be taken over, or the clock was set back since. */
export function isLapsed({ renewed }: Pick<LockRow, "renewed">, now: number): boolean {
  return now - renewed > LEASE || renewed - now > AHEAD;
}
