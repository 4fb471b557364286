import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { AxiosAdapter, InternalAxiosRequestConfig } from "axios";
import { type Dispatcher, request } from "undici";

export interface AdapterOptions {
  readonly dispatcher: Dispatcher;
  /** For the whole attempt including its body, in milliseconds. */
  readonly timeout: number;
  /** Largest body, packed and unpacked, in bytes. */
  readonly maxResponseSize: number;
}

/** Thrown by the adapter, told apart by identity. */
export const TIMED_OUT = new Error("The time for one attempt is over.");
export const TOO_LARGE = new Error("The body is too large.");

const unpack = promisify(gunzip);

/**
 * Carries axios requests over an undici dispatcher.
 *
 * The adapters of axios itself do not do: `http` knows no dispatcher, so neither the proxy rules nor the
 * connections of `createDispatcher`; `fetch` does, but spends more than twice the processor time on a page.
 *
 * Follows no redirects. Rejects with what undici throws, with the signal's reason, or with one of the above.
 */
export function createUndiciAdapter({ dispatcher, timeout, maxResponseSize }: AdapterOptions): AxiosAdapter {
  return async (config) => {
    const limit = limitTime(config.signal as AbortSignal, timeout);
    try {
      const answer = await request(config.url ?? "", {
        dispatcher,
        method: (config.method ?? "get").toUpperCase() as Dispatcher.HttpMethod,
        headers: headersOf(config),
        body: typeof config.data === "string" ? config.data : null,
        signal: limit.signal,
      });
      const bytes = await collect(answer.body, maxResponseSize);
      const isPacked = answer.headers["content-encoding"] === "gzip" && bytes.length > 0;
      const body = isPacked ? await unpacked(bytes, maxResponseSize) : bytes;
      const { statusCode: status, headers } = answer;
      const named = headers as Record<string, string>;
      return { status, statusText: "", headers: named, data: new TextDecoder().decode(body), config };
    } finally {
      limit.clear();
    }
  };
}

function headersOf(config: InternalAxiosRequestConfig): Record<string, string> {
  // Of its own accord axios calls what has no body a form, and some servers refuse forms.
  if (typeof config.data !== "string") config.headers.setContentType(null);
  return { ...(config.headers.toJSON() as Record<string, string>), "accept-encoding": "gzip" };
}

async function collect(body: Dispatcher.ResponseData["body"], maxSize: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > maxSize) throw TOO_LARGE;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function unpacked(bytes: Buffer, maxOutputLength: number): Promise<Buffer> {
  try {
    return await unpack(bytes, { maxOutputLength });
  } catch (error) {
    const isTooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw isTooLarge ? TOO_LARGE : error;
  }
}

/** A signal that is aborted with the given one, and with `TIMED_OUT` when the time is over. */
function limitTime(signal: AbortSignal, milliseconds: number) {
  const controller = new AbortController();
  const stop = () => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(TIMED_OUT), milliseconds);
  signal.addEventListener("abort", stop, { once: true });
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    },
  };
}
