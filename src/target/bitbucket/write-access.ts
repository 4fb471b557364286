import { confirmWrite } from "../../http/confirm-write.ts";
import type { Access } from "../../model/access.ts";
import { groupGone, licenceRefused, rankRefused } from "./explain.ts";
import { findPermission } from "./find-user.ts";
import { explained, type Hands } from "./hands.ts";
import { readGroupsOf } from "./read-lists.ts";
import { nameKey } from "./to-model.ts";
import { isNotFound } from "./wire.ts";
import { type Holder, leaveGroup } from "./write-group.ts";

/**
 * Lets an account in. What it has already counts as given. A group that is gone is left out as long as
 * something else lets the account in.
 */
export async function giveAccess(
  username: string,
  { groups, permission }: Access,
  hands: Hands,
): Promise<void> {
  const missing = groups.length === 0 ? [] : await giveGroups(username, groups, hands);
  if (permission !== undefined) await givePermission(username, permission, hands);
  const [gone] = missing;
  if (gone === undefined) return;
  if (missing.length === groups.length && permission === undefined) throw groupGone(gone);
  const message = `${username} could not be put back into groups that are not in Bitbucket any more.`;
  hands.log.warn(message, { groups: missing.join(", ") });
}

/** @returns The groups that are not there. */
async function giveGroups(
  username: string,
  groups: readonly string[],
  hands: Hands,
): Promise<readonly string[]> {
  const { client, signal } = hands;
  const wanted = groups.map(nameKey);
  try {
    await confirmWrite({
      send: () => client.addToGroups(username, groups, signal),
      isSo: async () => {
        const own = new Set((await readGroupsOf(username, hands)).map(({ name }) => nameKey(name)));
        return wanted.every((name) => own.has(name));
      },
    });
    return [];
  } catch (error) {
    if (!isNotFound(error)) throw explained(error, (refusal) => licenceRefused(listOf(groups), refusal));
    // One of many is gone, or the account. Which of the others were given nobody says.
    if (groups.length === 1) return groups;
    const missing: string[] = [];
    for (const group of groups) missing.push(...(await giveGroups(username, [group], hands)));
    return missing;
  }
}

async function givePermission(username: string, permission: string, hands: Hands): Promise<void> {
  const { client, signal } = hands;
  try {
    await confirmWrite({
      send: () => client.setPermission(username, permission, signal),
      isSo: async () => (await findPermission(username, hands)) === permission,
    });
  } catch (error) {
    throw explained(error, (refusal) => licenceRefused(permission, refusal));
  }
}

/**
 * Takes away what lets an account in. One part that cannot be taken stops no other.
 *
 * @throws What the first of these was refused with.
 */
export async function takeAccess(
  holder: Holder,
  { groups, permission }: Access,
  hands: Hands,
): Promise<void> {
  const refusals: unknown[] = [];
  const steps = groups.map((group) => () => leaveGroup({ ...holder, group }, hands));
  if (permission !== undefined) steps.push(() => takePermission(holder.username, hands));
  for (const step of steps) {
    await step().catch((error: unknown) => {
      if (hands.signal.aborted) throw error;
      refusals.push(error);
    });
  }
  if (refusals.length > 0) throw refusals[0];
}

/** An account that is gone has no permission any more. */
async function takePermission(username: string, hands: Hands): Promise<void> {
  const { client, signal } = hands;
  try {
    await confirmWrite({
      send: () => client.revokePermission(username, signal),
      isSo: async () => (await findPermission(username, hands)) === undefined,
    });
  } catch (error) {
    if (isNotFound(error)) return;
    throw explained(error, (refusal) => rankRefused(username, refusal));
  }
}

function listOf(groups: readonly string[]): string {
  return groups.length === 1 ? `the group ${groups[0]}` : `the groups ${groups.join(", ")}`;
}
