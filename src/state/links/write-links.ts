import { sql } from "kysely";
import type { SourceId, TargetId } from "../../model/ids.ts";
import type { LinkOrigin, Withdrawn } from "../../model/recorded.ts";
import { cell, numberCell, type Queries, rowsOf, type Store, storable } from "../store/store.ts";

/** Links written with one statement. */
const PORTION = 5_000;

export interface LinkToWrite {
  readonly targetId: string;
  readonly sourceId: string;
  readonly username: string;
  /** `undefined` leaves the one that is there. */
  readonly email: string | undefined;
  readonly how: LinkOrigin;
  /** `undefined` leaves what is there, `"nothing"` forgets it. */
  readonly withdrawn?: Withdrawn | "nothing";
  /** `undefined` leaves what is there. */
  readonly fresh?: boolean;
}

/** Where links are written, and when. `at` is ISO 8601. */
export interface LinkPlace {
  readonly store: Store;
  readonly db: Queries;
  readonly directory: number;
  readonly at: string;
}

/**
 * Writes links down. A person has one account in a directory: a link to another one goes. A link that was
 * there keeps when and how it came to be.
 */
export async function writeLinks(place: LinkPlace, links: readonly LinkToWrite[]): Promise<void> {
  for (let from = 0; from < links.length; from += PORTION) {
    await writePortion(place, links.slice(from, from + PORTION));
  }
}

async function writePortion({ store, db, directory, at }: LinkPlace, links: readonly LinkToWrite[]) {
  const byPerson = new Map(links.map((link) => [link.sourceId, link]));
  const byAccount = new Map([...byPerson.values()].map((link) => [link.targetId, link]));
  const rows = rowsOf(
    store,
    Array.from(byAccount.values(), ({ targetId, sourceId, username, email, how, withdrawn, fresh }) => [
      storable(targetId),
      sourceId,
      storable(username),
      email === undefined ? null : storable(email),
      how,
      withdrawn === undefined ? null : withdrawnText(withdrawn),
      fresh === undefined ? null : Number(fresh),
    ]),
  );
  await sql`
    delete from links where directory = ${directory}
      and source_id in (select ${cell(1)} from ${rows})
      and (source_id, target_id) not in (select ${cell(1)}, ${cell(0)} from ${rows})
  `.execute(db);
  await sql`
    insert into links
      (directory, target_id, source_id, username, email, how, linked_at, withdrawn, fresh)
    select cast(${directory} as integer), ${cell(0)}, ${cell(1)}, ${cell(2)}, ${cell(3)}, ${cell(4)},
      cast(${at} as text), ${cell(5)}, ${numberCell(6)}
    from ${rows} where true
    on conflict (directory, target_id) do update set
      source_id = excluded.source_id,
      username = excluded.username,
      email = coalesce(excluded.email, case when links.source_id = excluded.source_id then links.email end),
      how = case when links.source_id = excluded.source_id then links.how else excluded.how end,
      linked_at = case when links.source_id = excluded.source_id then links.linked_at else excluded.linked_at end,
      last_seen = null,
      withdrawn = coalesce(excluded.withdrawn, links.withdrawn),
      fresh = coalesce(excluded.fresh, case when links.source_id = excluded.source_id then links.fresh end)
  `.execute(db);
}

/** Empty for nothing, since null leaves what is there. */
function withdrawnText(withdrawn: Withdrawn | "nothing"): string {
  if (withdrawn === "nothing") return "";
  const { groups, permission, partial } = withdrawn;
  const text = { groups: groups.map(storable), ...(permission !== undefined && { permission }), partial };
  return JSON.stringify(text);
}

/** What was taken away from accounts, by account; whose they are does not matter. */
export async function writeWithdrawn(
  { store, db, directory }: LinkPlace,
  withdrawn: ReadonlyMap<string, Withdrawn | "nothing">,
): Promise<void> {
  if (withdrawn.size === 0) return;
  const rows = rowsOf(
    store,
    Array.from(withdrawn, ([targetId, access]) => [storable(targetId), withdrawnText(access)]),
  );
  await sql`
    with taken as materialized (select ${cell(0)} as target_id, ${cell(1)} as withdrawn from ${rows})
    update links set withdrawn = taken.withdrawn
    from taken
    where links.directory = ${directory} and links.target_id = taken.target_id
      and links.target_id in (select target_id from taken)
  `.execute(db);
}

/** Marks people whose default groups are still to come, and takes the mark from others. */
export async function writeFresh(
  place: LinkPlace,
  waiting: readonly SourceId[],
  settled: readonly SourceId[],
): Promise<void> {
  await markFresh(place, settled, null);
  await markFresh(place, waiting, 1);
}

async function markFresh({ store, db, directory }: LinkPlace, people: readonly SourceId[], mark: 1 | null) {
  if (people.length === 0) return;
  const rows = rowsOf(
    store,
    people.map((id) => [id]),
  );
  await db
    .updateTable("links")
    .set({ fresh: mark })
    .where("directory", "=", directory)
    .where("source_id", "in", sql<string>`(select ${cell(0)} from ${rows})`)
    .execute();
}

/** Accounts that are gone: their links get the time of the reading before, which was the last to see them. */
export async function writeMissing(place: LinkPlace, missing: readonly TargetId[]): Promise<void> {
  const { store, db, directory } = place;
  for (let from = 0; from < missing.length; from += PORTION) {
    const rows = rowsOf(
      store,
      missing.slice(from, from + PORTION).map((targetId) => [storable(targetId)]),
    );
    await sql`
      update links
      set last_seen = coalesce((select read_at from directories where id = links.directory), linked_at)
      where directory = ${directory} and last_seen is null and target_id in (select ${cell(0)} from ${rows})
    `.execute(db);
  }
}

export interface RenamedAccount {
  readonly targetId: string;
  /** `undefined` leaves the one that is there; so does it for the e-mail. */
  readonly username: string | undefined;
  readonly email: string | undefined;
}

export async function writeRenamed(place: LinkPlace, renamed: readonly RenamedAccount[]): Promise<void> {
  const { store, db, directory } = place;
  if (renamed.length === 0) return;
  const rows = rowsOf(
    store,
    renamed.map(({ targetId, username, email }) => [
      storable(targetId),
      username === undefined ? null : storable(username),
      email === undefined ? null : storable(email),
    ]),
  );
  await sql`
    with changed as materialized (
      select ${cell(0)} as target_id, ${cell(1)} as username, ${cell(2)} as email from ${rows}
    )
    update links set
      username = coalesce(changed.username, links.username),
      email = coalesce(changed.email, links.email)
    from changed
    where links.directory = ${directory} and links.target_id = changed.target_id
      and links.target_id in (select target_id from changed)
  `.execute(db);
}

/**
 * Takes links away, from the account and from the person: where an account's id is its name, the state may
 * know the account under the name that it had before.
 *
 * @param people Who had each account, by the account.
 */
export async function dropLinks(place: LinkPlace, people: ReadonlyMap<string, string>): Promise<void> {
  const { store, db, directory } = place;
  if (people.size === 0) return;
  const rows = rowsOf(
    store,
    Array.from(people, ([targetId, sourceId]) => [storable(targetId), sourceId]),
  );
  await sql`
    delete from links where directory = ${directory} and target_id in (select ${cell(0)} from ${rows})
  `.execute(db);
  await sql`
    delete from links where directory = ${directory} and source_id in (select ${cell(1)} from ${rows})
  `.execute(db);
}
