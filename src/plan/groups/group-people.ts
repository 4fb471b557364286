import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../../model/ids.ts";
import type { ExistingUser, ImportUser, UserRef } from "../../model/operation.ts";
import type { Matches } from "../match/match.ts";

/** How people and accounts find each other, as far as this plan may touch them. */
export interface GroupPeople {
  readonly known: ReadonlyMap<SourceId, UserRef>;
  /** Those of them who are not to be active here. */
  readonly inactive: ReadonlySet<SourceId>;
  /** Those whom this plan imports, or an earlier run that did not come to their default groups. */
  readonly fresh: ReadonlySet<SourceId>;
  readonly owners: ReadonlyMap<TargetId, ExistingUser>;
  readonly untouched: ReadonlySet<TargetId>;
}

export function peopleForGroups(
  matches: Matches,
  imports: readonly ImportUser[],
  accounts: readonly Account[],
): GroupPeople {
  const known = new Map<SourceId, UserRef>();
  const inactive = new Set<SourceId>();
  const fresh = new Set<SourceId>();
  const owners = new Map<TargetId, ExistingUser>();
  for (const { id, link, username } of accounts) {
    if (link !== undefined && !matches.untouched.has(id))
      owners.set(id, { username, sourceId: link, targetId: id });
  }
  for (const { user, account } of matches.pairs) {
    const ref = { username: account.username, sourceId: user.sourceId, targetId: account.id };
    known.set(user.sourceId, ref);
    if (user.active !== true) inactive.add(user.sourceId);
    else if (account.fresh === true) fresh.add(user.sourceId);
    owners.set(account.id, ref);
  }
  for (const { account, sourceId } of matches.leaving) {
    known.set(sourceId, { username: account.username, sourceId, targetId: account.id });
    inactive.add(sourceId);
  }
  for (const { user } of imports) {
    known.set(user.sourceId, user);
    fresh.add(user.sourceId);
  }
  return { known, inactive, fresh, owners, untouched: matches.untouched };
}
