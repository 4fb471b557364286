import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TestCertificate } from "./certificate.ts";

/** What a request of a test is answered with. */
export type Script =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as JSON; text and bytes as they are. */
      readonly body?: unknown;
    }
  /** The connection is reset before, or after half of, the answer; or nothing ever comes. */
  | "reset"
  | "cut"
  | "hang"
  | "hang-in-body";

export interface ScriptedRequest {
  readonly method: string;
  /** With the query, as sent. */
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly ScriptedRequest[];
}

/** Answers requests one after the other with what is written down, or by a function of the request. */
export async function startScripted(
  script: readonly Script[] | ((request: ScriptedRequest) => Script),
  tls?: TestCertificate,
): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = "", url = "", headers } = request;
    const seen = { method, url, headers, body: await bodyOf(request) };
    requests.push(seen);
    const next = typeof script === "function" ? script(seen) : script[requests.length - 1];
    play(next ?? { status: 599, body: { detail: "The script is at its end." } }, response);
  };
  const listener: RequestListener = (request, response) => void answer(request, response);
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function play(script: Script, response: ServerResponse): void {
  switch (script) {
    case "hang":
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "cut":
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write("{", () => response.destroy());
      return;
    case "hang-in-body":
      response.writeHead(200, { "content-type": "application/json" });
      response.write("{");
      return;
    default: {
      const { status = 200, headers = {}, body } = script;
      const isRaw = body === undefined || typeof body === "string" || Buffer.isBuffer(body);
      response.writeHead(status, { ...(isRaw ? {} : { "content-type": "application/json" }), ...headers });
      response.end(isRaw ? body : JSON.stringify(body));
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
