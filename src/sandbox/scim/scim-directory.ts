import { createGroupStore, type GroupStore } from "./group-store.ts";
import type { ScimSeed } from "./scim-resource.ts";
import { createTimestamps } from "./timestamps.ts";
import { createUserStore, type UserStore } from "./user-store.ts";

/** The content of one SCIM directory: what the server serves, and what tests look into. */
export interface ScimDirectory {
  readonly id: string;
  readonly users: UserStore;
  readonly groups: GroupStore;
}

/** @throws Error when a group of the seed names a member that is not among its users. */
export function createScimDirectory(id: string, seed: ScimSeed = {}): ScimDirectory {
  const stamp = createTimestamps();
  const users = createUserStore(id, stamp);
  const groups = createGroupStore({ directoryId: id, stamp, taken: seed.organisationGroups ?? [] });
  for (const { email, ...fields } of seed.users ?? []) {
    users.create({ active: true, emails: [{ value: email, type: "work", primary: true }], ...fields });
  }
  for (const { displayName, members } of seed.groups ?? []) {
    const group = groups.create(displayName);
    for (const name of members) {
      const user = users.findByUserName(name);
      if (user === undefined) throw new Error(`The group ${displayName} has an unknown member, ${name}.`);
      groups.addMember(group, user.id);
    }
  }
  return { id, users, groups };
}
