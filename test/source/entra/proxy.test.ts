import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openSource } from "../../../src/source/open-source.ts";
import { entraConfig, failureOf, names, silent, testClock, user } from "../fixtures.ts";
import { page, scriptedGraph } from "../scripted-graph.ts";

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A proxy that tunnels, or turns everybody away with a status. */
async function proxy(status?: number) {
  const tunnels: string[] = [];
  const server = createServer();
  server.on("connect", (request, socket) => {
    tunnels.push(request.url ?? "");
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const upstream = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(socket);
      socket.pipe(upstream);
    });
    for (const side of [socket, upstream]) side.on("error", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels };
}

function readThrough(graphUrl: string, httpProxy: string, noProxy?: string) {
  return openSource(entraConfig(graphUrl), {
    clock: testClock(),
    log: silent,
    proxy: { httpProxy, ...(noProxy === undefined ? {} : { noProxy }) },
    properties: [],
  }).read({ signal: new AbortController().signal });
}

describe("a proxy", () => {
  it("carries the requests when the environment names one", async () => {
    const { url, tunnels } = await proxy();
    await using graph = await scriptedGraph(() => ({ "/users": [page([user("ada")])] }));

    expect(names(await readThrough(graph.url, url))).toEqual(["ada"]);
    expect(tunnels).toEqual([new URL(graph.url).host]);
  });

  it("is left aside for hosts in NO_PROXY", async () => {
    const { url, tunnels } = await proxy();
    await using graph = await scriptedGraph(() => ({ "/users": [page([user("ada")])] }));

    expect(names(await readThrough(graph.url, url, "127.0.0.1"))).toEqual(["ada"]);
    expect(tunnels).toEqual([]);
  });

  it.each([
    { status: 407, fix: "user:password@" },
    { status: 403, fix: "allowed on the proxy" },
  ])("that answers $status is named as the culprit, at once", async ({ status, fix }) => {
    const { url, tunnels } = await proxy(status);
    await using graph = await scriptedGraph(() => ({}));

    const error = await failureOf(readThrough(graph.url, url));

    expect(error).toMatchObject({ code: "INCOMPLETE_READ", cause: { code: "NETWORK" } });
    expect(error.message).toContain(String(status));
    expect(error.fix).toContain(fix);
    expect(tunnels).toHaveLength(1);
  });
});
