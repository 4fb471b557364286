import { UsersyncError } from "../errors.ts";
import { createDispatcher } from "./dispatcher.ts";
import type { HttpClientOptions, HttpRequest } from "./http-client.ts";
import { type ReadAnswer, readBody } from "./read-body.ts";
import type { RequestGate, Turn } from "./request-gate.ts";
import { exhaustedFor } from "./retry-decision.ts";
import { type Breakdown, createSender, type WireRequest } from "./send-request.ts";

export interface Attempts {
  /** Waits for its turn and sends a request once. `number` is 1 for the first time. */
  send(request: HttpRequest, number: number, admit: (wait: number) => void): Promise<Attempt>;
  /** Of the server that every request goes to. */
  readonly origin: string;
  readonly sent: number;
}

export interface Attempt {
  readonly outcome: ReadAnswer | Breakdown;
  readonly turn: Turn;
  /** When it went, in milliseconds since the epoch. */
  readonly begun: number;
}

/** Single tries of requests: addressed, sent in their turn, counted, logged, and their bodies parsed. */
export function createAttempts(options: HttpClientOptions, gate: RequestGate): Attempts {
  const { name, connection, clock, log } = options;
  const base = new URL(options.baseUrl);
  const tls = connection.ca === undefined ? {} : { ca: connection.ca };
  const dispatcher = createDispatcher({ proxy: options.proxy, connections: connection.concurrency, ...tls });
  const sendRequest = createSender({ dispatcher, ...connection });
  checkAuthorization(options);
  let sent = 0;

  async function sendNow(request: HttpRequest, number: number, turn: Turn): Promise<Attempt> {
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
    if ("breakdown" in answer) return { outcome: answer, turn, begun };
    const exhausted = exhaustedFor(answer, clock.now());
    if (exhausted > 0) gate.pause(exhausted);
    const outcome = readBody(answer, request.accept ?? "json", request.method === "GET");
    return { outcome, turn, begun };
  }

  return {
    send: (request, number, admit) =>
      gate.pass((turn) => sendNow(request, number, turn), {
        signal: request.signal,
        urgent: number > 1,
        admit,
      }),
    origin: base.origin,
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
  return url.href.replaceAll("+", "%20");
}

function checkAuthorization({ name, authorization }: HttpClientOptions): void {
  if (/^[\x20-\x7e]+$/.test(authorization)) return;
  throw new UsersyncError("CONFIG_INVALID", {
    what: `${name}: the credentials of this target hold a character that cannot be sent.`,
    why: "A line break or a letter outside ASCII, often from copying, cannot stand in an HTTP header.",
    fix: "Copy the token or password again, without blanks and line breaks around it.",
  });
}
