import type { Capabilities } from "../../src/model/capabilities.ts";
import type { Account, DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { SourceId, TargetId, Username } from "../../src/model/ids.ts";
import { foldName, isSameName } from "../../src/model/names.ts";
import type { Change, Operation } from "../../src/model/operation.ts";
import type { ApplyResult, Target, Touched } from "../../src/target/target.ts";
import { type MemoryGroup, memoryAccess } from "./memory-access.ts";
import { memoryLeads } from "./memory-leads.ts";
import { memoryNesting } from "./memory-nesting.ts";
import { CAPABILITIES } from "./people.ts";

export interface MemoryTarget extends Target {
  snapshot(): DirectorySnapshot;
  /** Every batch that arrived. */
  readonly batches: Operation[][];
}

/**
 * A directory in memory that holds state and refuses what real ones refuse: two accounts with one
 * username or e-mail, unknown accounts and groups, two groups with one name, groups that hold each other. Where there is a default access,
 * accounts have no flag.
 */
export function memoryTarget(
  start: DirectorySnapshot,
  capabilities: Capabilities = CAPABILITIES,
): MemoryTarget {
  const accounts = new Map<TargetId, Account>(start.accounts.map((account) => [account.id, account]));
  const nests = capabilities.nesting === "mirror";
  const groups = new Map<string, MemoryGroup>(
    start.groups.map(({ children, ...group }): [string, MemoryGroup] => [
      group.id,
      { ...group, members: new Set(group.members), ...(nests && { children: new Set(children) }) },
    ]),
  );
  const leads = memoryLeads(start.leads ?? []);
  const access = memoryAccess(start.accounts, groups);
  const nesting = memoryNesting(groups);
  const shown = (account: Account) =>
    capabilities.defaultAccess === undefined ? account : access.shown(account);
  const batches: Operation[][] = [];

  const snapshot = (): DirectorySnapshot => ({
    accounts: [...accounts.values()].map(shown),
    groups: [...groups.values()].map(({ children, ...group }) => ({
      ...group,
      members: [...group.members],
      ...(children !== undefined && { children: [...children] }),
    })),
    ...(start.leads !== undefined && { leads: leads.list() }),
  });
  const refuseTaken = ({ id, username, email }: Account) => {
    const others = [...accounts.values()].filter((other) => other.id !== id);
    const sharesEmail = (other: Account) =>
      capabilities.email === "unique" && isSameName(other.email ?? "-", email ?? "+");
    if (others.some((other) => isSameName(other.username, username)))
      throw new Error(`username ${username} is taken`);
    if (others.some(sharesEmail)) throw new Error(`e-mail ${email} is taken`);
  };
  const store = (account: Account) => {
    refuseTaken(account);
    accounts.set(account.id, account);
  };
  const existing = (id: TargetId | undefined): Account => {
    const account = id === undefined ? undefined : accounts.get(id);
    if (account === undefined) throw new Error(`no account ${id}`);
    return account;
  };
  const freeId = (wished: string): TargetId => {
    const next = [wished, ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${wished}~${number}`)];
    return next.find((id) => !accounts.has(id as TargetId)) as TargetId;
  };
  const membersOf = (id: string | undefined) => {
    const group = id === undefined ? undefined : groups.get(id);
    if (group === undefined) throw new Error(`no group ${id}`);
    return group.members;
  };

  const apply = (operation: Operation): string | undefined => {
    switch (operation.kind) {
      case "import": {
        const id = freeId(`made-${operation.user.sourceId}`);
        const { username, sourceId } = operation.user;
        store(changed({ id, link: sourceId, username, active: true }, operation.changes));
        access.give(id, operation.access);
        return id;
      }
      case "link": {
        const { link: _, ...account } = existing(operation.user.targetId);
        const isTakenAway = operation.changes.some(({ to }) => to === "");
        store(isTakenAway ? account : { ...account, link: operation.user.sourceId });
        return undefined;
      }
      case "update":
        store(changed(existing(operation.user.targetId), operation.changes));
        return undefined;
      case "enable":
        store({ ...existing(operation.user.targetId), active: true });
        access.give(operation.user.targetId, operation.access);
        return undefined;
      case "disable":
        store({ ...existing(operation.user.targetId), active: false });
        access.take(operation.user.targetId, operation.access);
        return undefined;
      case "create-group": {
        const id = `made-${foldName(operation.group.name)}`;
        if (groups.has(id)) throw new Error(`group ${operation.group.name} exists`);
        const children = nests ? { children: new Set<string>() } : {};
        groups.set(id, { id, name: operation.group.name, members: new Set(), ...children });
        return id;
      }
      case "adopt-group":
      case "release-group":
        throw new Error(`only the state keeps what becomes of the group ${operation.group.name}`);
      case "add-member":
        membersOf(operation.group.targetId).add(existing(operation.user.targetId).id);
        return undefined;
      case "remove-member":
        membersOf(operation.group.targetId).delete(existing(operation.user.targetId).id);
        return undefined;
      case "add-group":
        nesting.add(operation);
        return undefined;
      case "remove-group":
        nesting.remove(operation);
        return undefined;
      case "hand-over":
        leads.give(operation, shown(existing(operation.toId)));
        return undefined;
    }
  };

  return {
    capabilities,
    concurrency: 4,
    batches,
    snapshot,
    read: async () => {
      const { leads: _, ...read } = snapshot();
      return read;
    },
    look: async (touched) => seen(snapshot(), touched),
    check: async () => [],
    apply: async (batch) => {
      batches.push([...batch]);
      return batch.map((operation): ApplyResult => {
        try {
          const made = apply(operation);
          return made === undefined ? { status: "done" } : { status: "done", targetId: made };
        } catch (error) {
          return { status: "failed", error: { code: "CONFLICT", message: (error as Error).message } };
        }
      });
    },
  };
}

/** The part of a directory that is looked at. */
function seen({ accounts, groups, leads = [] }: DirectorySnapshot, touched: Touched): DirectorySnapshot {
  const { leaders = [] } = touched;
  const isNamed = (names: readonly string[], name: string) => names.some((one) => isSameName(one, name));
  return {
    accounts: accounts.filter(
      ({ id, username }) => touched.accounts.includes(id) || isNamed(touched.usernames, username),
    ),
    groups: groups.filter((group) =>
      touched.groups.some(({ name, targetId }) =>
        targetId === undefined ? isSameName(name, group.name) : targetId === group.id,
      ),
    ),
    ...(leaders.length > 0 && { leads: leads.filter(({ leader }) => leaders.includes(leader)) }),
  };
}

function changed(account: Account, changes: readonly Change[]): Account {
  const fields = Object.fromEntries(changes.map(({ field, to }) => [field, to]));
  return { ...account, ...(fields as Partial<Account> & { username?: Username; link?: SourceId }) };
}
