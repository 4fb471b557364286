import type { IncomingHttpHeaders } from "node:http";
import type { Reply } from "./scripted-graph.ts";

/** One request of a batch. */
export interface Item {
  readonly id: string;
  readonly method: string;
  readonly url: string;
}

export function itemsOf(body: string): readonly Item[] {
  return (JSON.parse(body) as { readonly requests: readonly Item[] }).requests;
}

interface Sent {
  readonly items: readonly Item[];
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** What Graph refuses a whole batch for, and a batch that is none. */
export function breachesOfBatch({ items, method, headers }: Sent): readonly string[] {
  return [
    ...(method === "POST" ? [] : [`a batch sent with ${method}`]),
    ...(items.length < 2 || items.length > 20 ? [`a batch of ${items.length}`] : []),
    ...(new Set(items.map(({ id }) => id)).size < items.length ? ["a batch with an id twice"] : []),
    ...items.filter(({ url }) => !url.startsWith("/")).map(({ url }) => `an address in a batch: ${url}`),
    ...(headers["content-type"] === "application/json" ? [] : ["a batch that is not said to be JSON"]),
  ];
}

/** The answer that holds all others, in any order as with the real one. */
export function batchReply(replies: readonly { readonly id: string; readonly reply: Reply }[]): Reply {
  const broken = replies.find(({ reply }) => typeof reply === "string");
  if (broken !== undefined) return broken.reply;
  const responses = replies.map(({ id, reply }) => {
    const { status = 200, headers = {}, body = {} } = reply as Exclude<Reply, string>;
    return { id, status, headers: { "Content-Type": "application/json", ...headers }, body };
  });
  return { body: { responses: responses.reverse() } };
}
