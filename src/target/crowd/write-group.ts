import { confirmWrite } from "../../http/confirm-write.ts";
import { HttpError } from "../../http/http-error.ts";
import type { AddMember, CreateGroup, RemoveMember } from "../../model/operation.ts";
import { createOnce } from "../create-once.ts";
import { isNotFound } from "./client.ts";
import { accountGone, groupGone } from "./explain.ts";
import type { Hands } from "./hands.ts";
import { reasonOf } from "./wire.ts";

/**
 * Creates a group.
 *
 * @returns The name of the group as the directory has it, which is its id.
 */
export function createGroup({ group }: CreateGroup, { client, signal }: Hands): Promise<string> {
  return createOnce({
    create: async () => {
      await client.createGroup(group.name, signal);
      return group.name;
    },
    find: async () => (await client.getGroup(group.name, signal))?.name,
  });
}

/** Whoever is a member already counts as added. */
export async function addMember({ group, user }: AddMember, { client, names, signal }: Hands): Promise<void> {
  const groupName = group.targetId ?? group.name;
  const userName = names.nameOf(user.targetId ?? user.username);
  try {
    await confirmWrite({
      send: () => client.addMember(groupName, userName, signal),
      isSo: () => client.isMember(groupName, userName, signal),
    });
  } catch (error) {
    throw explained(error, { groupName, userName });
  }
}

/** Whoever is no member any more counts as removed, also when the group or the account is gone. */
export async function removeMember(
  { group, user }: RemoveMember,
  { client, names, signal }: Hands,
): Promise<void> {
  const groupName = group.targetId ?? group.name;
  const userName = names.nameOf(user.targetId);
  try {
    await confirmWrite({
      send: () => client.removeMember(groupName, userName, signal),
      isSo: async () => !(await client.isMember(groupName, userName, signal)),
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

function explained(
  error: unknown,
  { groupName, userName }: { groupName: string; userName: string },
): unknown {
  const reason = error instanceof HttpError ? reasonOf(error.body) : "";
  if (reason === "GROUP_NOT_FOUND") return groupGone(groupName);
  if (reason === "USER_NOT_FOUND") return accountGone(userName);
  return error;
}
