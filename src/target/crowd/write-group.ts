import { HttpError } from "../../http/http-error.ts";
import type { AddMember, CreateGroup, RemoveMember } from "../../model/operation.ts";
import { isNotFound } from "./client.ts";
import { createOnce, isDoubtful } from "./create-once.ts";
import { accountGone, groupGone } from "./explain.ts";
import { reasonOf } from "./wire.ts";
import type { Hands } from "./write-user.ts";

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
    await client.addMember(groupName, userName, signal);
  } catch (error) {
    if (!isDoubtful(error) && !isNotFound(error)) throw error;
    if (await client.isMember(groupName, userName, signal)) return;
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
    await client.removeMember(groupName, userName, signal);
  } catch (error) {
    if (isNotFound(error)) return;
    if (!isDoubtful(error) || (await client.isMember(groupName, userName, signal))) throw error;
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
