import type { Account } from "../../model/directory-snapshot.ts";
import type { TargetId } from "../../model/ids.ts";
import type { UserOperation } from "../../model/operation.ts";
import type { DirectoryImage } from "./directory-image.ts";

/**
 * The account that an operation on an existing account was about, under whatever id it has by now: where the id is the name, as in
 * Crowd, a new name is a new id.
 */
export function accountNow(
  { kind, user: { sourceId, targetId } }: UserOperation,
  image: DirectoryImage,
): Account | undefined {
  const named = image.account(targetId as TargetId);
  // Whose a link makes an account is the very question.
  const isTheirs = kind === "link" || named?.link === sourceId;
  return named !== undefined && isTheirs ? named : (image.owned(sourceId) ?? named);
}

/** An operation, on the account under the id that it has now. */
export function under<Kind extends UserOperation>(id: TargetId, operation: Kind): Kind {
  const { targetId } = operation.user;
  if (targetId === undefined || targetId === id) return operation;
  return { ...operation, user: { ...operation.user, targetId: id } };
}
