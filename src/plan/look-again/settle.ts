import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { Operation, UserRef } from "../../model/operation.ts";
import type { OpenEntry, SettledEntry } from "../../model/recorded.ts";
import { accountNow, under } from "./account-now.ts";
import { type DirectoryImage, imageOf } from "./directory-image.ts";
import { type Effect, effectOf } from "./effect.ts";

/**
 * What became of the operations of a run that died, as far as a fresh reading shows it.
 *
 * @param snapshot With what the state remembers of links, and with the groups of the entries.
 */
export function settle(open: readonly OpenEntry[], snapshot: DirectorySnapshot): readonly SettledEntry[] {
  if (open.length === 0) return [];
  const image = imageOf(snapshot);
  return open.map(({ run, seq, operation }) => ({ run, seq, found: foundOf(operation, image) }));
}

const FOUND: Readonly<Record<Effect["state"], SettledEntry["found"]>> = {
  ready: "not-done",
  already: "done",
  stale: "unknown",
};

function foundOf(operation: Operation, image: DirectoryImage): SettledEntry["found"] {
  if (!("user" in operation)) return FOUND[effectOf(operation, image).state];
  if (operation.user.targetId === undefined) return foundOfNew(operation, image);
  const account = accountNow(operation, image);
  // Where there is nothing left, nothing tells whether it was changed before it went.
  if (account === undefined || isGroupGone(operation, image)) return "unknown";
  return FOUND[effectOf(under(account.id, operation), image).state];
}

/** Whatever the account is called by now: only this import can have made it this person's. */
function foundOfNew(operation: Operation & { readonly user: UserRef }, image: DirectoryImage) {
  if (operation.kind === "import" && image.owned(operation.user.sourceId) !== undefined) return "done";
  return FOUND[effectOf(operation, image).state];
}

function isGroupGone(operation: Operation, image: DirectoryImage): boolean {
  return operation.kind === "remove-member" && image.group(operation.group) === undefined;
}
