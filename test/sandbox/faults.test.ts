import type { AddressInfo } from "node:net";
import fastify from "fastify";
import { afterEach, expect, it } from "vitest";
import { type Fault, installFaults, isFaulty } from "../../src/sandbox/faults.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

/** A server that counts what it stored. */
async function serve(options: { latency?: number } = {}) {
  const app = fastify({ forceCloseConnections: true });
  const traffic = installFaults(app, options);
  const stored: string[] = [];
  const spoiled: boolean[] = [];
  app.get("/users", async () => ({ users: ["ada", "bob"] }));
  app.post("/users", async (_request, reply) => {
    stored.push("ada");
    return reply.code(201).send({ name: "ada" });
  });
  // Answers nobody before the third has come.
  const meetings: (() => void)[] = [];
  app.get("/meeting", async () => {
    await new Promise<void>((resolve) => {
      meetings.push(resolve);
      if (meetings.length === 3) for (const goOn of meetings) goOn();
    });
    return {};
  });
  app.addHook("onResponse", async (request) => {
    spoiled.push(isFaulty(request));
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  open.push(app);
  const { port } = app.server.address() as AddressInfo;
  const send = async (method = "GET", path = "/users") => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    return {
      status: answer.status,
      type: answer.headers.get("content-type"),
      after: answer.headers.get("retry-after"),
      text: await answer.text(),
    };
  };
  return { traffic, stored, spoiled, meetings, send };
}

const THROTTLED = { kind: "status", status: 429, headers: { "retry-after": "7" } } as const;

it("answers with a status, its headers and its body, without carrying the request out", async () => {
  const { traffic, stored, spoiled, send } = await serve();
  traffic.add({ fault: { ...THROTTLED, body: { error: "slow down" } } });

  const refused = await send("POST");
  const answered = await send("POST");

  expect(refused).toMatchObject({ status: 429, after: "7", text: '{"error":"slow down"}' });
  expect(answered.status).toBe(201);
  expect(stored).toEqual(["ada"]);
  expect(spoiled).toEqual([true, false]);
});

it("carries out a request whose answer then fails", async () => {
  const { traffic, stored, send } = await serve();
  traffic.add({ fault: { ...THROTTLED, stored: true } });

  expect((await send("POST")).status).toBe(429);
  expect(stored).toEqual(["ada"]);
});

it.each<{ what: string; fault: Fault; stores: number }>([
  { what: "drops the connection", fault: { kind: "reset" }, stores: 0 },
  { what: "stores and drops the connection", fault: { kind: "reset", stored: true }, stores: 1 },
  { what: "breaks the body off", fault: { kind: "cut-body" }, stores: 1 },
])("$what", async ({ fault, stores }) => {
  const { traffic, stored, send } = await serve();
  traffic.add({ fault });

  await expect(send("POST")).rejects.toThrow();
  expect((await send()).status).toBe(200);
  expect(stored.length).toBe(stores);
});

it("answers with a page for people", async () => {
  const { traffic, send } = await serve();
  traffic.add({ fault: { kind: "html" } });

  expect(await send()).toMatchObject({ status: 200, type: expect.stringContaining("text/html") });
});

it("answers a text, or nothing, as it is told", async () => {
  const { traffic, send } = await serve();
  traffic.add({ fault: { kind: "status", status: 502, body: "Bad gateway" } });
  traffic.add({ fault: { kind: "status", status: 503 } });

  expect(await send()).toMatchObject({ status: 502, text: "Bad gateway" });
  expect(await send()).toMatchObject({ status: 503, text: "" });
});

it("delays without spoiling", async () => {
  const { traffic, send, spoiled } = await serve();
  traffic.add({ fault: { kind: "delay", milliseconds: 1 } });

  expect((await send()).status).toBe(200);
  expect(spoiled).toEqual([false]);
});

it("meets only the requests that a rule is about, and as many as it says", async () => {
  const { traffic, send } = await serve();
  const rule = { fault: THROTTLED, method: "GET", path: "/users", after: 1, times: 2 };
  traffic.add(rule);
  traffic.add({ fault: THROTTLED, path: /nowhere/ });

  const posted = await send("POST");
  const statuses = [await send(), await send(), await send(), await send()].map(({ status }) => status);

  expect(posted.status).toBe(201);
  expect(statuses).toEqual([200, 429, 429, 200]);
  expect(traffic.pending()).toEqual([{ fault: THROTTLED, path: /nowhere/ }]);
});

it("logs what it saw, with 0 for what got no answer, until it is cleared", async () => {
  const { traffic, send } = await serve();
  traffic.add({ fault: { kind: "reset" }, method: "POST" });

  await send().catch(() => {});
  await send("POST").catch(() => {});

  await expect
    .poll(() => traffic.requests)
    .toEqual([
      { method: "GET", path: "/users", query: "", status: 200 },
      { method: "POST", path: "/users", query: "", status: 0 },
    ]);
  traffic.clear();
  expect(traffic.requests).toEqual([]);
});

it("sees how many requests are open at once", async () => {
  const { traffic, meetings, send } = await serve({ latency: 1 });

  await Promise.all([send("GET", "/meeting"), send("GET", "/meeting"), send("GET", "/meeting")]);

  expect(traffic.latency).toBe(1);
  expect(meetings.length).toBe(3);
  expect(traffic.maxConcurrent).toBe(3);
});
