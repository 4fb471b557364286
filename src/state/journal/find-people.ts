import { foldName } from "../../model/names.ts";
import type { Operation } from "../../model/operation.ts";
import { type Queries, storable } from "../store/store.ts";

/**
 * The people to whom a name or an id belongs or once belonged, so that a rename hides nothing of the past.
 * A name counts from before and from after a rename, and as a directory has shown it since.
 *
 * @param user A username in any case, a source id or a target id.
 * @returns Their source ids.
 */
export async function findPeople(db: Queries, user: string): Promise<readonly string[]> {
  const found = [
    ...(await inJournal(db, user)),
    ...(await renamedTo(db, user)),
    ...(await linkedAs(db, user)),
  ];
  return [...new Set(found)];
}

async function inJournal(db: Queries, user: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("journal")
    .select("source_id")
    .distinct()
    .where("source_id", "is not", null)
    .where((is) =>
      is.or([
        is("folded", "=", storable(foldName(user))),
        is("source_id", "=", user.toLowerCase()),
        is("target_id", "=", storable(user)),
      ]),
    )
    .execute();
  return rows.flatMap(({ source_id }) => source_id ?? []);
}

/** A column holds the name before a rename; the one after it stands in the operation only. */
async function renamedTo(db: Queries, user: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("journal")
    .select(["source_id", "operation"])
    .where("source_id", "is not", null)
    .where("kind", "=", "update")
    .where("operation", "like", '%"field":"username"%')
    .execute();
  const wanted = foldName(user);
  return rows.flatMap(({ source_id, operation }) => {
    const step = JSON.parse(operation) as Extract<Operation, { readonly kind: "update" }>;
    const isIt = step.changes.some(({ field, to }) => field === "username" && foldName(to) === wanted);
    return isIt && source_id !== null ? [source_id] : [];
  });
}

/** Only here, and not in SQL: databases fold ASCII at best. */
async function linkedAs(db: Queries, user: string): Promise<readonly string[]> {
  const rows = await db.selectFrom("links").select(["source_id", "target_id", "username"]).execute();
  const [wanted, id] = [foldName(user), user.toLowerCase()];
  return rows.flatMap(({ source_id, target_id, username }) => {
    const isIt = foldName(username) === wanted || source_id === id || target_id === user;
    return isIt ? [source_id] : [];
  });
}
