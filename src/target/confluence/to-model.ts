import type { Account } from "../../model/directory-snapshot.ts";
import type { TargetId, Username } from "../../model/ids.ts";
import { presentText } from "../../model/names.ts";
import type { WireUser } from "./wire.ts";

/** A user of Confluence as an account. Its id is its key, which a new username leaves as it is. */
export function toAccount({ userKey, username, displayName, status }: WireUser): Account {
  const name = presentText(displayName);
  return {
    id: userKey as TargetId,
    username: username as Username,
    active: toActive(status),
    ...(name === undefined ? {} : { displayName: name }),
  };
}

function toActive(status: unknown): boolean | null {
  if (status === "current") return true;
  return status === "deactivated" ? false : null;
}
