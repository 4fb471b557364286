import type { Queries } from "./store.ts";

/** The numbers by which the tables know directories, by identity. Those that are new get one. */
export async function idsOf(
  db: Queries,
  identities: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (identities.length === 0) return new Map();
  await db
    .insertInto("directories")
    .values([...new Set(identities)].sort().map((identity) => ({ identity })))
    .onConflict((conflict) => conflict.column("identity").doNothing())
    .execute();
  const rows = await db
    .selectFrom("directories")
    .select(["id", "identity"])
    .where("identity", "in", identities)
    .execute();
  return new Map(rows.map(({ id, identity }) => [identity, id]));
}

/** The number of a directory; `undefined` for one that was never written to. */
export async function idOf(db: Queries, identity: string): Promise<number | undefined> {
  const row = await db
    .selectFrom("directories")
    .select("id")
    .where("identity", "=", identity)
    .executeTakeFirst();
  return row?.id;
}
