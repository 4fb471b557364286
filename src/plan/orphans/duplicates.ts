import type { DesiredUser } from "../../model/desired.ts";
import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import { foldName } from "../../model/names.ts";
import type { AlikeAccounts, CollidingPeople, SeveralAccounts, SeveralPeople } from "../../model/orphan.ts";
import type { Facts } from "./facts.ts";

/** People who are to have one and the same username, or e-mail where the directory wants it unique. */
export function collidingPeople({ desired, rules, person }: Facts): readonly CollidingPeople[] {
  const { colliding = [] } = desired;
  const fields =
    rules.capabilities.email === "unique" ? (["username", "email"] as const) : ["username" as const];
  return fields.flatMap((by) =>
    severalOf(colliding, (user) => nameKey(user, by)).map((users): CollidingPeople => {
      // Whoever has no name of this kind is not among them.
      const [name] = users.map((user) => user[by]).sort() as [string];
      return {
        kind: "colliding-people",
        accounts: [],
        people: users.map(({ sourceId }) => person(sourceId)),
        by,
        name,
      };
    }),
  );
}

function nameKey(user: DesiredUser, by: "username" | "email"): string | undefined {
  const name = user[by];
  return name === undefined ? undefined : foldName(name);
}

/** Several accounts that record one person, or have the name of one who has none. */
export function severalAccounts({ current, fits, account, person }: Facts): readonly SeveralAccounts[] {
  const linked = severalOf(current.accounts, ({ link }) => link).map(
    (accounts): SeveralAccounts => ({
      kind: "several-accounts",
      accounts: accounts.map(account),
      people: [...new Set(accounts.map(({ link }) => link as SourceId))].map(person),
      by: "link",
    }),
  );
  const fitting = severalOf(fits, (fit) => fit.person).map(
    (found): SeveralAccounts => ({
      kind: "several-accounts",
      accounts: found.map((fit) => account(fit.account)),
      people: [person(found[0].person)],
      by: found[0].by,
    }),
  );
  return [...linked, ...fitting];
}

/** An account that has the name of several people who have none. */
export function severalPeople({ fits, account, person }: Facts): readonly SeveralPeople[] {
  return severalOf(fits, (fit) => `${fit.account.id} ${fit.by}`).map((found) => ({
    kind: "several-people",
    accounts: [account(found[0].account)],
    people: found.map((fit) => person(fit.person)),
    by: found[0].by,
  }));
}

/** Accounts whose usernames are one and the same to whoever compares without case. */
export function alikeAccounts({ current, account }: Facts): readonly AlikeAccounts[] {
  return severalOf(current.accounts, ({ username }: Account) => foldName(username)).map((accounts) => ({
    kind: "alike-accounts",
    accounts: accounts.map(account),
    people: [],
  }));
}

/** The items that have their key in common with another, together. */
function severalOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
): readonly (readonly [Item, Item, ...Item[]])[] {
  const first = new Map<string, Item>();
  const several = new Map<string, [Item, Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const earlier = first.get(key);
    const known = several.get(key);
    if (earlier === undefined) first.set(key, item);
    else if (known === undefined) several.set(key, [earlier, item]);
    else known.push(item);
  }
  return [...several.values()];
}
