import type { EntraConfig } from "../../../config/config.ts";
import { UsersyncError } from "../../../errors.ts";
import { HIDDEN_MEMBER_READ, howToGrant, isGranted } from "../permissions.ts";
import type { GroupRef } from "./find-groups.ts";
import type { Flattened } from "./flatten-members.ts";
import type { Reading } from "./reading.ts";

/** The error for a group that the config names and that was there a moment ago. */
export function groupGone({ id, name }: GroupRef): UsersyncError {
  return new UsersyncError("INCOMPLETE_READ", {
    what: `The group ${name} (${id}) vanished while it was read.`,
    why: "The config relies on it, so it is not taken for an empty one. Nothing is written.",
    fix: "If the group was deleted, remove it from source.users.groups, source.users.where or source.groups.names; if not, start the run again.",
  });
}

/** The error for a group whose members Entra shows only to who may read hidden ones. */
export function membersHidden(
  { name }: GroupRef,
  { credential }: EntraConfig,
  cause?: unknown,
): UsersyncError {
  return new UsersyncError("INCOMPLETE_READ", {
    what: `The group ${name} hides its members from this app.`,
    why: `The permission ${HIDDEN_MEMBER_READ.name} is needed to ${HIDDEN_MEMBER_READ.purpose}.`,
    fix: howToGrant(HIDDEN_MEMBER_READ, credential),
    cause,
  });
}

/** Why the members of a group that exists are not proven complete; `undefined` when they are. */
export async function doubtAbout(
  { roles, config }: Reading,
  group: GroupRef,
  found: Flattened,
): Promise<UsersyncError | undefined> {
  if (found.error !== undefined) return found.error;
  const mayBeHidden = group.isHidden && found.isEmpty && !isGranted(HIDDEN_MEMBER_READ, await roles());
  return mayBeHidden ? membersHidden(group, config) : undefined;
}

/** Says what was met in a group and is no person. */
export function noteLeftOut({ note }: Reading, { name }: GroupRef, { others, goneGroups }: Flattened): void {
  for (const id of goneGroups) note(name, `the group ${id} inside it is gone and was left out`);
  if (others === 1) note(name, "1 member is no person (a device, a contact or an app) and was left out");
  if (others > 1) note(name, `${others} members are no people (devices, contacts or apps) and were left out`);
}
