import { foldName } from "../../model/names.ts";
import type { AccountRef, DirectoryOrphans, Orphan, OrphanKind, PersonRef } from "../../model/orphan.ts";
import type { TargetPlan } from "../../model/plan.ts";
import { alikeAccounts, collidingPeople, severalAccounts, severalPeople } from "./duplicates.ts";
import { type Compared, type Facts, factsOf } from "./facts.ts";
import { licensedAccounts } from "./licensed-accounts.ts";
import { peopleWithoutAccount } from "./people-without.ts";
import { leftBehindAccounts, unlinkedAccounts } from "./stray-accounts.ts";
import { unmanagedGroups } from "./unmanaged-groups.ts";

/** How each kind is found, in the order in which they are listed. */
const FINDERS: Readonly<Record<OrphanKind, (facts: Facts) => readonly Orphan[]>> = {
  unlinked: unlinkedAccounts,
  "left-behind": leftBehindAccounts,
  "without-account": peopleWithoutAccount,
  "colliding-people": collidingPeople,
  "several-accounts": severalAccounts,
  "several-people": severalPeople,
  "alike-accounts": alikeAccounts,
  "unmanaged-group": unmanagedGroups,
  "disabled-but-licensed": licensedAccounts,
};

/**
 * Everything in which a directory and the source do not account for each other.
 *
 * Goes by the very matching that a run goes by, and guesses nothing: what is not certain is listed as such.
 * Does not depend on the order of anything that it is given.
 */
export function findOrphans(compared: Compared): DirectoryOrphans {
  const { current, rules, plan } = compared;
  const { partial, incomplete, groupNames } = current;
  if (plan.error !== undefined) return withoutFindings(plan);
  const facts = factsOf(compared);
  return {
    name: rules.name,
    type: rules.type,
    read: { users: plan.read.users, groups: plan.read.groups },
    ...(incomplete !== undefined && { incomplete }),
    ...(partial !== undefined && { partial }),
    cautions: cautionsOf(plan),
    groupsListed: groupNames !== undefined,
    findings: Object.values(FINDERS).flatMap((find) => sorted(find(facts))),
  };
}

/** A directory that could not be read, or of which what it should contain was not believed. */
export function withoutFindings({ name, type, read, error }: TargetPlan): DirectoryOrphans {
  return {
    name,
    type,
    read: { users: read.users, groups: read.groups },
    ...(error !== undefined && { error }),
    cautions: [],
    groupsListed: false,
    findings: [],
  };
}

/** Guards that doubt the source. People whom it lost by mistake look as if they had left. */
function cautionsOf({ tripped }: TargetPlan): readonly string[] {
  return tripped
    .filter(({ by }) => by === "limits.shrinkSource" || by === "limits.shrinkScope")
    .map(({ by, message }) => `${message} (${by})`);
}

function sorted(findings: readonly Orphan[]): readonly Orphan[] {
  return sortBy(findings.map(inOrder), (finding) =>
    [
      "group" in finding ? finding.group : "",
      ...finding.accounts.map(accountKey),
      ...finding.people.map(personKey),
    ].join("\n"),
  );
}

function inOrder(finding: Orphan): Orphan {
  const { accounts, people } = finding;
  return { ...finding, accounts: sortBy(accounts, accountKey), people: sortBy(people, personKey) };
}

function accountKey({ username, id }: AccountRef): string {
  return `${foldName(username)} ${username} ${id}`;
}

function personKey({ name = "", sourceId }: PersonRef): string {
  return `${foldName(name)} ${sourceId}`;
}

function sortBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  if (items.length < 2) return items;
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)))
    .map(({ item }) => item);
}
