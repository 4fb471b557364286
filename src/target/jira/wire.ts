import { HttpError } from "../../http/http-error.ts";
import { unreadable } from "./explain.ts";

/** A user as Jira sends it. Only what usersync uses; fields may be missing, null or empty. */
export interface WireUser {
  /** Never changes. */
  readonly key: string;
  readonly name: string;
  readonly emailAddress?: unknown;
  readonly displayName?: unknown;
  readonly active?: unknown;
  readonly deleted?: unknown;
}

/** A part of a user as it is written. Jira leaves alone what is not in it. */
export interface UserBody {
  readonly name?: string;
  readonly emailAddress?: string;
  readonly displayName?: string;
  readonly active?: boolean;
}

export interface NewUserBody extends UserBody {
  readonly name: string;
  readonly password: string;
  /** Empty: no application, so no licence. Left out it would stand for the default ones. */
  readonly applicationKeys: readonly [];
}

/** A page of the stream of all users. */
export interface UserPage {
  readonly users: readonly WireUser[];
  /** Where it goes on. Absent: that was the last one. */
  readonly cursor?: string;
}

export interface MemberPage {
  readonly users: readonly WireUser[];
  /** Of the whole group. */
  readonly total: number;
}

/** Something that is led by somebody. */
export interface WireLead {
  readonly id: string;
  readonly name: string;
  /** Of projects. */
  readonly key?: unknown;
  readonly lead?: { readonly key?: unknown; readonly name?: unknown };
}

export interface WireRole {
  readonly name: string;
  readonly groups: readonly string[];
}

export function readUser(body: unknown): WireUser {
  if (isRecord(body) && isText(body["key"]) && isText(body["name"])) return body as unknown as WireUser;
  throw unreadable("a user");
}

/** @throws UsersyncError `UNEXPECTED_ANSWER` for what is no list. That must not pass for an empty one. */
export function readList<Item>(body: unknown, what: string, readItem: (item: unknown) => Item): Item[] {
  if (!Array.isArray(body)) throw unreadable(what);
  return body.map(readItem);
}

export function readUserPage(body: unknown): UserPage {
  const page = isRecord(body) ? body : {};
  const users = readList(page["values"], "a page of users", readUser);
  if (page["isLast"] === true) return { users };
  const { nextCursor: cursor } = page;
  if (page["isLast"] !== false || (!isText(cursor) && typeof cursor !== "number")) {
    throw unreadable("a page of users that says how it goes on");
  }
  return { users, cursor: String(cursor) };
}

export function readMemberPage(body: unknown): MemberPage {
  const page = isRecord(body) ? body : {};
  const users = readList(page["values"], "a page of members", readUser);
  if (typeof page["total"] !== "number") throw unreadable("a page of members with their number");
  return { users, total: page["total"] };
}

/** Names of the groups that a user is in; the user must have been asked for with them. */
export function readGroupNames(body: unknown): readonly string[] {
  const groups = isRecord(body) && isRecord(body["groups"]) ? body["groups"]["items"] : undefined;
  return readList(groups, "a user with groups", (group) => {
    if (isRecord(group) && isText(group["name"])) return group["name"];
    throw unreadable("a group");
  });
}

export function readLead(body: unknown): WireLead {
  const isLead = isRecord(body) && isText(body["id"]) && isText(body["name"]);
  if (isLead) return body as unknown as WireLead;
  throw unreadable("a project or a component");
}

export function readRole(body: unknown): WireRole {
  if (isRecord(body) && isText(body["name"]) && Array.isArray(body["groups"])) {
    return { name: body["name"], groups: body["groups"].filter(isText) };
  }
  throw unreadable("an application with its groups");
}

/** Whether the permission to administer Jira is there. */
export function readMayAdminister(body: unknown): boolean {
  const permissions = isRecord(body) ? body["permissions"] : undefined;
  if (!isRecord(permissions)) throw unreadable("a list of permissions");
  const own = ["ADMINISTER", "SYSTEM_ADMIN"].map((key) => permissions[key]);
  return own.some((permission) => isRecord(permission) && permission["havePermission"] === true);
}

/** Only Jira's own word counts. A bare 404 may come from a proxy, or from a wrong address. */
export function isNotFound(error: unknown): boolean {
  return error instanceof HttpError && error.status === 404 && isErrorCollection(error.body);
}

/** Whether a refusal is about single fields of what was sent, so that others would be taken. */
export function isAboutFields(error: HttpError): boolean {
  const { body } = error;
  return isErrorCollection(body) && isRecord(body["errors"]) && Object.keys(body["errors"]).length > 0;
}

function isErrorCollection(body: unknown): body is Record<string, unknown> {
  return isRecord(body) && Array.isArray(body["errorMessages"]);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
