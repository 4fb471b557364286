import type { FastifyReply, FastifyRequest } from "fastify";
import type { CrowdProfile, CrowdRight } from "./crowd-profile.ts";
import type { CrowdState } from "./crowd-state.ts";
import { illegalArgument, Refusal } from "./refusal.ts";
import { toXml } from "./to-xml.ts";

/** What every route works on. */
export interface CrowdContext {
  readonly state: CrowdState;
  readonly profile: CrowdProfile;
  readonly rights: ReadonlySet<CrowdRight>;
  /** Path of the API: `/crowd/rest/usermanagement/1`. */
  readonly prefix: string;
}

/** Address of the API as the client knows it, for the links in answers. */
export function rootOf({ prefix }: CrowdContext, request: FastifyRequest): string {
  return `${request.protocol}://${request.host}${prefix}`;
}

/** Answers in JSON if the request accepts that, otherwise in XML, which is what Crowd speaks by itself. */
export function answer(reply: FastifyReply, element: string, value: object): FastifyReply {
  if (acceptsJson(reply.request)) {
    return reply.type("application/json").send(JSON.stringify(value));
  }
  return reply.type("application/xml").send(toXml(element, value));
}

function acceptsJson(request: FastifyRequest): boolean {
  return request.headers.accept?.includes("application/json") ?? false;
}

export function queryOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return request.query as Record<string, unknown>;
}

/** A query parameter that must be there. */
export function requiredQuery(request: FastifyRequest, name: string): string {
  const value = queryOf(request)[name];
  if (typeof value !== "string" || value === "") throw illegalArgument(`The parameter ${name} is missing`);
  return value;
}

/** A body that must be an object and may hold only the given keys, as a strict reader would have it. */
export function bodyOf(
  request: FastifyRequest,
  allowed: readonly string[],
): Readonly<Record<string, unknown>> {
  const body = request.body;
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw illegalArgument("The body must be an object");
  }
  const unknown = Object.keys(body).find((key) => !allowed.includes(key));
  if (unknown !== undefined) throw illegalArgument(`Unrecognized field "${unknown}"`);
  return body as Record<string, unknown>;
}

/** A text out of a body; `""` when it is left out. */
export function textOf(body: Readonly<Record<string, unknown>>, key: string): string {
  const value = body[key] ?? "";
  if (typeof value !== "string") throw illegalArgument(`The field ${key} must be a text`);
  return value;
}

export function requireRight({ rights }: CrowdContext, right: CrowdRight): void {
  if (rights.has(right)) return;
  throw new Refusal(403, "APPLICATION_PERMISSION_DENIED", `Application is not allowed to ${right}`);
}

export interface Page {
  readonly start: number;
  readonly length: number;
}

/** The part of a list that a request asks for. */
export function pageOf(request: FastifyRequest, { pageCap }: CrowdProfile): Page {
  const start = wholeNumber(request, "start-index", 0);
  return { start, length: Math.min(wholeNumber(request, "max-results", 1000), pageCap) };
}

function wholeNumber(request: FastifyRequest, name: string, fallback: number): number {
  const text = queryOf(request)[name] ?? String(fallback);
  if (typeof text !== "string" || !/^\d+$/.test(text)) throw illegalArgument(`Not a number: ${name}`);
  return Number(text);
}
