import type { Desired } from "../../model/desired.ts";
import type { Account, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../../model/ids.ts";
import type { LicensedAccount } from "../../model/orphan.ts";
import type { Facts } from "./facts.ts";

/**
 * Accounts that are disabled, or whose person is, and that still are in groups whose members were read. Where
 * being in a group is what lets an account in, only such groups count.
 */
export function licensedAccounts(facts: Facts): readonly LicensedAccount[] {
  const { desired, current, rules, staying, forecast, account, person } = facts;
  const letsIn = rules.capabilities.defaultAccess !== undefined;
  const groupsOf = groupsByMember(current, letsIn);
  const isDisabledPerson = disabledIn(desired);
  const standingOf = ({ link, active }: Account): Standing => {
    if (link === undefined) return active === false ? "account" : undefined;
    if (staying.has(link)) return undefined;
    if (isDisabledPerson(link)) return "person";
    return active === false ? "account" : undefined;
  };
  return current.accounts.flatMap((one): readonly LicensedAccount[] => {
    const groups = groupsOf.get(one.id) ?? [];
    const permission = letsIn ? one.access?.permission : undefined;
    const disabled = standingOf(one);
    if (disabled === undefined || (groups.length === 0 && permission === undefined)) return [];
    return [
      {
        kind: "disabled-but-licensed",
        accounts: [account(one)],
        people: one.link === undefined ? [] : [person(one.link)],
        groups: [...groups].sort(),
        ...(permission !== undefined && { permission }),
        isPersonDisabled: disabled === "person",
        ...nextOf(one, forecast),
      },
    ];
  });
}

/** Who is disabled: the person in Entra, or the account alone. */
type Standing = "person" | "account" | undefined;

function nextOf({ link, active }: Account, { disabling }: Facts["forecast"]): Pick<LicensedAccount, "next"> {
  return link === undefined || active === false ? {} : { next: disabling(link) };
}

function groupsByMember(
  { groups }: DirectorySnapshot,
  onlyLicensed: boolean,
): ReadonlyMap<TargetId, readonly string[]> {
  const byMember = new Map<TargetId, string[]>();
  for (const { name, members, licensed } of groups) {
    if (onlyLicensed && licensed !== true) continue;
    for (const id of members) {
      const known = byMember.get(id);
      if (known === undefined) byMember.set(id, [name]);
      else known.push(name);
    }
  }
  return byMember;
}

function disabledIn({ users, leavers }: Desired): (person: SourceId) => boolean {
  const disabled = new Set(users.flatMap(({ sourceId, active }) => (active === false ? [sourceId] : [])));
  return (person) => disabled.has(person) || leavers.get(person) === "disabled-in-source";
}
