import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { hasShared } from "../support/shared.ts";
import { openSpec } from "../support/specs.ts";
import { batchReply, breachesOfBatch, type Item, itemsOf } from "./scripted-batch.ts";

/** What the server does with one request. */
export type Reply =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** An object is sent as JSON, a text as it is. */
      readonly body?: unknown;
    }
  | "reset"
  | "cut"
  | "hang";

export interface SentRequest {
  /** Path and query as received. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Of a batch: the paths and queries in it, below `/v1.0`. */
  readonly batch: readonly string[];
}

/**
 * By path below `/v1.0`, without the query: what is answered to the first request for it, the second, … What is
 * asked for in a batch is answered in it; a connection that breaks or hangs does so for the whole batch. Answers
 * for `/$batch` itself come before that.
 */
export type Script = (url: string) => Readonly<Record<string, readonly Reply[]>>;

export interface ScriptedGraph extends AsyncDisposable {
  /** Origin. */
  readonly url: string;
  readonly requests: readonly SentRequest[];
  /** Path and query of all requests, decoded; those in a batch in its place. */
  readonly sent: () => readonly string[];
  /** Resolves when so many requests have come. */
  readonly until: (requests: number) => Promise<void>;
}

const BATCH = "/v1.0/$batch";
const spec = hasShared ? openSpec("graph-v1.0.json") : undefined;

/**
 * A server on 127.0.0.1 that answers as the script says. A request that is not in the script, an answer
 * that nobody asked for and a request that Graph's own description does not allow fail the test at its end.
 */
export async function scriptedGraph(
  script: Script,
  tls?: { readonly key: string; readonly cert: string },
): Promise<ScriptedGraph> {
  const requests: SentRequest[] = [];
  const faults: string[] = [];
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let left = new Map<string, Reply[]>();
  const replyTo = (url: string): Reply => {
    const reply = left.get(pathOf(url))?.shift();
    if (reply !== undefined) return reply;
    faults.push(`unexpected request: ${decodeURIComponent(url)}`);
    return { status: 418, body: { error: { code: "NotInScript", message: url } } };
  };
  const replyToAll = (items: readonly Item[]): Reply =>
    left.get("/$batch")?.shift() ?? batchReply(items.map(({ id, url }) => ({ id, reply: replyTo(url) })));
  const take = async (request: IncomingMessage): Promise<Reply> => {
    const { url = "", method = "", headers } = request;
    const items = url === BATCH ? itemsOf(await text(request)) : undefined;
    requests.push({ url, headers, batch: items?.map((item) => item.url) ?? [] });
    if (items === undefined) {
      const below = url.replace(/^\/v1\.0/, "");
      faults.push(...breachesOf({ method, url: below }));
      return replyTo(below);
    }
    faults.push(...breachesOfBatch({ items, method, headers }), ...items.flatMap(breachesOf));
    return replyToAll(items);
  };
  const answer: RequestListener = async (request, response) => {
    send(response, await take(request));
    for (const { count, resolve } of waiting) if (requests.length >= count) resolve();
    waiting = waiting.filter(({ count }) => requests.length < count);
  };
  const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `${tls === undefined ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  left = new Map(Object.entries(script(url)).map(([path, replies]) => [path, [...replies]]));

  return {
    url,
    requests,
    sent: () =>
      requests.flatMap(({ url: path, batch }) =>
        (batch.length > 0 ? batch : [path]).map((one) => decodeURIComponent(one).replace(/^\/v1\.0/, "")),
      ),
    until: (count) =>
      requests.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push({ count, resolve });
          }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const [path, replies] of left) {
        if (replies.length > 0) faults.push(`${replies.length} answers for ${path} were not asked for`);
      }
      if (faults.length > 0) throw new Error(faults.join("\n"));
    },
  };
}

function pathOf(url: string): string {
  return decodeURIComponent(url.split("?")[0] ?? "");
}

/** What Graph's own description holds against a request. */
function breachesOf({ method, url }: Pick<Item, "method" | "url">): readonly string[] {
  try {
    spec?.assertRequest({ method, path: `/v1.0${pathOf(url)}`, query: url.split("?")[1] ?? "" });
    return [];
  } catch (error) {
    return [String(error)];
  }
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === "hang") return;
  if (reply === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (reply === "cut") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
    response.write('{"value":[');
    setImmediate(() => response.socket?.destroy());
    return;
  }
  const { status = 200, headers = {}, body = {} } = reply;
  response.writeHead(status, { "content-type": "application/json;odata.metadata=minimal", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

/** A page of a listing. */
export function page(items: readonly unknown[], nextLink?: string): Reply {
  return { body: { value: items, ...(nextLink === undefined ? {} : { "@odata.nextLink": nextLink }) } };
}

/** Graph's way to say no. */
export function refusal(status: number, code = "", headers: Readonly<Record<string, string>> = {}): Reply {
  const innerError = { "request-id": "11111111-aaaa-4bbb-8ccc-222222222222", date: "2026-01-01T00:00:00" };
  return {
    status,
    headers: { "request-id": innerError["request-id"], ...headers },
    body: { error: { code, message: `Graph's words for ${code || status}.`, innerError } },
  };
}
