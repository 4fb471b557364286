import type { Desired } from "../../model/desired.ts";
import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import type { Attempt } from "../../model/recorded.ts";

/**
 * Who is new, of those who are to be active: whose account is marked so, or whose import failed. The others
 * come to their default groups when they are active.
 */
export function freshPeople(
  { accounts }: DirectorySnapshot,
  { users }: Pick<Desired, "users">,
  attempted: readonly Attempt[],
): readonly SourceId[] {
  const fresh = new Set(attempted.map(({ sourceId }) => sourceId));
  for (const { link, fresh: isFresh } of accounts)
    if (link !== undefined && isFresh === true) fresh.add(link);
  if (fresh.size === 0) return [];
  return users.flatMap(({ sourceId, active }) => (active === true && fresh.has(sourceId) ? [sourceId] : []));
}
