import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { createCertificate } from "../support/certificate.ts";
import { startScripted } from "../support/scripted-server.ts";
import { clientOn } from "./client-on.ts";

const certificate = createCertificate();

interface Proxy extends AsyncDisposable {
  readonly url: string;
  /** Where it was asked to go. */
  readonly targets: readonly string[];
}

/** A proxy that tunnels, and says no to everybody when it is given another status. */
async function startProxy(status = 200): Promise<Proxy> {
  const targets: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on("connection", (socket) => sockets.add(socket));
  server.on("connect", (request: IncomingMessage, client: Socket) => {
    targets.push(request.url ?? "");
    if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
    const [host = "", port = ""] = (request.url ?? "").split(":");
    const upstream = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    for (const [one, other] of [
      [upstream, client],
      [client, upstream],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
    return client;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("an encrypted connection", () => {
  it("is trusted when the config names the authority", async () => {
    await using server = await startScripted([{ body: { ok: true } }], certificate);
    const { client, signal } = clientOn(server, { connection: { ca: certificate.cert } });

    const answer = await client.request({ method: "GET", path: "/a", signal });

    expect(answer.body).toEqual({ ok: true });
  });

  it("story 20: is refused otherwise, once, and nothing is sent", async () => {
    await using server = await startScripted([], certificate);
    const { client, signal } = clientOn(server);

    await expect(client.request({ method: "POST", path: "/a", body: {}, signal })).rejects.toMatchObject({
      code: "NETWORK",
      message: expect.stringContaining("certificate"),
      fix: expect.stringContaining("`caFile`"),
      ambiguous: false,
    });
    expect(client.sent).toBe(1);
    expect(server.requests).toEqual([]);
  });
});

describe("a proxy", () => {
  it("is gone through for a server over HTTPS, whose certificate is still checked", async () => {
    await using proxy = await startProxy();
    await using server = await startScripted([{ body: {} }], certificate);
    const trusting = clientOn(server, {
      proxy: { httpsProxy: proxy.url },
      connection: { ca: certificate.cert },
    });
    const wary = clientOn(server, { proxy: { httpsProxy: proxy.url } });

    await trusting.client.request({ method: "GET", path: "/a", signal: trusting.signal });
    const refused = wary.client.request({ method: "GET", path: "/a", signal: wary.signal });

    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining("certificate") });
    expect(proxy.targets).toEqual(Array(2).fill(new URL(server.url).host));
    expect(server.requests).toHaveLength(1);
  });

  it("is not used for a host in NO_PROXY", async () => {
    await using proxy = await startProxy();
    await using server = await startScripted([{ body: {} }]);
    const settings = { httpProxy: proxy.url, httpsProxy: proxy.url, noProxy: "localhost,127.0.0.1" };
    const { client, signal } = clientOn(server, { proxy: settings });

    await client.request({ method: "GET", path: "/a", signal });

    expect(proxy.targets).toEqual([]);
  });

  it("that wants a sign-in is asked once, and its error says where to put it", async () => {
    await using proxy = await startProxy(407);
    await using server = await startScripted([], certificate);
    const { client, signal } = clientOn(server, { proxy: { httpsProxy: proxy.url } });

    await expect(client.request({ method: "GET", path: "/a", signal })).rejects.toMatchObject({
      code: "NETWORK",
      fix: expect.stringContaining("HTTPS_PROXY"),
    });
    expect(proxy.targets).toHaveLength(1);
  });
});
