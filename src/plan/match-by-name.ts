import type { Desired, DesiredUser, Note } from "../model/desired.ts";
import type { Account } from "../model/directory-snapshot.ts";
import type { SourceId } from "../model/ids.ts";
import { foldName } from "../model/names.ts";
import type { HandsOff } from "./hands-off.ts";

/** A person and the account that is theirs. */
export interface Pair {
  readonly user: DesiredUser;
  readonly account: Account;
  readonly by: "link" | "username" | "email";
}

interface Sides {
  readonly desired: Desired;
  readonly accounts: readonly Account[];
  readonly fixed: HandsOff;
}

type Verdict = "none" | { readonly account: Account } | { readonly unclear: string };

/**
 * Looks for the accounts of people who have no linked one: by username, then by e-mail among the
 * accounts that no username claimed. Two passes, so that the order of the people does not matter.
 */
export function matchByName(users: readonly DesiredUser[], sides: Sides): Found {
  const found: Found = { pairs: [], newcomers: [], notes: [] };
  if (users.length === 0) return found;
  const rest = takeUsernames(users, sides, found);
  if (rest.length > 0) takeEmails(rest, sides, found);
  return found;
}

function takeUsernames(users: readonly DesiredUser[], sides: Sides, found: Found): DesiredUser[] {
  const holders = groupBy(sides.accounts, users, "username");
  return users.filter((user) => {
    const verdict = withUsername(holders.get(foldName(user.username)) ?? [], sides);
    if (verdict !== "none") settle(found, user, verdict, "username");
    return verdict === "none";
  });
}

function takeEmails(users: readonly DesiredUser[], sides: Sides, found: Found): void {
  const holders = groupBy(sides.accounts, users, "email");
  const asking = countEmails(sides.desired.users, holders);
  const claimed = new Set(found.pairs.map((pair) => pair.account));
  const live = new Set(
    sides.desired.users.filter(({ active }) => active !== false).map(({ sourceId }) => sourceId),
  );
  for (const id of sides.desired.untouchable) live.add(id);
  for (const user of users) {
    const key = foldName(user.email ?? "");
    const open = (holders.get(key) ?? []).filter((account) => !claimed.has(account));
    const verdict = withEmail(open, asking.get(key) ?? 0, live, sides.fixed);
    if (verdict === "none") settleNewcomer(found, user);
    else settle(found, user, verdict, "email");
  }
}

/** A holder that is linked elsewhere is no match; whether its name becomes free is decided in `settle-claims`. */
function withUsername(holders: readonly Account[], { fixed }: Sides): Verdict {
  const [only, second] = holders;
  if (only === undefined) return "none";
  if (second !== undefined) return { unclear: `several accounts have this username: ${namesOf(holders)}` };
  if (only.link !== undefined && !fixed.accounts.has(only.id)) return "none";
  if (fixed.accounts.has(only.id)) return { unclear: `the account "${only.username}" is to be left alone` };
  return { account: only };
}

function withEmail(
  holders: readonly Account[],
  asking: number,
  live: ReadonlySet<SourceId>,
  fixed: HandsOff,
): Verdict {
  const [only] = holders.filter((account) => account.link === undefined && !fixed.accounts.has(account.id));
  if (only !== undefined) {
    if (holders.length === 1 && asking === 1) return { account: only };
    return { unclear: `the e-mail does not tell whose account it is: ${namesOf(holders)}` };
  }
  const former = holders.find(({ link }) => link !== undefined && !live.has(link));
  if (former === undefined) return "none";
  const whose = `belongs to Entra user ${former.link}, who is gone or disabled`;
  return {
    unclear: `the account "${former.username}" has this e-mail and ${whose}; not taken for a new person`,
  };
}

interface Found {
  readonly pairs: Pair[];
  readonly newcomers: DesiredUser[];
  readonly notes: Note[];
}

function settle(
  found: Found,
  user: DesiredUser,
  verdict: Exclude<Verdict, "none">,
  by: "username" | "email",
): void {
  if ("account" in verdict) found.pairs.push({ user, account: verdict.account, by });
  else {
    const { sourceId, username } = user;
    found.notes.push({
      kind: "ambiguous-match",
      subject: username,
      reason: verdict.unclear,
      sourceIds: [sourceId],
    });
  }
}

function settleNewcomer(found: Found, user: DesiredUser): void {
  if (user.active === true) found.newcomers.push(user);
  if (user.active === false) {
    const reason = "disabled in Entra, and has no account here";
    found.notes.push({ kind: "excluded", subject: user.username, reason, sourceIds: [user.sourceId] });
  }
}

/** The accounts that have a name which one of these users would have, by that name. */
function groupBy(
  accounts: readonly Account[],
  users: readonly DesiredUser[],
  field: "username" | "email",
): Map<string, Account[]> {
  const asked = new Set(users.flatMap((user) => (user[field] === undefined ? [] : [foldName(user[field])])));
  const groups = new Map<string, Account[]>();
  for (const account of accounts) {
    const name = account[field];
    if (name === undefined) continue;
    const key = foldName(name);
    if (!asked.has(key)) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [account]);
    else group.push(account);
  }
  return groups;
}

function countEmails(
  users: readonly DesiredUser[],
  asked: ReadonlyMap<string, unknown>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { email } of users) {
    if (email === undefined) continue;
    const key = foldName(email);
    if (asked.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function namesOf(accounts: readonly Account[]): string {
  return accounts
    .map((account) => account.username)
    .sort()
    .join(", ");
}
