import type { Account, DirectoryGroup, DirectorySnapshot, Lead } from "../../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../../model/ids.ts";
import { foldName } from "../../model/names.ts";
import type { GroupRef } from "../../model/operation.ts";

/** A snapshot that can be asked, and that can be told what is about to change. */
export interface DirectoryImage {
  account(id: TargetId): Account | undefined;
  /** The account that belongs to a person. */
  owned(person: SourceId): Account | undefined;
  named(username: string): Account | undefined;
  /** By its id, or by its name where it has none yet. */
  group(ref: GroupRef): DirectoryGroup | undefined;
  hasMember(group: DirectoryGroup, id: TargetId): boolean;
  /** Who answers for a project or a component; `undefined` when it was not read, or is gone. */
  leader(lead: Omit<Lead, "leader">): TargetId | undefined;
  /** What an account answers for, as far as that was read. */
  ledBy(id: TargetId): readonly Lead[];
  /** Takes the place of the account with the same id. */
  put(account: Account): void;
  /** Takes the place of the one with the same id. */
  putLead(lead: Lead): void;
}

export function imageOf({ accounts, groups, leads = [] }: DirectorySnapshot): DirectoryImage {
  const byId = new Map<TargetId, Account>();
  const byOwner = new Map<SourceId, Account>();
  const byName = new Map<string, Account>();
  const add = (account: Account) => {
    byId.set(account.id, account);
    byName.set(foldName(account.username), account);
    if (account.link !== undefined) byOwner.set(account.link, account);
  };
  for (const account of accounts) add(account);
  const groupsById = new Map(groups.map((group) => [group.id, group]));
  const groupsByName = new Map(groups.map((group) => [foldName(group.name), group]));
  const members = new Map<DirectoryGroup, ReadonlySet<TargetId>>();
  const led = new Map(leads.map((lead) => [leadKey(lead), lead]));
  return {
    account: (id) => byId.get(id),
    owned: (person) => byOwner.get(person),
    named: (username) => byName.get(foldName(username)),
    group: ({ name, targetId }) =>
      targetId === undefined ? groupsByName.get(foldName(name)) : groupsById.get(targetId),
    hasMember(group, id) {
      const known = members.get(group) ?? new Set(group.members);
      members.set(group, known);
      return known.has(id);
    },
    leader: (lead) => led.get(leadKey(lead))?.leader,
    ledBy: (id) => [...led.values()].filter(({ leader }) => leader === id),
    put(account) {
      const before = byId.get(account.id);
      if (before !== undefined) {
        byName.delete(foldName(before.username));
        if (before.link !== undefined) byOwner.delete(before.link);
      }
      add(account);
    },
    putLead: (lead) => led.set(leadKey(lead), lead),
  };
}

function leadKey({ of, id }: Omit<Lead, "leader">): string {
  return `${of} ${id}`;
}
