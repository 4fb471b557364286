import type { UsersyncError } from "../../errors.ts";
import { confirmWrite } from "../../http/confirm-write.ts";
import { HttpError } from "../../http/http-error.ts";
import { isSameName } from "../../model/names.ts";
import type { AddMember, CreateGroup, RemoveMember } from "../../model/operation.ts";
import { createOnce } from "../create-once.ts";
import { accountGone, groupGone } from "./explain.ts";
import { membershipRefused, nothingWritable } from "./explain-writes.ts";
import { explained, type Hands } from "./hands.ts";
import { readPages } from "./read-pages.ts";
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
      find: async () => ((await client.findGroup(name, signal)) === undefined ? undefined : name),
    });
  } catch (error) {
    const explain = (refusal: UsersyncError) => nothingWritable(`the group ${name}`, refusal);
    throw await explained(error, hands, { doing: "create groups", explain });
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
    switch (await whatIsGone(member, error, hands)) {
      case "account":
        throw accountGone(member.name);
      case "group":
        throw groupGone(member.group);
      case "name":
        return addMember(operation, hands);
      case "nothing":
        throw await explainedMembership(error, member, hands);
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
    switch (await whatIsGone(member, error, hands)) {
      case "account":
      case "group":
        return;
      case "name":
        return removeMember(operation, hands);
      case "nothing":
        throw await explainedMembership(error, member, hands);
    }
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

function addressOf({ key, name }: Member) {
  return key === undefined ? { username: name } : { key };
}

/** By the key where it is known: a name may have come to be another's. */
async function isMember(member: Member, { client, signal }: Hands): Promise<boolean> {
  const groups = await readPages({
    what: `groups of ${member.name}`,
    readPage: (start) => client.listGroupsOf(addressOf(member), start, signal),
    idOf: (name) => name,
  });
  return groups?.some((one) => isSameName(one, member.group)) === true;
}

/** What Confluence answers for users and groups that are not there is not described, so it is looked up. */
async function whatIsGone(member: Member, error: unknown, { client, session, signal }: Hands) {
  const isRefused = error instanceof HttpError && error.status === 400;
  if (!isNotFound(error) && !isRefused) return "nothing";
  const user = await client.findUser(addressOf(member), signal);
  if (user === undefined) return "account";
  session.learn([user]);
  // Somebody has renamed the account since it was read.
  if (user.username.toLowerCase() !== member.name.toLowerCase()) return "name";
  return (await client.findGroup(member.group, signal)) === undefined ? "group" : "nothing";
}

function explainedMembership(error: unknown, { group, name }: Member, hands: Hands): Promise<unknown> {
  const explain = (refusal: UsersyncError) => membershipRefused(group, name, refusal);
  return explained(error, hands, { doing: "change who is in a group", explain });
}
