import { presentText } from "../../model/names.ts";
import type { Change, ImportUser } from "../../model/operation.ts";
import { isSameUser } from "./session.ts";
import type { UserBody, WireUser } from "./wire.ts";

/** What an import wants to make. */
export interface NewUser {
  readonly name: string;
  readonly displayName: string;
  readonly emailAddress: string;
}

export function toNewUser({ user, changes }: ImportUser): NewUser {
  return {
    name: user.username,
    displayName: newValue(changes, "displayName") ?? user.username,
    emailAddress: newValue(changes, "email") ?? "",
  };
}

/** Whether an account is what an import wanted to make. */
export function isAsImported(user: WireUser, wanted: NewUser): boolean {
  return (
    isSameUser(user.name, wanted.name) &&
    isSameText(user.displayName, wanted.displayName) &&
    isSameText(user.emailAddress, wanted.emailAddress)
  );
}

/** A user as it is to be, of which the changes say only a part. */
export function mergeUser(
  { name, displayName, emailAddress }: WireUser,
  changes: readonly Change[],
): UserBody {
  const newDisplayName = newValue(changes, "displayName") ?? presentText(displayName);
  const newEmail = newValue(changes, "email") ?? presentText(emailAddress);
  return {
    name,
    ...(newDisplayName === undefined ? {} : { displayName: newDisplayName }),
    ...(newEmail === undefined ? {} : { email: newEmail }),
  };
}

/** Whether a user has what a write wanted. */
export function hasValues(user: WireUser, { displayName, email }: UserBody): boolean {
  return isSameText(user.displayName, displayName) && isSameText(user.emailAddress, email);
}

/** What a field is to become. */
export function newValue(changes: readonly Change[], wanted: Change["field"]): string | undefined {
  return changes.find(({ field }) => field === wanted)?.to;
}

function isSameText(one: unknown, other: unknown): boolean {
  return presentText(one) === presentText(other);
}
