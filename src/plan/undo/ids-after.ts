import type { JournalEntry } from "../../model/history.ts";
import type { TargetId } from "../../model/ids.ts";
import type { DirectoryImage } from "../look-again/directory-image.ts";

/**
 * What a run did, with the ids that its accounts had afterwards. Where an account's id is its name, as in
 * Crowd, a run that renamed it gave it another id, and wrote down the one from before.
 */
export function withIdsAfter(done: readonly JournalEntry[], image: DirectoryImage): readonly JournalEntry[] {
  const ids = new Map<TargetId, TargetId>();
  for (const { operation } of done) {
    if (operation.kind !== "update") continue;
    const { targetId } = operation.user;
    const rename = operation.changes.find(({ field, from }) => field === "username" && from === targetId);
    if (rename !== undefined) ids.set(targetId, rename.to as TargetId);
  }
  return ids.size === 0 ? done : done.map((entry) => onIdAfter(entry, ids, image));
}

/** An id that looks like a name and is none stays: then there is no account under the new name. */
function onIdAfter(
  entry: JournalEntry,
  ids: ReadonlyMap<TargetId, TargetId>,
  image: DirectoryImage,
): JournalEntry {
  const { operation } = entry;
  const before = "user" in operation ? operation.user.targetId : undefined;
  const after = before === undefined ? undefined : ids.get(before);
  if (!("user" in operation) || after === undefined || image.account(after) === undefined) return entry;
  const user = { ...operation.user, targetId: after };
  return { ...entry, operation: { ...operation, user } as typeof operation };
}
