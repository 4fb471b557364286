import { HttpError } from "../../http/http-error.ts";
import { unreadable } from "./explain.ts";

/** A user as Bitbucket sends it. Only what usersync uses; fields may be missing, null or empty. */
export interface WireUser {
  /** Never changes. */
  readonly id: number;
  readonly name: string;
  readonly displayName?: unknown;
  readonly emailAddress?: unknown;
  /** `"SERVICE"`: an access key, nobody's account. */
  readonly type?: unknown;
  readonly directoryName?: unknown;
  /** Absent: nobody has ever signed in with it. */
  readonly lastAuthenticationTimestamp?: unknown;
  readonly mutableDetails?: unknown;
  readonly mutableGroups?: unknown;
}

export interface WireGroup {
  readonly name: string;
}

/** A group that has a global permission: whoever is in it is let in. */
export interface WireGrant {
  readonly group: string;
  readonly permission: string;
}

/** A global permission that somebody has in person. */
export interface WirePermission {
  readonly user: WireUser;
  readonly permission: string;
}

export interface WireDirectory {
  readonly name: string;
  readonly type?: unknown;
}

/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where it goes on: not always behind the last item. Absent: that was the last page. */
  readonly next?: number;
}

/** A user as it is written. All of it is always sent: nobody knows what Bitbucket does with what is left out. */
export interface UserBody {
  readonly name: string;
  readonly displayName?: string;
  readonly email?: string;
}

/** Bitbucket takes a new user in the address, which ends up in access logs. */
export type NewUserQuery = {
  readonly name: string;
  readonly displayName: string;
  readonly emailAddress: string;
  readonly addToDefaultGroup: boolean;
} & ({ readonly password: string } | { readonly notify: true });

export function readUser(body: unknown): WireUser {
  if (isRecord(body) && Number.isInteger(body["id"]) && isText(body["name"])) {
    return body as unknown as WireUser;
  }
  throw unreadable("a user");
}

export function readGroup(body: unknown): WireGroup {
  if (isRecord(body) && isText(body["name"])) return { name: body["name"] };
  throw unreadable("a group");
}

export function readGrant(body: unknown): WireGrant {
  if (isRecord(body) && isText(body["permission"])) {
    return { group: readGroup(body["group"]).name, permission: body["permission"] };
  }
  throw unreadable("a group with its permission");
}

export function readPermission(body: unknown): WirePermission {
  if (isRecord(body) && isText(body["permission"])) {
    return { user: readUser(body["user"]), permission: body["permission"] };
  }
  throw unreadable("a user with a permission");
}

/** The list stands alone or, as most lists do, on a page. */
export function readDirectories(body: unknown): readonly WireDirectory[] {
  const list = isRecord(body) ? body["values"] : body;
  if (!Array.isArray(list)) throw unreadable("a list of directories");
  return list.map((item) => {
    if (isRecord(item) && isText(item["name"])) return { name: item["name"], type: item["type"] };
    throw unreadable("a directory");
  });
}

/** @throws UsersyncError `UNEXPECTED_ANSWER` for what is no page. That must not pass for an empty one. */
export function readPage<Item>(body: unknown, what: string, readItem: (item: unknown) => Item): Page<Item> {
  const page = isRecord(body) ? body : {};
  const { values, isLastPage, nextPageStart: next } = page;
  if (!Array.isArray(values)) throw unreadable(`a page of ${what}`);
  const items = values.map(readItem);
  if (isLastPage === true) return { items };
  if (Number.isInteger(next)) return { items, next: next as number };
  if (isLastPage === false) throw unreadable(`a page of ${what} that says how it goes on`);
  return { items };
}

/** Only Bitbucket's own word counts. A bare 404 may come from a proxy, or from a wrong address. */
export function isNotFound(error: unknown): boolean {
  return isStatus(error, 404) && isErrorList(error.body);
}

export function isStatus(error: unknown, ...statuses: readonly number[]): error is HttpError {
  return error instanceof HttpError && error.status !== undefined && statuses.includes(error.status);
}

/** The class names of what went wrong on the server, such as `…AuthorisationException`. */
export function exceptionsOf(body: unknown): readonly string[] {
  if (!isErrorList(body)) return [];
  return body.errors.flatMap((error) =>
    isRecord(error) && isText(error["exceptionName"]) ? [error["exceptionName"]] : [],
  );
}

function isErrorList(body: unknown): body is { readonly errors: readonly unknown[] } {
  return isRecord(body) && Array.isArray(body["errors"]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
