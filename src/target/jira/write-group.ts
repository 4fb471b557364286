import { confirmWrite } from "../../http/confirm-write.ts";
import { isSameName } from "../../model/names.ts";
import type { AddMember, CreateGroup, RemoveMember } from "../../model/operation.ts";
import { createOnce } from "../create-once.ts";
import { accountGone, groupGone, membershipRefused, nothingWritable } from "./explain.ts";
import { explained, explainedReadOnly, type Hands } from "./hands.ts";
import { isNotFound } from "./wire.ts";

/**
 * Creates a group. One that is there already, in any case, counts as created.
 *
 * @returns The name of the group, which is its id.
 */
export async function createGroup({ group: { name } }: CreateGroup, hands: Hands): Promise<string> {
  const { client, signal } = hands;
  try {
    return await createOnce({
      create: async () => {
        await client.createGroup(name, signal);
        return name;
      },
      find: async () => ((await client.listMembers(name, 0, signal)) === undefined ? undefined : name),
    });
  } catch (error) {
    throw await explained(error, hands, (refusal) => nothingWritable(`the group ${name}`, refusal));
  }
}

/** Whoever is a member already counts as added. */
export async function addMember(operation: AddMember, hands: Hands): Promise<void> {
  const member = memberOf(operation, hands);
  const { client, signal } = hands;
  try {
    await confirmWrite({
      send: () => client.addMember(member.group, member.name, signal),
      isSo: () => isMember(member, hands),
    });
  } catch (error) {
    if (!isNotFound(error)) throw await explainedMembership(error, member, hands);
    switch (await whatIsGone(member, hands)) {
      case "account":
        throw accountGone(member.name);
      case "group":
        throw groupGone(member.group);
      case "name":
        return addMember(operation, hands);
    }
  }
}

/** Whoever is no member any more counts as removed, also when the group or the account is gone. */
export async function removeMember(operation: RemoveMember, hands: Hands): Promise<void> {
  const member = memberOf(operation, hands);
  const { client, signal } = hands;
  try {
    await confirmWrite({
      send: () => client.removeMember(member.group, member.name, signal),
      isSo: async () => !(await isMember(member, hands)),
    });
  } catch (error) {
    if (!isNotFound(error)) throw await explainedMembership(error, member, hands);
    if ((await whatIsGone(member, hands)) === "name") return removeMember(operation, hands);
  }
}

interface Member {
  readonly group: string;
  /** Absent: the account was made by the same run and nothing but its name is known. */
  readonly key: string | undefined;
  readonly name: string;
}

function memberOf({ group, user }: AddMember | RemoveMember, { session }: Hands): Member {
  return { group: group.targetId ?? group.name, key: user.targetId, name: session.nameOf(user) };
}

/** By the key where it is known: a name may have come to be another's. */
async function isMember({ group, key, name }: Member, { client, signal }: Hands): Promise<boolean> {
  const groups = await client.groupsOf(key === undefined ? { username: name } : { key }, signal);
  return groups?.some((one) => isSameName(one, group)) === true;
}

/** Jira answers 404 both for a user and for a group, and its text is not to be relied on. */
async function whatIsGone({ key, name }: Member, { client, session, signal }: Hands) {
  const user = await client.findUser(key === undefined ? { username: name } : { key }, signal);
  if (user === undefined) return "account";
  if (user.name.toLowerCase() === name.toLowerCase()) return "group";
  // Somebody has renamed the account since it was read.
  session.learn([user]);
  return "name";
}

function explainedMembership(error: unknown, { group, name }: Member, hands: Hands): Promise<unknown> {
  return explainedReadOnly(error, hands, (refusal) => membershipRefused(group, name, refusal));
}
