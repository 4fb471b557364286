import type { Account } from "../../model/directory-snapshot.ts";
import { parseSourceId, type SourceId, type TargetId, type Username } from "../../model/ids.ts";
import { presentText } from "../../model/names.ts";
import { attributeValue, type WireUser } from "./wire.ts";

/** The user attribute that says to whom an account belongs. Its value is Entra's object id. */
export const LINK_ATTRIBUTE = "usersync.sourceId";

/** A user of Crowd as an account. Its id is its name, exactly as read. */
export function toAccount(user: WireUser): Account {
  const link = linkOf(user);
  const email = presentText(user.email);
  const displayName = presentText(user["display-name"]);
  const givenName = presentText(user["first-name"]);
  const familyName = presentText(user["last-name"]);
  const key = typeof user.key === "string" ? presentText(user.key) : undefined;
  return {
    id: user.name as TargetId,
    username: user.name as Username,
    active: typeof user.active === "boolean" ? user.active : null,
    ...(key === undefined ? {} : { key }),
    ...(link === undefined ? {} : { link }),
    ...(email === undefined ? {} : { email }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(givenName === undefined ? {} : { givenName }),
    ...(familyName === undefined ? {} : { familyName }),
  };
}

/** The person that a user belongs to; `undefined` when it is linked to nobody. */
export function linkOf(user: WireUser): SourceId | undefined {
  return parseSourceId(attributeValue(user.attributes, LINK_ATTRIBUTE));
}

/** The form in which Crowd compares names: lower case, and nothing else. */
export function crowdKey(name: string): string {
  return name.toLowerCase();
}
