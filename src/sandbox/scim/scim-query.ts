import type { FastifyRequest } from "fastify";
import { invalidSyntax, invalidValue, ScimError } from "./scim-error.ts";

/** Most users or groups that one page holds, whatever was asked for. */
const PAGE_CAP = 100;
const FILTER = /^(\w+) eq ("(?:[^"\\]|\\.)*")$/;

export interface ScimFilter {
  readonly attribute: string;
  readonly value: string;
}

export interface ScimPage {
  /** From 1. */
  readonly startIndex: number;
  readonly count: number;
}

/** @throws ScimError 400 when the request has a parameter that the call does not know. */
export function readParameters(
  request: FastifyRequest,
  known: readonly string[],
): ReadonlyMap<string, string> {
  const query = new URLSearchParams(request.url.split("?")[1] ?? "");
  for (const name of query.keys()) {
    if (!known.includes(name)) throw invalidSyntax(`Parameter ${name} is not supported`);
  }
  if (query.has("attributes") && query.has("excludedAttributes")) {
    throw invalidValue("attributes and excludedAttributes exclude each other");
  }
  return new Map(query);
}

/** @throws ScimError 400 when it is not exactly one comparison of an allowed attribute. */
export function readFilter(text: string | undefined, attributes: readonly string[]): ScimFilter | undefined {
  if (text === undefined) return undefined;
  const [, attribute = "", quoted = '""'] = FILTER.exec(text) ?? [];
  if (!attributes.includes(attribute)) {
    throw new ScimError(400, `Only ${attributes.join(" or ")} eq "…" can be filtered`, "invalidFilter");
  }
  return { attribute, value: JSON.parse(quoted) as string };
}

export function readPage(parameters: ReadonlyMap<string, string>): ScimPage {
  return {
    startIndex: Math.max(1, readNumber(parameters, "startIndex") ?? 1),
    count: Math.min(PAGE_CAP, Math.max(0, readNumber(parameters, "count") ?? PAGE_CAP)),
  };
}

function readNumber(parameters: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  if (!/^-?\d+$/.test(text)) throw invalidValue(`${name} must be a whole number`);
  return Number(text);
}
