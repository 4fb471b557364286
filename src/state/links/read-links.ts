import type { SourceId, TargetId, Username } from "../../model/ids.ts";
import type { LinkOrigin, RecordedLink, Withdrawn } from "../../model/recorded.ts";
import { idOf } from "../store/directories.ts";
import type { Queries } from "../store/store.ts";

/** Links that are in memory at a time. */
const PORTION = 5_000;

/** The links of one directory, in portions, in the order of their ids. */
export async function* readLinks(db: Queries, identity: string): AsyncGenerator<readonly RecordedLink[]> {
  const directory = await idOf(db, identity);
  if (directory === undefined) return;
  let last = "";
  while (true) {
    const rows = await db
      .selectFrom("links")
      .select(["target_id", "source_id", "username", "email", "how", "last_seen", "withdrawn", "fresh"])
      .where("directory", "=", directory)
      .where("target_id", ">", last)
      .orderBy("target_id")
      .limit(PORTION)
      .execute();
    if (rows.length > 0) yield rows.map(toLink);
    if (rows.length < PORTION) return;
    last = rows[rows.length - 1]?.target_id ?? last;
  }
}

interface StoredLink {
  readonly target_id: string;
  readonly source_id: string;
  readonly username: string;
  readonly email: string | null;
  readonly how: string;
  readonly last_seen: string | null;
  readonly withdrawn: string | null;
  readonly fresh: number | null;
}

function toLink(row: StoredLink): RecordedLink {
  return {
    targetId: row.target_id as TargetId,
    sourceId: row.source_id as SourceId,
    username: row.username as Username,
    ...(row.email !== null && row.email !== "" && { email: row.email }),
    how: row.how as LinkOrigin,
    ...(row.last_seen !== null && { lastSeen: row.last_seen }),
    ...(row.withdrawn !== null &&
      row.withdrawn !== "" && { withdrawn: JSON.parse(row.withdrawn) as Withdrawn }),
    ...(row.fresh === 1 && { fresh: true }),
  };
}
