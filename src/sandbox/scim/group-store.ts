import { foldName } from "../../model/names.ts";
import { stableId } from "../stable-id.ts";
import { conflict } from "./scim-error.ts";
import type { ScimGroup } from "./scim-resource.ts";

/**
 * Groups that the vendor runs itself. One of that name is answered as if it had been made, and is never
 * seen again.
 */
const RESERVED =
  /^(?:site-admins|org-admins|administrators|system-administrators|trusted-users-.+|confluence-users-.+|jira-.+-users-.+)$/i;

/** The groups of a directory with their members, and for each user the groups it is in. */
export interface GroupStore {
  all(): readonly ScimGroup[];
  get(id: string): ScimGroup | undefined;
  /** Without case. */
  find(displayName: string): ScimGroup | undefined;
  of(userId: string): readonly ScimGroup[];
  /** @throws ScimError 409 when the name is taken in the directory or in the organisation. */
  create(displayName: string, externalId?: string): ScimGroup;
  addMember(group: ScimGroup, userId: string): void;
  removeMember(group: ScimGroup, userId: string): void;
  /** Takes a user out of all its groups. */
  forget(userId: string): void;
  remove(group: ScimGroup): void;
}

export interface GroupStoreOptions {
  readonly directoryId: string;
  readonly stamp: () => string;
  /** Names that are taken by groups of the organisation that are not in the directory. */
  readonly taken: readonly string[];
}

export function createGroupStore({ directoryId, stamp, taken }: GroupStoreOptions): GroupStore {
  const groups = new Map<string, ScimGroup>();
  const byName = new Map<string, ScimGroup>();
  const memberships = new Map<string, Set<ScimGroup>>();
  const organisation = new Set(taken.map(foldName));
  let made = 0;

  const removeMember = (group: ScimGroup, userId: string) => {
    group.members.delete(userId);
    group.lastModified = stamp();
    memberships.get(userId)?.delete(group);
  };
  const of = (userId: string) => [...(memberships.get(userId) ?? [])];

  return {
    all: () => [...groups.values()],
    get: (id) => groups.get(id),
    find: (displayName) => byName.get(foldName(displayName)),
    of,
    create(displayName, externalId) {
      const folded = foldName(displayName);
      if (byName.has(folded) || organisation.has(folded)) {
        throw conflict(`Group ${displayName} already exists in the organization`);
      }
      made += 1;
      const created = stamp();
      const group: ScimGroup = {
        id: stableId(`${directoryId} group ${made}`),
        displayName,
        ...(externalId === undefined ? {} : { externalId }),
        members: new Set(),
        created,
        lastModified: created,
      };
      if (RESERVED.test(displayName)) return group;
      groups.set(group.id, group);
      byName.set(folded, group);
      return group;
    },
    addMember(group, userId) {
      if (!groups.has(group.id)) return;
      group.members.add(userId);
      group.lastModified = stamp();
      memberships.set(userId, (memberships.get(userId) ?? new Set()).add(group));
    },
    removeMember,
    forget(userId) {
      for (const group of of(userId)) removeMember(group, userId);
    },
    remove(group) {
      for (const userId of group.members) memberships.get(userId)?.delete(group);
      groups.delete(group.id);
      byName.delete(foldName(group.displayName));
    },
  };
}
