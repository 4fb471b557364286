import type { AxiosStatic } from "axios";
import build from "axios/dist/browser/axios.cjs";
import { type AdapterOptions, createUndiciAdapter, TIMED_OUT, TOO_LARGE } from "./undici-adapter.ts";

/** One attempt of one request, ready to be put on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
}

/** What came back, not looked at yet. Any status. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Why an attempt brought no answer, or none that can be used. */
export interface Breakdown {
  readonly breakdown: /** It never left: no connection. */
    | "unreached"
    | "unknown-host"
    /** The certificate was refused. */
    | "untrusted"
    /** The proxy lets nothing through; its status is the code. */
    | "proxy-refused"
    | "timed-out"
    /** The connection ended before the answer did. */
    | "cut"
    | "too-large"
    /** It is empty, or not the JSON that it claims to be. */
    | "garbled";
  /** The system's own code, such as `ECONNRESET`. */
  readonly code: string;
}

/** This build leaves out the adapter for Node's own client, which is not used here and takes a tenth of a second to load. */
const axios = build as AxiosStatic;

export type SendRequest = (request: WireRequest) => Promise<RawAnswer | Breakdown>;

/**
 * The one place that talks to axios.
 *
 * The function that it returns throws only when the request's signal is aborted. An error of the layers
 * below may hold headers, so none ever leaves this file.
 */
export function createSender(options: AdapterOptions): SendRequest {
  const wire = axios.create({
    adapter: createUndiciAdapter(options),
    responseType: "text",
    validateStatus: null,
    transformRequest: [(body: unknown) => body],
    transformResponse: [(text: unknown) => text],
  });
  return async ({ method, url, headers, body, signal }) => {
    signal.throwIfAborted();
    try {
      const answer = await wire.request<unknown>({ method, url, headers, data: body, signal });
      return {
        status: answer.status,
        headers: lowerCased(answer.headers),
        text: typeof answer.data === "string" ? answer.data : "",
      };
    } catch (error) {
      signal.throwIfAborted();
      return breakdownOf(error);
    }
  };
}

const UNREACHED = /^(ECONNREFUSED|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;
const SLOW = /^(ETIMEDOUT|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)$/;
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_TLS|^ERR_SSL|^EPROTO$/;

function breakdownOf(error: unknown): Breakdown {
  if (error === TOO_LARGE) return { breakdown: "too-large", code: "too large" };
  if (error === TIMED_OUT) return { breakdown: "timed-out", code: "time limit" };
  const proxyStatus = proxyStatusOf(error);
  if (proxyStatus !== undefined) {
    return { breakdown: proxyStatus < 500 ? "proxy-refused" : "unreached", code: String(proxyStatus) };
  }
  const code = innermostCode(error);
  if (code === "ENOTFOUND") return { breakdown: "unknown-host", code };
  if (UNREACHED.test(code)) return { breakdown: "unreached", code };
  if (SLOW.test(code)) return { breakdown: "timed-out", code };
  if (UNTRUSTED.test(code)) return { breakdown: "untrusted", code };
  return { breakdown: "cut", code };
}

/** Only codes are kept: a message of the layers below may quote a header. */
function innermostCode(error: unknown): string {
  const codes = chainOf(error).flatMap((link) =>
    "code" in link && typeof link.code === "string" ? [link.code] : [],
  );
  return codes.at(-1) ?? "no code";
}

/** undici says the status that a proxy refused a tunnel with in its message, and nowhere else. */
function proxyStatusOf(error: unknown): number | undefined {
  const found = chainOf(error).flatMap(
    ({ message }) => /Proxy response \((\d{3})\)/.exec(message)?.[1] ?? [],
  );
  return found[0] === undefined ? undefined : Number(found[0]);
}

function chainOf(error: unknown): readonly Error[] {
  return error instanceof Error ? [error, ...chainOf(error.cause)] : [];
}

function lowerCased(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const),
  );
}
