import type { FastifyRequest } from "fastify";
import { signedInAs } from "../product-access.ts";
import type { JiraProfile, JiraRight } from "./jira-profile.ts";
import { findGroup, findUser, type JiraGroup, type JiraState, type JiraUser } from "./jira-state.ts";
import { groupNotFound, Refusal, userNotFound } from "./refusal.ts";

/** What every route works on. */
export interface JiraContext {
  readonly state: JiraState;
  readonly profile: JiraProfile;
  readonly rights: ReadonlySet<JiraRight>;
  /** Path of the API: `/jira/rest/api/2`. */
  readonly prefix: string;
}

/** Address of the API as the client knows it, for the links in answers. */
export function rootOf({ prefix }: JiraContext, request: FastifyRequest): string {
  return `${request.protocol}://${request.host}${prefix}`;
}

/** Parameters that Jira does not know are read over. */
export function queryOf(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, unknown>)[name];
  return typeof value === "string" ? value : undefined;
}

/** A body that must be an object and may hold only the given keys, as Jira's own reader has it. */
export function bodyOf(
  request: FastifyRequest,
  allowed: readonly string[],
): Readonly<Record<string, unknown>> {
  const body = request.body;
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new Refusal(400, "The body must be an object");
  }
  const unknown = Object.keys(body).find((key) => !allowed.includes(key));
  if (unknown !== undefined) throw new Refusal(400, `Unrecognized field "${unknown}"`);
  return body as Record<string, unknown>;
}

/** A text out of a body; `undefined` when it is left out. */
export function textOf(body: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = body[key];
  if (value === undefined || typeof value === "string") return value;
  throw new Refusal(400, `The field ${key} must be a text`);
}

export function requireSignIn(request: FastifyRequest): string {
  const name = signedInAs(request);
  if (name === undefined) throw new Refusal(401, "You are not authenticated.");
  return name;
}

export function requireAdmin({ rights }: JiraContext, request: FastifyRequest): void {
  requireSignIn(request);
  if (!rights.has("ADMINISTER")) throw new Refusal(403, "You need to be an administrator for this.");
}

/** The user whom the address names, by key or by name. */
export function namedUser({ state }: JiraContext, request: FastifyRequest): JiraUser {
  const key = queryOf(request, "key");
  const name = queryOf(request, "username");
  if (key === undefined && name === undefined) {
    throw new Refusal(400, "Either the 'username' or the 'key' query parameters need to be provided");
  }
  const user = key === undefined ? findUser(state, name ?? "") : state.users.get(key);
  if (user === undefined || user.deleted) throw userNotFound(key ?? name ?? "");
  return user;
}

/** The group that the address names. */
export function namedGroup({ state }: JiraContext, request: FastifyRequest): JiraGroup {
  const name = queryOf(request, "groupname") ?? "";
  if (name === "") throw new Refusal(400, "Query parameter 'groupname' not provided.");
  const group = findGroup(state, name);
  if (group === undefined) throw groupNotFound(name);
  return group;
}

/** A whole number out of the query. */
export function numberOf(request: FastifyRequest, name: string, fallback: number): number {
  const text = queryOf(request, name) ?? String(fallback);
  // What is no number is answered like an address that is not there.
  if (!/^\d+$/.test(text)) throw new Refusal(404, `Not a number: ${name}`);
  return Number(text);
}
