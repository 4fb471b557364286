import type { Desired, Note } from "../../model/desired.ts";
import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../../model/ids.ts";

/** Who is left exactly as they are, on both sides. */
export interface HandsOff {
  readonly accounts: ReadonlySet<TargetId>;
  readonly people: ReadonlySet<SourceId>;
  readonly notes: readonly Note[];
}

/**
 * Collects everybody whom nothing in the plan may touch: protected names, people whose wishes collide,
 * and accounts of which two claim to be the same person. Stated once here, so that no later step
 * has to remember it.
 */
export function handsOff(
  desired: Desired,
  accounts: readonly Account[],
  isProtected: (username: string) => boolean,
): HandsOff {
  const fixed = {
    accounts: new Set<TargetId>(),
    people: new Set<SourceId>(desired.untouchable),
    notes: [] as Note[],
  };
  for (const user of desired.users) {
    if (isProtected(user.username)) protect(fixed, user.username, user.sourceId);
  }
  for (const account of accounts) {
    if (!isProtected(account.username)) continue;
    fixed.accounts.add(account.id);
    if (account.link !== undefined) protect(fixed, account.username, account.link);
  }
  keepTwinsApart(fixed, accounts);
  for (const { id, link } of accounts)
    if (link !== undefined && fixed.people.has(link)) fixed.accounts.add(id);
  return fixed;
}

interface Draft {
  readonly accounts: Set<TargetId>;
  readonly people: Set<SourceId>;
  readonly notes: Note[];
}

function protect(fixed: Draft, username: string, sourceId: SourceId): void {
  if (fixed.people.has(sourceId)) return;
  fixed.people.add(sourceId);
  fixed.notes.push({ kind: "protected", subject: username, reason: "protect.users", sourceIds: [sourceId] });
}

function keepTwinsApart(fixed: Draft, accounts: readonly Account[]): void {
  const first = new Map<SourceId, Account>();
  const twins = new Map<SourceId, Account[]>();
  for (const account of accounts) {
    if (account.link === undefined) continue;
    const earlier = first.get(account.link);
    if (earlier === undefined) first.set(account.link, account);
    else twins.set(account.link, [...(twins.get(account.link) ?? [earlier]), account]);
  }
  for (const [link, group] of twins) {
    const names = group.map((account) => account.username).sort();
    fixed.people.add(link);
    fixed.notes.push({
      kind: "ambiguous-match",
      subject: names.join(", "),
      reason: "several accounts are linked to one Entra user; remove the link of all but one",
      sourceIds: [link],
    });
  }
}
