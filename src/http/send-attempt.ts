import { UsersyncError } from "../errors.ts";
import { createDispatcher } from "./dispatcher.ts";
import type { HttpClientOptions, HttpRequest } from "./http-client.ts";
import { type ReadAnswer, readBody } from "./read-body.ts";
import { type Breakdown, createSender, type WireRequest } from "./send-request.ts";

export interface Attempts {
  /** Sends a request once, at once. `number` is 1 for the first time. */
  send(request: HttpRequest, number: number): Promise<Attempt>;
  readonly sent: number;
}

export interface Attempt {
  readonly outcome: ReadAnswer | Breakdown;
  /** When it went, in milliseconds since the epoch. */
  readonly begun: number;
}

/** Single tries of requests: addressed, sent, counted, logged, and their bodies parsed. */
export function createAttempts(options: HttpClientOptions): Attempts {
  const { name, connection, clock, log } = options;
  const base = new URL(options.baseUrl);
  const tls = connection.ca === undefined ? {} : { ca: connection.ca };
  const dispatcher = createDispatcher({ proxy: options.proxy, connections: connection.concurrency, ...tls });
  const sendRequest = createSender({ dispatcher, ...connection });
  checkAuthorization(options);
  let sent = 0;

  return {
    async send(request, number) {
      sent += 1;
      const begun = clock.now();
      const answer = await sendRequest(toWire(request, base, options));
      log.debug("request", {
        target: name,
        method: request.method,
        path: request.path,
        attempt: number,
        milliseconds: clock.now() - begun,
        ...("breakdown" in answer ? { failure: answer.code } : { status: answer.status }),
      });
      if ("breakdown" in answer) return { outcome: answer, begun };
      return { outcome: readBody(answer, request.accept ?? "json", request.method === "GET"), begun };
    },
    get sent() {
      return sent;
    },
  };
}

function toWire(request: HttpRequest, base: URL, options: HttpClientOptions): WireRequest {
  const { method, path, query = {}, body, signal } = request;
  return {
    method,
    url: addressOf(base, path, query),
    headers: {
      accept: request.accept === "xml" ? "application/xml" : "application/json",
      "accept-language": "en",
      // Atlassian's servers take a write by something that looks like a browser for a forged one.
      "user-agent": "usersync",
      "x-atlassian-token": "no-check",
      ...(body === undefined ? {} : { "content-type": request.contentType ?? "application/json" }),
      ...options.headers,
      authorization: options.authorization,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  };
}

function addressOf(base: URL, path: string, query: NonNullable<HttpRequest["query"]>): string {
  const url = new URL(`${base.href.replace(/\/$/, "")}${path}`);
  if (!path.startsWith("/") || url.origin !== base.origin) throw new Error("A request path left its server.");
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(key, String(one));
  }
  // Not every server reads a plus sign as a blank.
  url.search = url.search.replaceAll("+", "%20");
  return url.href;
}

function checkAuthorization({ name, authorization }: HttpClientOptions): void {
  if (/^[\x20-\x7e]+$/.test(authorization)) return;
  throw new UsersyncError("CONFIG_INVALID", {
    what: `${name}: the credentials of this target hold a character that cannot be sent.`,
    why: "A line break or a letter outside ASCII, often from copying, cannot stand in an HTTP header.",
    fix: "Copy the token or password again, without blanks and line breaks around it.",
  });
}
