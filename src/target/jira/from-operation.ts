import { presentText } from "../../model/names.ts";
import type { Change, ImportUser } from "../../model/operation.ts";
import type { NewUserBody, UserBody, WireUser } from "./wire.ts";

/** What an import sends. It brings no licence with it: that is left to the groups. */
export function toNewUser({ user, changes }: ImportUser, password: string): NewUserBody {
  return { ...toUserBody(changes), name: user.username, password, applicationKeys: [] };
}

/** Changes as Jira takes them: whatever is left out stays. */
export function toUserBody(changes: readonly Change[]): UserBody {
  return Object.fromEntries(
    changes.flatMap(({ field, to }) => {
      const key = keyOf(field);
      return key === undefined ? [] : [[key, to]];
    }),
  );
}

/** Whether a user has what a write wanted. */
export function hasValues(user: WireUser, { active, ...texts }: UserBody): boolean {
  if (active !== undefined && user.active !== active) return false;
  return hasTexts(user, texts);
}

/** Whether an account is what an import wanted to make of it. */
export function isAsImported(user: WireUser, { user: wanted, changes }: ImportUser): boolean {
  if (user.name.toLowerCase() !== wanted.username.toLowerCase() || user.active === false) return false;
  const { name: _, ...texts } = toUserBody(changes);
  return hasTexts(user, texts);
}

function hasTexts(user: WireUser, texts: UserBody): boolean {
  return Object.entries(texts).every(
    ([key, text]) => presentText(user[key as keyof WireUser]) === presentText(text),
  );
}

function keyOf(field: Change["field"]): keyof UserBody | undefined {
  switch (field) {
    case "username":
      return "name";
    case "email":
      return "emailAddress";
    case "displayName":
      return "displayName";
    case "givenName":
    case "familyName":
    case "link":
      return undefined;
  }
}
