import type { Desired, DesiredUser, Note } from "../../model/desired.ts";
import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import { foldName } from "../../model/names.ts";
import { type Sides, unlessApart, type Verdict, withEmail, withUsername } from "./name-verdict.ts";

/** A person and the account that is theirs. */
export interface Pair {
  readonly user: DesiredUser;
  readonly account: Account;
  /** `"state"`: by a link that the directory could hold and has lost. */
  readonly by: "link" | "state" | "username" | "email";
}

interface Given extends Omit<Sides, "live"> {
  readonly desired: Desired;
  readonly accounts: readonly Account[];
}

/**
 * Looks for the accounts of people who have no linked one: by username, then by e-mail among the
 * accounts that no username claimed. Two passes, so that the order of the people does not matter.
 */
export function matchByName(users: readonly DesiredUser[], given: Given): Found {
  const found: Found = { pairs: [], newcomers: [], notes: [] };
  if (users.length === 0) return found;
  const sides = { ...given, live: livePeople(given.desired) };
  const rest = takeUsernames(users, sides, found);
  if (rest.length > 0) takeEmails(rest, sides, found);
  return found;
}

function takeUsernames(users: readonly DesiredUser[], sides: Given & Sides, found: Found): DesiredUser[] {
  const holders = groupBy(sides.accounts, users, "username");
  return users.filter((user) => {
    const verdict = withUsername(user, holders.get(foldName(user.username)) ?? [], sides);
    if (verdict !== "none") settle(found, user, unlessApart(user, verdict, sides), "username");
    return verdict === "none";
  });
}

function takeEmails(users: readonly DesiredUser[], sides: Given & Sides, found: Found): void {
  const holders = groupBy(sides.accounts, users, "email");
  const asking = countEmails(sides.desired.users, holders);
  const claimed = new Set(found.pairs.map((pair) => pair.account));
  for (const user of users) {
    const key = foldName(user.email ?? "");
    const open = (holders.get(key) ?? []).filter((account) => !claimed.has(account));
    const verdict = withEmail(user, { open, asking: asking.get(key) ?? 0 }, sides);
    if (verdict === "none") settleNewcomer(found, user);
    else settle(found, user, unlessApart(user, verdict, sides), "email");
  }
}

function livePeople({ users, untouchable }: Desired): Set<SourceId> {
  const live = new Set(users.filter(({ active }) => active !== false).map(({ sourceId }) => sourceId));
  for (const id of untouchable) live.add(id);
  return live;
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
