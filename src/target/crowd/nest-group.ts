import { confirmWrite } from "../../http/confirm-write.ts";
import { HttpError } from "../../http/http-error.ts";
import type { AddGroup, GroupRef, RemoveGroup } from "../../model/operation.ts";
import { isNotFound } from "./client.ts";
import { groupGone, nestingRefused } from "./explain.ts";
import type { Hands } from "./hands.ts";
import { reasonOf } from "./wire.ts";

/**
 * Puts a group into a group. One that is in it already counts as put there.
 *
 * @throws UsersyncError `REFUSED` where the directory nests no groups, or it would be a circle.
 */
export async function nestGroup({ group, child }: AddGroup, { client, signal }: Hands): Promise<void> {
  const [outer, inner] = [nameOf(group), nameOf(child)];
  try {
    await confirmWrite({
      send: () => client.addChild(outer, inner, signal),
      isSo: () => client.isChild(outer, inner, signal),
    });
  } catch (error) {
    throw explained(error, outer, inner);
  }
}

/** Takes a group out of a group. One that is not in it any more counts as taken out, also when either is gone. */
export async function takeGroupOut({ group, child }: RemoveGroup, { client, signal }: Hands): Promise<void> {
  const [outer, inner] = [nameOf(group), nameOf(child)];
  try {
    await confirmWrite({
      send: () => client.removeChild(outer, inner, signal),
      isSo: async () => !(await client.isChild(outer, inner, signal)),
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

function nameOf({ name, targetId }: GroupRef): string {
  return targetId ?? name;
}

/** Crowd says 404 of the outer group and 400 of the inner one; of a circle, and of a directory that nests nothing, 400 too. */
function explained(error: unknown, outer: string, inner: string): unknown {
  if (!(error instanceof HttpError)) return error;
  if (reasonOf(error.body) === "GROUP_NOT_FOUND") return groupGone(error.status === 404 ? outer : inner);
  return error.status === 400 ? nestingRefused(outer, inner, error) : error;
}
