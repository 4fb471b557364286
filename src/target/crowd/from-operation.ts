import type { Field } from "../../model/desired.ts";
import { presentText } from "../../model/names.ts";
import type { Change, ImportUser } from "../../model/operation.ts";
import { crowdKey, LINK_ATTRIBUTE } from "./to-model.ts";
import type { UserBody, WireAttribute, WireUser } from "./wire.ts";

const KEYS = {
  username: "name",
  email: "email",
  displayName: "display-name",
  givenName: "first-name",
  familyName: "last-name",
} as const satisfies Record<Field, keyof UserBody>;

export interface NewUserBody extends UserBody {
  readonly password: { readonly value: string };
  /** Newer servers store them along with the user; older ones read over them. */
  readonly attributes: { readonly attributes: readonly WireAttribute[] };
}

/** What an import sends. */
export function toNewUser(operation: ImportUser, password: string): NewUserBody {
  const blank = { "first-name": "", "last-name": "", "display-name": "", email: "" };
  return {
    ...blank,
    ...valuesOf(operation.changes),
    name: operation.user.username,
    active: true,
    password: { value: password },
    attributes: { attributes: [toLinkAttribute(operation.user.sourceId)] },
  };
}

export function toLinkAttribute(sourceId: string): WireAttribute {
  return { name: LINK_ATTRIBUTE, values: [sourceId] };
}

/**
 * A user as read, with changes on top: the whole of it, since PUT empties what is left out.
 *
 * The name stays as it is; it is changed by a rename. An `active` that the server did not tell is
 * sent as true, which is what Crowd itself takes it for.
 */
export function mergeUser(user: WireUser, changes: readonly Change[], active?: boolean): UserBody {
  return {
    "first-name": asRead(user["first-name"]),
    "last-name": asRead(user["last-name"]),
    "display-name": asRead(user["display-name"]),
    email: asRead(user.email),
    ...valuesOf(changes),
    name: user.name,
    active: active ?? user.active !== false,
  };
}

/** Whether writing `body` would change anything. */
export function isDifferent(user: WireUser, body: UserBody): boolean {
  const { name: _, active, ...texts } = body;
  if (user.active !== active) return true;
  return Object.entries(texts).some(([key, text]) => asRead(user[key as keyof WireUser]) !== text);
}

/** Whether a user has what an update wanted. The rest is left out: Crowd fills names that are blank by itself. */
export function hasChanges(user: WireUser, changes: readonly Change[], active?: boolean): boolean {
  if (active !== undefined && user.active !== active) return false;
  return Object.entries(valuesOf(changes)).every(
    ([key, text]) => asRead(user[key as keyof WireUser]) === text,
  );
}

/** Whether an account is what an import wanted to make of it. */
export function isAsImported(user: WireUser, { user: wanted, changes }: ImportUser): boolean {
  if (crowdKey(user.name) !== crowdKey(wanted.username) || user.active === false) return false;
  const { name: _, ...texts } = valuesOf(changes);
  return Object.entries(texts).every(
    ([key, text]) => presentText(user[key as keyof WireUser]) === presentText(text),
  );
}

function valuesOf(changes: readonly Change[]): Partial<UserBody> {
  return Object.fromEntries(
    changes.flatMap(({ field, to }) => (field === "link" ? [] : [[KEYS[field], to]])),
  );
}

function asRead(value: unknown): string {
  return typeof value === "string" ? value : "";
}
