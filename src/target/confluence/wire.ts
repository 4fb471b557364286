import { HttpError } from "../../http/http-error.ts";
import { unreadable } from "./explain.ts";

/** A user as Confluence sends it. Only what usersync uses. It never has an e-mail. */
export interface WireUser {
  /** Never changes. */
  readonly userKey: string;
  readonly username: string;
  readonly displayName?: unknown;
  /** `current` or `deactivated`; only where it was asked for. */
  readonly status?: unknown;
}

/** A change of an account. Whether something left out stays is not described, so all that is known is sent. */
export interface UserBody {
  readonly fullName: string;
  readonly email?: string;
}

export interface NewUserBody {
  readonly userName: string;
  readonly fullName: string;
  readonly email: string;
  readonly password: string;
  readonly notifyViaEmail: false;
}

/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Entries that came, whether they can be used or not. */
  readonly size: number;
  /** Entries that the server would have sent at most. It may cut down what was asked for. */
  readonly limit: number;
  readonly hasNext: boolean;
  /** Where the page that the server points to begins, if it says so. */
  readonly next?: number;
  /** Of the whole list, if the server says so. */
  readonly total?: number;
}

/** Why somebody may be in a group without being an account: deleted, or nobody. */
const NO_ACCOUNT = ["unknown", "anonymous"];

/** @returns `undefined` for somebody who has no account (any more), though Confluence knows of them. */
export function readPerson(body: unknown): WireUser | undefined {
  if (isRecord(body) && NO_ACCOUNT.includes(String(body["type"]))) return undefined;
  return readUser(body);
}

export function readUser(body: unknown): WireUser {
  if (isRecord(body) && isText(body["userKey"]) && isText(body["username"])) {
    return body as unknown as WireUser;
  }
  throw unreadable("a user");
}

/** Whether it is nobody who is signed in. Confluence lets them look, where anonymous access is on. */
export function isAnonymous(body: unknown): boolean {
  return isRecord(body) && body["type"] === "anonymous";
}

export function readUserKey(body: unknown): string | undefined {
  const key = isRecord(body) ? body["userKey"] : undefined;
  return isText(key) ? key : undefined;
}

/** Name of a group. */
export function readGroup(body: unknown): string {
  if (isRecord(body) && isText(body["name"])) return body["name"];
  throw unreadable("a group");
}

/**
 * @param asked Entries that were asked for.
 * @throws UsersyncError `UNEXPECTED_ANSWER` for what is no page. That must not pass for an empty one.
 */
export function readPage<Item>(
  body: unknown,
  asked: number,
  readItem: (item: unknown) => Item | undefined,
): Page<Item> {
  const { results, limit, totalCount, _links: links } = isRecord(body) ? body : {};
  if (!Array.isArray(results)) throw unreadable("a page of a list");
  const next = isRecord(links) && isText(links["next"]) ? links["next"] : undefined;
  const start = next === undefined ? Number.NaN : startOf(next);
  return {
    items: results.flatMap((item) => readItem(item) ?? []),
    size: results.length,
    limit: isCount(limit) && limit > 0 ? Math.min(limit, asked) : asked,
    hasNext: next !== undefined,
    ...(Number.isNaN(start) ? {} : { next: start }),
    ...(isCount(totalCount) ? { total: totalCount } : {}),
  };
}

/** Only the place is taken from the link: whither a request goes is not for an answer to say. */
function startOf(link: string): number {
  const start = /[?&]start=(\d+)/.exec(link)?.[1];
  return start === undefined ? Number.NaN : Number(start);
}

/** Names of the groups whose members may use Confluence, which takes a licence each. */
export function readLicensed(body: unknown): readonly string[] {
  if (!Array.isArray(body)) throw unreadable("a list of permissions");
  const subjects = body.flatMap((one) => (isRecord(one) && isUse(one["operation"]) ? [one["subject"]] : []));
  return subjects.flatMap((subject) => {
    if (!isRecord(subject) || subject["type"] !== "group") return [];
    const name = subject["name"] ?? subject["displayName"];
    return isText(name) ? [name] : [];
  });
}

function isUse(operation: unknown): boolean {
  if (!isRecord(operation)) return false;
  return operation["operationKey"] === "use" && operation["targetType"] === "application";
}

/** Only Confluence's own word counts. A bare 404 comes from what is below it, or from a proxy. */
export function isNotFound(error: unknown): boolean {
  return error instanceof HttpError && error.status === 404 && isOwnError(error.body);
}

/** Whether this version does not have the call at all: who answers is not Confluence, but what is below it. */
export function isMissingCall(error: unknown): boolean {
  if (!(error instanceof HttpError) || isOwnError(error.body)) return false;
  return error.status === 404 || error.status === 405;
}

/** The form in which Confluence says no. What is below it may send JSON too, and spells it otherwise. */
export function isOwnError(body: unknown): body is Record<string, unknown> {
  return isRecord(body) && typeof body["statusCode"] === "number";
}

/** Whether a refusal says of itself that it is for the read-only mode. */
export function saysReadOnlyMode(body: unknown): boolean {
  const verdict = isOwnError(body) ? body["data"] : undefined;
  return isRecord(verdict) && verdict["allowedInReadOnlyMode"] === false;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
