import type { FastifyRequest } from "fastify";
import { type BitbucketContext, queryOf } from "./exchange.ts";

/** Most that one page holds, whatever was asked for. */
const MOST = 1000;

/**
 * The part of a list that a request asks for, by `start` and `limit`.
 *
 * Some servers send fewer than they could, and say where it goes on: only `nextPageStart` tells.
 */
export function pageOf<Item>(
  { profile }: BitbucketContext,
  request: FastifyRequest,
  all: readonly Item[],
  view: (item: Item) => object,
): object {
  const start = numberOf(request, "start", 0);
  const limit = Math.min(MOST, Math.max(1, numberOf(request, "limit", 25)));
  const length = profile.shortPages && limit > 2 ? limit - 1 : limit;
  const values = all.slice(start, start + length).map(view);
  const isLastPage = start + length >= all.length;
  const next = isLastPage ? null : start + length;
  const place = next === null && profile.lastPageStart === "absent" ? {} : { nextPageStart: next };
  return { size: values.length, limit, isLastPage, values, start, ...place };
}

/** What is no number counts as not given. */
function numberOf(request: FastifyRequest, name: string, fallback: number): number {
  const text = queryOf(request, name) ?? "";
  return /^\d+$/.test(text) ? Number(text) : fallback;
}

/** Whether one of these texts has in it what the request filters by. */
export function filterOf(request: FastifyRequest): (...texts: readonly string[]) => boolean {
  const filter = (queryOf(request, "filter") ?? "").toLowerCase();
  return (...texts) => texts.some((text) => text.toLowerCase().includes(filter));
}

/** In the order in which Bitbucket lists: by name, so that whoever is new may come before whoever was read. */
export function byName<Item extends { readonly name: string }>(items: Iterable<Item>): readonly Item[] {
  return [...items].sort((one, other) => compare(one.name.toLowerCase(), other.name.toLowerCase()));
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
