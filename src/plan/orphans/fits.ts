import type { DesiredUser } from "../../model/desired.ts";
import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../../model/ids.ts";
import { foldName } from "../../model/names.ts";

/** A person without an account, and an account of nobody that has the same name. */
export interface Fit {
  readonly person: SourceId;
  readonly account: Account;
  readonly by: "username" | "email";
}

interface Given {
  readonly users: readonly DesiredUser[];
  readonly accounts: readonly Account[];
  readonly settled: ReadonlySet<SourceId>;
  readonly paired: ReadonlySet<TargetId>;
  readonly isProtected: (username: string) => boolean;
}

/**
 * Who could be whose, where matching was not certain. As in matching, an e-mail is looked at only where no
 * account has the username. Says nothing about protected names: what has one is meant to stay as it is.
 */
export function fitsOf({ users, accounts, settled, paired, isProtected }: Given): readonly Fit[] {
  const open = accounts.filter(
    ({ id, link, username }) => link === undefined && !paired.has(id) && !isProtected(username),
  );
  if (open.length === 0) return [];
  const byUsername = indexBy(open, "username");
  const byEmail = indexBy(open, "email");
  return users.flatMap((user): readonly Fit[] => {
    const { sourceId: person, username, email } = user;
    if (settled.has(person) || isProtected(username)) return [];
    const named = byUsername.get(foldName(username)) ?? [];
    if (named.length > 0) return named.map((account) => ({ person, account, by: "username" }));
    const mailed = email === undefined ? [] : (byEmail.get(foldName(email)) ?? []);
    return mailed.map((account) => ({ person, account, by: "email" }));
  });
}

function indexBy(accounts: readonly Account[], field: "username" | "email"): ReadonlyMap<string, Account[]> {
  const index = new Map<string, Account[]>();
  for (const account of accounts) {
    const name = account[field];
    if (name === undefined) continue;
    const key = foldName(name);
    const known = index.get(key);
    if (known === undefined) index.set(key, [account]);
    else known.push(account);
  }
  return index;
}
