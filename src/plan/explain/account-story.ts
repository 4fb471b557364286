import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import { foldName, isSameName } from "../../model/names.ts";
import type { AccountStory, Namesake, PersonName, WantedMembership } from "../../model/person-story.ts";
import { matcherOf } from "../../model/wildcard.ts";
import type { Compared } from "./compared.ts";

/** The name of a person by id, as far as the source gave one. */
export type NameOf = (id: string) => string | undefined;

export function accountStory(account: Account, { current, rules }: Compared, nameOf: NameOf): AccountStory {
  const { link, fresh: _fresh, recalled: _recalled, ...rest } = account;
  return {
    ...rest,
    ...(link !== undefined && { owner: personName(link, nameOf) }),
    isProtected: matcherOf(rules.protect.users)(account.username),
    groups: current.groups
      .filter(({ members }) => members.includes(account.id))
      .map(({ name }) => name)
      .sort(),
  };
}

/** A person by id, with a name as far as one is known. */
export function personName(id: SourceId, nameOf: NameOf): PersonName {
  const name = nameOf(id);
  return name === undefined ? { id } : { id, name };
}

export interface Names {
  readonly asked: string;
  readonly username?: string | undefined;
  readonly email?: string | undefined;
}

interface Own {
  readonly account: Account | undefined;
  readonly twins: readonly Account[];
}

/** Other accounts: those that are theirs too, and those that have one of the names. */
export function namesakesOf(
  names: Names,
  { account: own, twins }: Own,
  compared: Compared,
  nameOf: NameOf,
): readonly Namesake[] {
  return compared.current.accounts.flatMap((account): readonly Namesake[] => {
    if (account === own) return [];
    const by = twins.includes(account) ? "twin" : meetingOf(account, names);
    if (by === undefined) return [];
    const { id, username, active, owner, isProtected } = accountStory(account, compared, nameOf);
    const whose = owner === undefined ? {} : { owner };
    return [{ account: { id, username, active, isProtected, ...whose }, by }];
  });
}

function meetingOf({ username, email }: Account, names: Names): Namesake["by"] | undefined {
  const isOne = (name: string | undefined, wanted: string | undefined) =>
    name !== undefined && wanted !== undefined && isSameName(name, wanted);
  if (isOne(username, names.username)) return "username";
  if (isOne(email, names.email)) return "email";
  return isOne(username, names.asked) || isOne(email, names.asked) ? "asked" : undefined;
}

/** The groups that somebody is to be in, as far as the config names them. */
export function membershipsOf(
  id: SourceId | undefined,
  account: Account | undefined,
  { desired, current, matches }: Compared,
  leftAlone: ReadonlyMap<string, string>,
): readonly WantedMembership[] {
  if (id === undefined) return [];
  const isActive = desired.users.some(({ sourceId, active }) => sourceId === id && active === true);
  const isNew = matches.newcomers.some(({ sourceId }) => sourceId === id) || account?.fresh === true;
  return desired.groups.flatMap((group): readonly WantedMembership[] => {
    const isMember = group.members.has(id);
    const isDefault = isActive && (group.everybody || (group.newcomers && isNew));
    if (!isMember && !isDefault) return [];
    const key = foldName(group.name);
    const found = current.groups.find(({ name }) => foldName(name) === key);
    const why = leftAlone.get(key);
    return [
      {
        group: group.name,
        reason: isMember ? "member-in-source" : "default-group",
        isMember: account !== undefined && found?.members.includes(account.id) === true,
        ...(why !== undefined && { leftAlone: why }),
      },
    ];
  });
}
