import type { FastifyReply } from "fastify";
import { GraphError } from "./graph-error.ts";
import type { Oddities } from "./oddities.ts";
import { type ObjectType, unsetValue } from "./properties.ts";
import type { GraphQuery } from "./query.ts";
import type { GraphObject } from "./tenant.ts";

const JSON_TYPE =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

export interface Listing<T> {
  readonly items: readonly T[];
  readonly query: GraphQuery;
  /** Name of the collection in `@odata.context`. */
  readonly context: string;
  readonly render: (item: T) => object;
}

/** Sends the page of a collection that the query asks for, with the link to the next one. */
export function sendPage<T>(
  reply: FastifyReply,
  oddities: Oddities,
  { items, query, context, render }: Listing<T>,
): FastifyReply {
  if (query.continued && oddities.expiredPageTokens > 0) {
    oddities.expiredPageTokens -= 1;
    throw new GraphError(
      400,
      "Directory_ExpiredPageToken",
      "The specified page token value has expired and can no longer be included in your request.",
    );
  }
  if (oddities.emptyCollections) return sendObject(reply, context, { value: [] });
  const { from, to, next } = placeOf(query, items.length, oddities);
  const link = next === undefined ? undefined : linkTo(query, next, oddities);
  return sendObject(reply, context, {
    ...(link === undefined ? {} : { "@odata.nextLink": link }),
    value: items.slice(from, to).map(render),
  });
}

export function sendObject(reply: FastifyReply, context: string, body: object): FastifyReply {
  const origin = `http://${reply.request.headers.host}`;
  return reply
    .type(JSON_TYPE)
    .header("request-id", reply.request.id)
    .send(JSON.stringify({ "@odata.context": `${origin}/v1.0/$metadata#${context}`, ...body }));
}

/** The selected properties of an object, or the ones that come unasked; what was never set is null or empty. */
export function renderObject(
  object: GraphObject,
  type: ObjectType,
  select: readonly string[] | undefined,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const name of select ?? type.byDefault) {
    const value = object[name];
    if (value !== undefined) result[name] = value;
    else if (type.known.has(name)) result[name] = unsetValue(name);
  }
  return result;
}

/**
 * Which items a page holds. With empty pages on, offsets count turns instead of items: every second page
 * holds nothing and only links on.
 */
function placeOf({ offset, top }: GraphQuery, length: number, { emptyPages, loopingNextLink }: Oddities) {
  if (!emptyPages) {
    const to = offset + top;
    return { from: offset, to, next: loopingNextLink ? offset : to < length ? to : undefined };
  }
  const isFull = offset % 2 === 0;
  const from = Math.floor(offset / 2) * top;
  const isLast = isFull && from + top >= length;
  return { from, to: isFull ? from + top : from, next: isLast ? undefined : offset + 1 };
}

function linkTo(query: GraphQuery, offset: number, { foreignOrigin }: Oddities): string {
  const link = query.linkTo(offset);
  return foreignOrigin === undefined ? link : link.replace(/^https?:\/\/[^/]+/, foreignOrigin);
}
