import { confirmWrite } from "../../http/confirm-write.ts";
import type { TargetId } from "../../model/ids.ts";
import { foldName, isSameName } from "../../model/names.ts";
import type { AddMember, CreateGroup, RemoveMember } from "../../model/operation.ts";
import { resultOf } from "../apply-each.ts";
import { createOnce } from "../create-once.ts";
import type { ApplyResult } from "../target.ts";
import { accountGone, groupGone, licenceRefused, rankRefused } from "./explain.ts";
import { explained, type Hands } from "./hands.ts";
import { existing } from "./read-directory.ts";
import { readGroups, readMembers } from "./read-lists.ts";
import { replacePassword } from "./replace-password.ts";
import { idOf, nameKey } from "./to-model.ts";
import { isNotFound, isStatus } from "./wire.ts";

/**
 * Creates a group. One that is there already, in any case, counts as created.
 *
 * @returns The name of the group as Bitbucket has it, which is its id.
 */
export function createGroup({ group: { name } }: CreateGroup, hands: Hands): Promise<string> {
  const { client, signal } = hands;
  return createOnce({
    create: async () => (await client.createGroup(name, signal)).name,
    find: async () => (await readGroups(hands)).find((group) => isSameName(group.name, name))?.name,
  });
}

/**
 * Adds members to one group in one request. When that is refused, it is halved until those are left who are
 * the reason. Adding somebody twice changes nothing, so it does not matter how far a refused request got.
 */
export async function addMembers(batch: readonly AddMember[], hands: Hands): Promise<readonly ApplyResult[]> {
  const group = batch[0]?.group.targetId ?? batch[0]?.group.name ?? "";
  const shut = await secureNewcomers(group, batch, hands);
  const open = batch.filter((operation) => !shut.has(operation));
  const results = (await addTogether(group, open, hands)).values();
  return batch.map((operation) => shut.get(operation) ?? (results.next().value as ApplyResult));
}

/** A group can be what lets an account in. @returns Those that must not be let in, and why. */
async function secureNewcomers(
  group: string,
  batch: readonly AddMember[],
  hands: Hands,
): Promise<ReadonlyMap<AddMember, ApplyResult>> {
  const shut = new Map<AddMember, ApplyResult>();
  for (const operation of batch) {
    const user = hands.session.newcomerTo(group, operation.user.targetId);
    if (user === undefined) continue;
    const secure = () => replacePassword(user, hands).then(() => undefined);
    const result = await resultOf(secure, hands.signal);
    if (result.status === "failed") shut.set(operation, result);
  }
  return shut;
}

async function addTogether(
  group: string,
  batch: readonly AddMember[],
  hands: Hands,
): Promise<readonly ApplyResult[]> {
  if (batch.length === 0) return [];
  try {
    await addAll(group, batch, hands);
    return batch.map(() => ({ status: "done" }));
  } catch (error) {
    const isGone = isNotFound(error) && (await existing(new Set([foldName(group)]), hands)).length === 0;
    return isGone ? failAll(batch, groupGone(group), hands) : addInHalves(group, batch, { error, hands });
  }
}

interface Refused {
  readonly error: unknown;
  readonly hands: Hands;
}

async function addInHalves(
  group: string,
  batch: readonly AddMember[],
  { error, hands }: Refused,
): Promise<readonly ApplyResult[]> {
  const [first] = batch;
  if (first === undefined || batch.length === 1 || !isStatus(error, 400, 403, 404, 409)) {
    const reason =
      isNotFound(error) && first !== undefined ? accountGone(hands.session.nameOf(first.user)) : error;
    return failAll(
      batch,
      explained(reason, (refusal) => licenceRefused(`the group ${group}`, refusal)),
      hands,
    );
  }
  const middle = Math.ceil(batch.length / 2);
  const results: ApplyResult[] = [];
  for (const half of [batch.slice(0, middle), batch.slice(middle)]) {
    const done = half.map((): ApplyResult => ({ status: "done" }));
    const outcome = addAll(group, half, hands).then(() => done);
    const halfway = (refusal: unknown) => addInHalves(group, half, { error: refusal, hands });
    results.push(...(await outcome.catch(halfway)));
  }
  return results;
}

function failAll(
  batch: readonly AddMember[],
  error: unknown,
  { signal }: Hands,
): Promise<readonly ApplyResult[]> {
  return Promise.all(batch.map(() => resultOf(() => Promise.reject(error), signal)));
}

async function addAll(group: string, batch: readonly AddMember[], hands: Hands): Promise<void> {
  const { client, session, signal } = hands;
  const names = [...new Set(batch.map(({ user }) => session.nameOf(user)))];
  await confirmWrite({
    send: () => client.addMembers(group, names, signal),
    isSo: async () => {
      const ids = new Set((await readMembers(group, hands)).map(idOf));
      return batch.every(({ user }) => user.targetId !== undefined && ids.has(user.targetId));
    },
  });
}

/** Whoever is no member any more counts as removed, also when the group or the account is gone. */
export function removeMember({ group, user }: RemoveMember, hands: Hands): Promise<void> {
  const username = hands.session.nameOf(user);
  return leaveGroup({ id: user.targetId, username, group: group.targetId ?? group.name }, hands);
}

/** An account that loses something. The id finds the account again when somebody has renamed it. */
export interface Holder {
  readonly id: TargetId;
  readonly username: string;
}

/** Takes an account out of a group. */
export async function leaveGroup(member: Holder & { readonly group: string }, hands: Hands): Promise<void> {
  const { client, session, signal } = hands;
  const { id, username, group } = member;
  const find = async () => (await readMembers(group, hands)).find((user) => idOf(user) === id);
  try {
    await confirmWrite({
      send: () => client.removeMember(group, username, signal),
      isSo: async () => (await find()) === undefined,
    });
  } catch (error) {
    if (!isNotFound(error)) throw explained(error, (refusal) => rankRefused(username, refusal));
    const still = await find();
    if (still === undefined) return;
    session.learn([still]);
    // Somebody has renamed the account since it was read.
    if (nameKey(still.name) === nameKey(username)) throw error;
    await leaveGroup({ ...member, username: still.name }, hands);
  }
}
