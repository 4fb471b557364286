import type { FastifyRequest } from "fastify";
import { baseOf, type ConfluenceContext, numberOf } from "./exchange.ts";

interface Listing {
  readonly items: readonly object[];
  /** Size of a page when none is asked for. */
  readonly fallback: number;
}

/**
 * A page as Confluence sends it: `next` is a path below the address of Confluence. Some versions give one
 * behind every page, so that it leads to empty pages in the end.
 */
export function pageOf(
  context: ConfluenceContext,
  request: FastifyRequest,
  { items, fallback }: Listing,
): object {
  const { cap, next, totals } = context.profile.paging;
  const start = numberOf(request, "start", 0);
  const limit = Math.min(cap, numberOf(request, "limit", fallback));
  const results = items.slice(start, start + limit);
  const hasMore = next === "always" || (next === "exact" && start + limit < items.length);
  const { pathname, searchParams } = new URL(request.url, baseOf(context, request));
  searchParams.set("limit", String(limit));
  searchParams.set("start", String(start + limit));
  const path = pathname.slice(context.contextPath.length);
  const base = baseOf(context, request);
  return {
    ...{ results, start, limit, size: results.length },
    ...(totals ? { totalCount: items.length } : {}),
    _links: {
      self: `${base}${path}`,
      ...(hasMore ? { next: `${path}?${searchParams}` } : {}),
      base,
      context: context.contextPath,
    },
  };
}
