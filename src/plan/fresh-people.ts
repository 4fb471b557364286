import type { Desired } from "../model/desired.ts";
import type { DirectorySnapshot } from "../model/directory-snapshot.ts";
import type { SourceId } from "../model/ids.ts";

/** Whose accounts are marked as new, of those who are to be active. The others come to it when they are. */
export function freshPeople(
  { accounts }: DirectorySnapshot,
  { users }: Pick<Desired, "users">,
): readonly SourceId[] {
  const fresh = new Set(
    accounts.flatMap((account) =>
      account.link !== undefined && account.fresh === true ? [account.link] : [],
    ),
  );
  if (fresh.size === 0) return [];
  return users.flatMap(({ sourceId, active }) => (active === true && fresh.has(sourceId) ? [sourceId] : []));
}
