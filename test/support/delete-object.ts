import { removeUser } from "../../src/sandbox/crowd/crowd-state.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { DirectoryName } from "../../src/sandbox/servers/servers.ts";

/** What vanishes, by name. */
export interface Gone {
  readonly user?: string;
  readonly group?: string;
  readonly project?: string;
  readonly component?: string;
}

/** Deletes something at the directory itself, as an admin does. */
export const DELETE: {
  readonly [Name in DirectoryName]: (sandbox: Sandbox<Name>, gone: Gone) => void;
} = {
  cloud({ cloud: { directory } }, { user, group }) {
    const account = directory.users.findByUserName(user ?? "");
    if (account !== undefined) {
      directory.groups.forget(account.id);
      directory.users.remove(account);
    }
    const found = directory.groups.all().find(({ displayName }) => displayName === group);
    if (found !== undefined) directory.groups.remove(found);
  },
  crowd({ crowd: { state } }, { user, group }) {
    const account = state.users.get(user ?? "");
    if (account !== undefined) removeUser(state, account);
    state.groups.delete(group ?? "");
  },
  jira({ jira: { state } }, { user, group, project, component }) {
    forget(state, state.names.get(user ?? "")?.key, user);
    state.groups.delete(group ?? "");
    drop(state.projects, ({ key }) => key === project);
    for (const { components } of state.projects) drop(components, ({ name }) => name === component);
  },
  confluence({ confluence: { state } }, { user, group }) {
    forget(state, state.names.get(user ?? "")?.key, user);
    state.groups.delete(group ?? "");
  },
  bitbucket({ bitbucket: { state } }, { user, group }) {
    forget(state, state.names.get(user ?? "")?.id, user);
    state.groups.delete(group ?? "");
  },
};

interface Accounts<Id, User> {
  readonly users: Map<Id, User>;
  readonly names: Map<string, User>;
  readonly groups: ReadonlyMap<string, { readonly members: Set<User> }>;
}

function forget<Id, User>({ users, names, groups }: Accounts<Id, User>, id: Id | undefined, name = ""): void {
  const user = names.get(name);
  if (user === undefined || id === undefined) return;
  users.delete(id);
  names.delete(name);
  for (const { members } of groups.values()) members.delete(user);
}

/** The servers never take away what they show as unchangeable; an admin does. */
function drop<Item>(items: readonly Item[], isGone: (item: Item) => boolean): void {
  const place = items.findIndex(isGone);
  if (place >= 0) (items as Item[]).splice(place, 1);
}
