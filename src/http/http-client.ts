import { setMaxListeners } from "node:events";
import type { ConnectionConfig } from "../config/config.ts";
import { UsersyncError } from "../errors.ts";
import type { Clock } from "../model/clock.ts";
import type { Log } from "../model/log.ts";
import type { ProxySettings } from "./dispatcher.ts";
import type { Entrance } from "./entrance.ts";
import type { ExplainRefusal } from "./explain-answer.ts";
import type { Patience } from "./patience.ts";
import { createGate } from "./request-gate.ts";
import { createRetryLoop } from "./retry-loop.ts";
import { createAttempts } from "./send-attempt.ts";

export interface HttpClientOptions {
  /** The target's name in the config: messages begin with it. */
  readonly name: string;
  /** With the context path if there is one, without a slash at the end. No request leaves its origin. */
  readonly baseUrl: string;
  /** Value of the `Authorization` header. */
  readonly authorization: string;
  readonly connection: ConnectionConfig;
  /** That of a run unless given. */
  readonly patience?: Patience;
  readonly proxy: ProxySettings;
  readonly clock: Clock;
  readonly log: Log;
  /** What to do about a 401 and about a 403: the `fix` of these errors. */
  readonly fixes: { readonly signIn: string; readonly permission: string };
  /** What some refusals mean to this server. */
  readonly explain?: ExplainRefusal;
  /** What tells an address that leads beside the server from one that it does not know. */
  readonly entrance?: Entrance;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Texts that are masked in whatever the server says, such as the password inside a Basic header. */
  readonly secrets?: readonly string[];
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base URL, starting with a slash, its parts already encoded. Appears in logs and errors. */
  readonly path: string;
  /** Values appear in no log. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** `"json"` unless given; with `"xml"` the body of the answer is its text. */
  readonly accept?: "json" | "xml";
  /** Media type of the body, when it is not `application/json`. */
  readonly contentType?: string;
  /** Whether doing it twice is the same as doing it once. True for all but POST unless given. */
  readonly repeatable?: boolean;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or the text of XML; `undefined` for an empty body. */
  readonly body: unknown;
}

/** Requests to one server: paced, retried, limited in size and time, and kept to that server. */
export interface HttpClient {
  /**
   * Sends one request and, where that is safe, sends it again until it is answered.
   *
   * @returns The answer, always with a 2xx status.
   * @throws HttpError for everything else, by code: `SIGN_IN_FAILED` (401; from then on every request
   *   throws it unsent), `PERMISSION_MISSING` (403), `NOT_FOUND` (404), `CONFLICT` (409), `REFUSED`
   *   (other 4xx), `RATE_LIMITED` (told to wait for longer than its patience), `NETWORK` (no answer, or
   *   5xx to the end), `UNEXPECTED_ANSWER` (a redirect, HTML, too large, not JSON). It holds `status`,
   *   the parsed `body` and, for a POST that may have been carried out, `ambiguous: true`.
   * @throws UsersyncError `CANCELED`, or the signal's reason where that is a UsersyncError.
   */
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** Requests sent so far, repeated ones included. */
  readonly sent: number;
}

/** @throws UsersyncError `CONFIG_INVALID` when the credentials hold something that no header can. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const gate = createGate({ ...options.connection, clock: options.clock });
  const attempts = createAttempts(options);
  const request = createRetryLoop({ options, gate, attempts });
  return {
    async request(asked) {
      // A whole run hangs on one signal, so many listeners on it are no leak.
      setMaxListeners(0, asked.signal);
      try {
        return await request(asked);
      } catch (error) {
        if (!asked.signal.aborted) throw error;
        throw canceled(options.name, asked.signal);
      }
    },
    get sent() {
      return attempts.sent;
    },
  };
}

function canceled(name: string, signal: AbortSignal): UsersyncError {
  if (signal.reason instanceof UsersyncError) return signal.reason;
  return new UsersyncError("CANCELED", {
    what: `${name}: stopped.`,
    why: "The run was told to stop at once.",
    fix: "Run again: it goes on where this run stopped.",
  });
}
