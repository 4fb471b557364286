import type { DesiredUser } from "../../model/desired.ts";
import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import type { Separation } from "../../model/recorded.ts";
import type { HandsOff } from "./hands-off.ts";
import { linkCommand } from "./link-command.ts";

/** What accounts with somebody's username or e-mail say about that person. */
export type Verdict = "none" | { readonly account: Account } | { readonly unclear: string };

/** What a verdict rests on. */
export interface Sides {
  readonly fixed: HandsOff;
  /** People who may have an active account, or whose account is not to be touched. */
  readonly live: ReadonlySet<SourceId>;
  readonly separations: readonly Separation[];
  /** The name of the directory in the config. */
  readonly target: string;
}

/**
 * A holder that is linked to somebody else is no match. Whether its name becomes free is decided in
 * `settle-claims`; that of somebody who is gone never does.
 */
export function withUsername(user: DesiredUser, holders: readonly Account[], sides: Sides): Verdict {
  const [only, second] = holders;
  if (only === undefined) return "none";
  if (second !== undefined) return { unclear: `several accounts have this username: ${namesOf(holders)}` };
  if (sides.fixed.accounts.has(only.id)) {
    return { unclear: `the account "${only.username}" is to be left alone` };
  }
  if (only.link === undefined) return { account: only };
  return sides.live.has(only.link) ? "none" : formerly(user, only, "username", sides.target);
}

interface Holders {
  readonly open: readonly Account[];
  /** How many people would have this e-mail. */
  readonly asking: number;
}

export function withEmail(
  user: DesiredUser,
  { open, asking }: Holders,
  { live, fixed, target }: Sides,
): Verdict {
  const [only] = open.filter((account) => account.link === undefined && !fixed.accounts.has(account.id));
  if (only !== undefined) {
    if (open.length === 1 && asking === 1) return { account: only };
    return { unclear: `the e-mail does not tell whose account it is: ${namesOf(open)}` };
  }
  const [former] = open
    .filter(({ link }) => link !== undefined && !live.has(link))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  return former === undefined ? "none" : formerly(user, former, "e-mail", target);
}

/** Somebody hired again has a new id; that a name is the same is no proof that the person is. */
function formerly(
  { sourceId }: DesiredUser,
  { username, link }: Account,
  what: "username" | "e-mail",
  target: string,
): Verdict {
  const whose = `belongs to Entra user ${link}, who is gone or disabled`;
  const command = linkCommand(sourceId, username, target);
  return {
    unclear: `the account "${username}" has this ${what} and ${whose}; not taken for a new person. If it is the same person: ${command}`,
  };
}

/** What an admin took apart is not put together again by a name. */
export function unlessApart(
  { sourceId }: DesiredUser,
  verdict: Exclude<Verdict, "none">,
  { separations, target }: Sides,
): Exclude<Verdict, "none"> {
  if ("unclear" in verdict) return verdict;
  const { account } = verdict;
  const { username } = account;
  if (!separations.some((apart) => apart.sourceId === sourceId && isAbout(apart, account))) return verdict;
  const command = linkCommand(sourceId, username, target);
  return {
    unclear: `the account "${username}" was taken apart from this person by hand. To join them again: ${command}`,
  };
}

/** An account that was renamed by hand may have got another id by that. */
export function isAbout(apart: Separation, { id, key }: Account): boolean {
  return apart.targetId === id || (apart.key !== undefined && apart.key === key);
}

function namesOf(accounts: readonly Account[]): string {
  return accounts
    .map((account) => account.username)
    .sort()
    .join(", ");
}
