import { unreadable } from "./explain.ts";

/** A user as Crowd sends it. Only what usersync uses; a field may be missing, null or empty. */
export interface WireUser {
  readonly name: string;
  readonly "first-name"?: unknown;
  readonly "last-name"?: unknown;
  readonly "display-name"?: unknown;
  readonly email?: unknown;
  readonly active?: unknown;
  readonly attributes?: unknown;
  /** `directory:id` on servers that have keys. */
  readonly key?: unknown;
}

/** A user as it is written. PUT empties whatever is left out, so all of it is always there. */
export interface UserBody {
  readonly name: string;
  readonly "first-name": string;
  readonly "last-name": string;
  readonly "display-name": string;
  readonly email: string;
  readonly active: boolean;
}

export interface WireAttribute {
  readonly name: string;
  readonly values: readonly string[];
}

/** Something with a name out of an answer: a user, a group. */
export function readNamed<Item extends { readonly name: string }>(body: unknown, what: string): Item {
  if (isRecord(body) && typeof body["name"] === "string" && body["name"] !== "")
    return body as unknown as Item;
  throw unreadable(what);
}

/**
 * A list out of an answer: called `users` by most servers, `user` in the pages about recent versions.
 *
 * @throws UsersyncError `UNEXPECTED_ANSWER` when there is neither. That must not pass for an empty list.
 */
export function readList<Item extends { readonly name: string }>(
  body: unknown,
  key: "user" | "group",
): readonly Item[] {
  const list = isRecord(body) ? (body[`${key}s`] ?? body[key]) : undefined;
  if (!Array.isArray(list)) throw unreadable(`a list of ${key}s`);
  return list.map((item) => readNamed<Item>(item, `a ${key} in a list`));
}

/** The first value of an attribute, in any of the shapes in which servers write the list of them. */
export function attributeValue(attributes: unknown, name: string): unknown {
  const nested = isRecord(attributes) ? (attributes["attributes"] ?? attributes["attribute"]) : attributes;
  const list = Array.isArray(nested) ? nested : [nested];
  const found = list.find((attribute) => isRecord(attribute) && attribute["name"] === name);
  const values = isRecord(found) ? found["values"] : undefined;
  return Array.isArray(values) ? values[0] : values;
}

/** Whether an answer says anything about attributes at all. */
export function hasAttributes({ attributes }: WireUser): boolean {
  return Array.isArray(attributes) || isRecord(attributes);
}

/** The code that Crowd gives for a refusal, such as `USER_NOT_FOUND`. */
export function reasonOf(body: unknown): string {
  return isRecord(body) && typeof body["reason"] === "string" ? body["reason"] : "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
