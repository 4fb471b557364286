import type { Account } from "../../model/directory-snapshot.ts";
import type { LeftBehindAccount, UnlinkedAccount } from "../../model/orphan.ts";
import { isAbout } from "../match/name-verdict.ts";
import type { Facts } from "./facts.ts";
import type { Fit } from "./fits.ts";

/** Accounts that belong to nobody, now and after the next run. */
export function unlinkedAccounts({
  current,
  paired,
  fits,
  rules,
  account,
  person,
}: Facts): readonly UnlinkedAccount[] {
  const fitting = new Map<Account, Fit[]>();
  for (const fit of fits) fitting.set(fit.account, [...(fitting.get(fit.account) ?? []), fit]);
  return current.accounts.flatMap((one): readonly UnlinkedAccount[] => {
    if (one.link !== undefined || paired.has(one.id)) return [];
    const found = fitting.get(one) ?? [];
    const by = found.some((fit) => fit.by === "username") ? "username" : found[0]?.by;
    const apart = (rules.separations ?? [])
      .filter((separation) => isAbout(separation, one))
      .map(({ sourceId }) => sourceId);
    return [
      {
        kind: "unlinked",
        accounts: [account(one)],
        people: found.filter((fit) => fit.by === by).map((fit) => person(fit.person)),
        ...(by !== undefined && { by }),
        ...(apart.length > 0 && { apart }),
      },
    ];
  });
}

/** Accounts whose person is gone or out of scope. Whoever is only disabled in Entra is not gone. */
export function leftBehindAccounts(facts: Facts): readonly LeftBehindAccount[] {
  const { desired, current, forecast, account, person } = facts;
  const inScope = new Set(desired.users.map(({ sourceId }) => sourceId));
  return current.accounts.flatMap((one): readonly LeftBehindAccount[] => {
    const { link } = one;
    if (link === undefined || inScope.has(link) || desired.untouchable.has(link)) return [];
    const reason = desired.leavers.get(link) ?? desired.missing;
    if (reason === "disabled-in-source") return [];
    const because = desired.causes?.get(link);
    return [
      {
        kind: "left-behind",
        accounts: [account(one)],
        people: [person(link)],
        reason,
        ...(because !== undefined && { because }),
        ...(one.active !== false && { next: forecast.disabling(link) }),
      },
    ];
  });
}
