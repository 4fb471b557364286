import type { FastifyReply, FastifyRequest } from "fastify";
import { signedInAs } from "../product-access.ts";
import type { ConfluenceProfile, ConfluenceRight } from "./confluence-profile.ts";
import {
  type ConfluenceGroup,
  type ConfluenceState,
  type ConfluenceUser,
  findGroup,
  findUser,
} from "./confluence-state.ts";
import { groupNotFound, Refusal, userNotFound } from "./refusal.ts";

/** What every route works on. */
export interface ConfluenceContext {
  readonly state: ConfluenceState;
  readonly profile: ConfluenceProfile;
  readonly rights: ReadonlySet<ConfluenceRight>;
  /** Where Confluence is installed on the server: `/confluence`, or nothing. */
  readonly contextPath: string;
}

/** Address of Confluence as the client knows it. */
export function baseOf({ contextPath }: ConfluenceContext, request: FastifyRequest): string {
  return `${request.protocol}://${request.host}${contextPath}`;
}

/** Parameters that Confluence does not know are read over. */
function queryOf(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, unknown>)[name];
  return typeof value === "string" ? value : undefined;
}

export function expands(request: FastifyRequest, what: string): boolean {
  return queryOf(request, "expand")?.split(",").includes(what) === true;
}

/** A whole number out of the query. */
export function numberOf(request: FastifyRequest, name: string, fallback: number): number {
  const text = queryOf(request, name) ?? String(fallback);
  if (!/^\d+$/.test(text)) throw new Refusal(400, `${name} must not be negative, and must be a number`);
  return Number(text);
}

/** A body that must be an object. What it holds besides is read over, as Confluence's own reader has it. */
export function bodyOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const { body } = request;
  if (typeof body === "object" && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw new Refusal(400, "The request body must be a JSON object");
}

/** A text out of a body; `undefined` when it is left out or null. */
export function textOf(body: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = body[key] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw new Refusal(400, `${key} must be a text`);
}

/** Whoever reads must be let into Confluence. */
export function requireUser({ rights }: ConfluenceContext, request: FastifyRequest): string {
  const name = signedInAs(request);
  if (name !== undefined && rights.has("LOGIN")) return name;
  throw new Refusal(403, "The user does not have permission to use Confluence");
}

export function requireAdmin({ rights }: ConfluenceContext, request: FastifyRequest): void {
  if (signedInAs(request) === undefined) throw new Refusal(401, "The user is not authenticated");
  if (!rights.has("ADMINISTER")) throw new Refusal(403, "The user is not an administrator");
}

/** Whoever writes must be an administrator, and Confluence must not be in read-only mode. */
export function requireWrite(context: ConfluenceContext, request: FastifyRequest): void {
  requireAdmin(context, request);
  if (context.state.accessMode === "READ_ONLY") {
    throw new Refusal(405, "Confluence is in read-only mode", { readOnlyMode: true });
  }
}

/** The user whom the query names, by key or by name. */
export function askedUser({ state }: ConfluenceContext, request: FastifyRequest): ConfluenceUser {
  const key = queryOf(request, "key");
  const name = queryOf(request, "username");
  if (key === undefined && name === undefined)
    throw new Refusal(400, "Either a key or a username is required");
  const user = key === undefined ? findUser(state, name ?? "") : state.users.get(key);
  if (user === undefined) throw userNotFound(key ?? name ?? "");
  return user;
}

/** The user whom the path names. */
export function namedUser({ state }: ConfluenceContext, request: FastifyRequest): ConfluenceUser {
  const name = paramOf(request, "username");
  const user = findUser(state, name);
  if (user === undefined) throw userNotFound(name);
  return user;
}

/** The group that the path names. */
export function namedGroup({ state }: ConfluenceContext, request: FastifyRequest): ConfluenceGroup {
  const name = paramOf(request, "group");
  const group = findGroup(state, name);
  if (group === undefined) throw groupNotFound(name);
  return group;
}

function paramOf(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string>)[name] ?? "";
}

/** A page for people, as the servlet container below Confluence sends it. */
export function sendPage(reply: FastifyReply, title: string): FastifyReply {
  return reply
    .type("text/html;charset=UTF-8")
    .send(`<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`);
}

/** What answers for an address that this version of Confluence does not have. */
export function sendUnknown(
  { profile }: ConfluenceContext,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  reply.code(404);
  if (profile.unknown === "page") return sendPage(reply, "HTTP Status 404 – Not Found");
  return reply.send({ message: `null for uri: ${request.url}`, "status-code": 404 });
}
