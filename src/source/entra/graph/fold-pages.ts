import { setImmediate as sendFirst } from "node:timers/promises";
import { UsersyncError } from "../../../errors.ts";
import { stopTogether } from "../../canceled.ts";
import { asIncompleteRead } from "../../incomplete-read.ts";
import { isObject, type JsonObject } from "../../to-person.ts";
import { GraphRefusal } from "./graph-refusal.ts";
import type { Graph, GraphRequest } from "./open-graph.ts";

/** A listing of any number of pages, folded into one value item by item, so that no page is kept. */
export interface Listing<T> {
  readonly link: string;
  /** To complete messages: `the list of users`. */
  readonly what: string;
  /** Whether its first page may be asked for together with those of others, in one request. */
  readonly isBatchable?: boolean;
  /** Makes an empty value; once more each time the listing has to start anew. */
  readonly begin: () => T;
  readonly add: (into: T, item: JsonObject) => void;
  readonly onPage?: (soFar: T) => void;
}

const MOST_RESTARTS = 3;
const MOST_PAGES = 100_000;

/**
 * Reads a listing to its end. Empty pages are part of it; only a page without a nextLink ends it.
 *
 * When Graph has forgotten where it was (`Directory_ExpiredPageToken`), the same link never works again:
 * what was read is thrown away and the listing read anew, three times at most.
 *
 * The next page is asked for before the items of the one at hand are looked at: a long listing waits for the
 * server most of the time. When an item is refused, that request is given up.
 *
 * @throws GraphRefusal as it is when already the first page is refused.
 * @throws UsersyncError `INCOMPLETE_READ` when a later page cannot be had, or the links go in a circle.
 */
export async function foldPages<T>(graph: Graph, listing: Listing<T>, signal: AbortSignal): Promise<T> {
  for (let restarts = 0; ; restarts += 1) {
    try {
      return await stopTogether(signal, (own) => foldOnce(graph, listing, own));
    } catch (error) {
      if (!isExpired(error) || restarts >= MOST_RESTARTS) throw error;
    }
  }
}

async function foldOnce<T>(graph: Graph, listing: Listing<T>, signal: AbortSignal): Promise<T> {
  const { link, what, isBatchable = false, begin, add, onPage } = listing;
  const value = begin();
  const seen = new Set([link]);
  const follow = async (page: JsonObject) => {
    const next = nextLinkOf(page, what);
    if (next === undefined) return undefined;
    if (seen.has(next) || seen.size >= MOST_PAGES) throw endless(what, seen.size);
    seen.add(next);
    return await getPage(graph, { link: next, what, signal });
  };

  let page: JsonObject | undefined = await graph.get({ link, what, signal, isBatchable });
  while (page !== undefined) {
    const next = follow(page);
    // What is wrong with the page at hand is said first; the failure of the next one is met below.
    next.catch(() => undefined);
    await sendFirst();
    for (const item of itemsOf(page, what)) add(value, item);
    onPage?.(value);
    page = await next;
  }
  return value;
}

/** A page after the first. */
async function getPage(graph: Graph, request: GraphRequest): Promise<JsonObject> {
  try {
    return await graph.get(request);
  } catch (error) {
    // Restarting is decided further up, by the refusal itself.
    if (isExpired(error)) throw error;
    throw asIncompleteRead(error);
  }
}

function isExpired(error: unknown): boolean {
  return error instanceof GraphRefusal && error.graphCode === "Directory_ExpiredPageToken";
}

function itemsOf(page: JsonObject, what: string): readonly JsonObject[] {
  const items: unknown = page["value"];
  if (Array.isArray(items) && items.every(isObject)) return items;
  throw new UsersyncError("UNEXPECTED_ANSWER", {
    what: `A page of ${what} holds no list of objects under "value".`,
    why: "Every page of Microsoft Graph does, an empty one too.",
    fix: "Check source.graphUrl, and whether a proxy changes the answers.",
  });
}

function nextLinkOf(page: JsonObject, what: string): string | undefined {
  const link: unknown = page["@odata.nextLink"];
  if (link === undefined || link === null) return undefined;
  // A mere path would pass for one of our own.
  if (typeof link === "string" && URL.canParse(link)) return link;
  throw new UsersyncError("UNEXPECTED_ANSWER", {
    what: `A page of ${what} holds a nextLink that is no address.`,
    why: "Without it nobody can tell whether more pages follow.",
    fix: "Check source.graphUrl, and whether a proxy changes the answers.",
  });
}

function endless(what: string, pages: number): UsersyncError {
  return new UsersyncError("INCOMPLETE_READ", {
    what: `Reading ${what} came to no end: after ${pages === 1 ? "1 page" : `${pages} pages`} Graph sent a link that was read before, or still more pages.`,
    why: "Its pages point in a circle, so nobody can tell what is missing.",
    fix: "Start the run again. If it stays like this, open a support case for Microsoft Graph.",
  });
}
