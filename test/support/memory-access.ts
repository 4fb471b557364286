import type { Access } from "../../src/model/access.ts";
import type { Account, DirectoryGroup } from "../../src/model/directory-snapshot.ts";
import type { TargetId } from "../../src/model/ids.ts";
import { isSameName } from "../../src/model/names.ts";

export interface MemoryGroup extends Omit<DirectoryGroup, "members" | "children"> {
  readonly members: Set<TargetId>;
  /** Names of the groups in it. */
  readonly children?: Set<string>;
}

/** What lets accounts in, for a directory in memory without disabled accounts: licensed groups, and permissions. */
export function memoryAccess(start: readonly Account[], groups: ReadonlyMap<string, MemoryGroup>) {
  const permissions = new Map<TargetId, string>();
  for (const { id, access } of start)
    if (access?.permission !== undefined) permissions.set(id, access.permission);

  const group = (name: string) => {
    const found = [...groups.values()].find((one) => isSameName(one.name, name));
    if (found === undefined) throw new Error(`no group ${name}`);
    return found;
  };

  return {
    /** The account as the directory shows it. */
    shown({ access: _, ...account }: Account): Account {
      const licensed = [...groups.values()].filter(
        ({ members, licensed: lets }) => lets && members.has(account.id),
      );
      const permission = permissions.get(account.id);
      const active = licensed.length > 0 || permission !== undefined;
      const access = {
        groups: licensed.map(({ name }) => name),
        ...(permission !== undefined && { permission }),
      };
      return active ? { ...account, active, access } : { ...account, active };
    },
    give(id: TargetId, access: Access = { groups: [] }): void {
      for (const name of access.groups) group(name).members.add(id);
      if (access.permission !== undefined) permissions.set(id, access.permission);
    },
    take(id: TargetId, access: Access = { groups: [] }): void {
      for (const name of access.groups) group(name).members.delete(id);
      if (access.permission !== undefined) permissions.delete(id);
    },
  };
}
