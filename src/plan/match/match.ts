import type { Capabilities } from "../../model/capabilities.ts";
import type { Departure, Desired, DesiredUser, Note } from "../../model/desired.ts";
import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../../model/ids.ts";
import type { Separation } from "../../model/recorded.ts";
import { matcherOf } from "../../model/wildcard.ts";
import { handsOff } from "./hands-off.ts";
import { matchByName, type Pair } from "./match-by-name.ts";

/** A linked account whose person must not be active here. */
export interface Leaving {
  readonly account: Account;
  readonly sourceId: SourceId;
  readonly reason: Departure | "deleted-in-source";
  /** Which setting keeps the person out of scope. */
  readonly because?: string;
}

export interface Matches {
  readonly pairs: readonly Pair[];
  /** People in scope and active who have no account. */
  readonly newcomers: readonly DesiredUser[];
  readonly leaving: readonly Leaving[];
  /** Accounts that this run must not touch, nor their memberships. */
  readonly untouched: ReadonlySet<TargetId>;
  readonly notes: readonly Note[];
}

/** What of the rules of a plan says who is who. */
export interface MatchRules {
  readonly name: string;
  readonly protect: { readonly users: readonly string[] };
  readonly capabilities: Pick<Capabilities, "link">;
  readonly separations?: readonly Separation[];
}

/** Who is who under the rules of a plan. */
export function matchUnder(desired: Desired, accounts: readonly Account[], rules: MatchRules): Matches {
  return match(desired, accounts, {
    target: rules.name,
    isProtected: matcherOf(rules.protect.users),
    capabilities: rules.capabilities,
    separations: rules.separations ?? [],
  });
}

interface MatchOptions {
  /** The name of the directory in the config, for commands that notes suggest. */
  readonly target: string;
  readonly isProtected: (username: string) => boolean;
  readonly capabilities: Pick<Capabilities, "link">;
  readonly separations: readonly Separation[];
}

/**
 * Finds out who is who: by the recorded link, then by username, then by e-mail.
 *
 * A link always wins, so that a renamed person stays the same person. Whatever is not certain
 * becomes a note, and everybody in it is left alone.
 */
function match(desired: Desired, accounts: readonly Account[], options: MatchOptions): Matches {
  const { target, isProtected, capabilities, separations } = options;
  const fixed = handsOff(desired, accounts, isProtected);
  const linked = new Map<SourceId, Account>();
  for (const account of accounts) if (account.link !== undefined) linked.set(account.link, account);

  const isLost = ({ recalled }: Account) => recalled === true && capabilities.link === "directory";

  const pairs: Pair[] = [];
  const unlinked: DesiredUser[] = [];
  for (const user of desired.users) {
    if (fixed.people.has(user.sourceId)) continue;
    const account = linked.get(user.sourceId);
    if (account === undefined) unlinked.push(user);
    else pairs.push({ user, account, by: isLost(account) ? "state" : "link" });
  }
  const named = matchByName(unlinked, { desired, accounts, fixed, separations, target });
  return {
    pairs: [...pairs, ...named.pairs],
    newcomers: named.newcomers,
    leaving: leavingAccounts(desired, accounts, fixed.accounts),
    untouched: fixed.accounts,
    notes: [...fixed.notes, ...named.notes],
  };
}

function leavingAccounts(
  desired: Desired,
  accounts: readonly Account[],
  untouched: ReadonlySet<TargetId>,
): Leaving[] {
  const staying = new Set(desired.users.map((user) => user.sourceId));
  return accounts.flatMap((account) => {
    const sourceId = account.link;
    if (sourceId === undefined || staying.has(sourceId) || untouched.has(account.id)) return [];
    const because = desired.causes?.get(sourceId);
    const reason = desired.leavers.get(sourceId) ?? desired.missing;
    return [{ account, sourceId, reason, ...(because !== undefined && { because }) }];
  });
}
