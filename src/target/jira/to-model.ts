import type { Account } from "../../model/directory-snapshot.ts";
import type { TargetId, Username } from "../../model/ids.ts";
import { presentText } from "../../model/names.ts";
import type { WireUser } from "./wire.ts";

/** Users of Jira as accounts, without those that are accounts no more. */
export function toAccounts(users: readonly WireUser[]): readonly Account[] {
  return users.filter(isPerson).map(toAccount);
}

/** A user of Jira as an account. Its id is its key, which a new username leaves as it is. */
export function toAccount(user: WireUser): Account {
  const email = presentText(user.emailAddress);
  const displayName = presentText(user.displayName);
  return {
    id: user.key as TargetId,
    username: user.name as Username,
    active: typeof user.active === "boolean" ? user.active : null,
    ...(email === undefined ? {} : { email }),
    ...(displayName === undefined ? {} : { displayName }),
  };
}

/** Neither deleted nor anonymised. The latter are disabled, and called what their key is called. */
export function isPerson({ key, name, active, deleted }: WireUser): boolean {
  if (deleted === true) return false;
  const isAnonymous = /^jirauser\d+$/i.test(key) && name.toLowerCase() === key.toLowerCase();
  return active !== false || !isAnonymous;
}
