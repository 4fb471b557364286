import { isSameName, presentText } from "../../model/names.ts";
import type { Change, ImportUser, UpdateUser } from "../../model/operation.ts";
import { fullNameRefused, renameImpossible } from "./explain-writes.ts";
import type { NewUserBody, WireUser } from "./wire.ts";

/** @throws UsersyncError `REFUSED` for a display name that Confluence does not take. */
export function toNewUser({ user: { username }, changes }: ImportUser, password: string): NewUserBody {
  const fullName = valueIn("displayName", changes) ?? username;
  return {
    userName: username,
    fullName: acceptable(fullName, username),
    email: valueIn("email", changes) ?? "",
    password,
    notifyViaEmail: false,
  };
}

/** What is to change about an account, as far as Confluence can change it. */
export interface Wanted {
  readonly fullName?: string;
  readonly email?: string;
}

/** @throws UsersyncError `REFUSED` for a new username, and for a display name that Confluence does not take. */
export function toWanted({ user: { username }, changes }: UpdateUser): Wanted {
  const newName = valueIn("username", changes);
  if (newName !== undefined && newName !== username) throw renameImpossible(username, newName);
  const fullName = valueIn("displayName", changes);
  const email = valueIn("email", changes);
  return {
    ...(fullName === undefined ? {} : { fullName: acceptable(fullName, username) }),
    ...(email === undefined ? {} : { email }),
  };
}

/** Whether an account is what an import wanted to make of it, as far as Confluence tells. */
export function isAsImported(user: WireUser, { user: { username }, changes }: ImportUser): boolean {
  if (!isSameName(user.username, username) || user.status === "deactivated") return false;
  return isCalled(user, valueIn("displayName", changes) ?? username);
}

export function isCalled({ displayName }: WireUser, fullName: string): boolean {
  return presentText(displayName) === presentText(fullName);
}

function valueIn(field: Change["field"], changes: readonly Change[]): string | undefined {
  return changes.find((change) => change.field === field)?.to;
}

function acceptable(fullName: string, username: string): string {
  if (/[<>]/.test(fullName) || isSameName(fullName, "anonymous")) throw fullNameRefused(username);
  return fullName;
}
