import { describe, expect, it } from "vitest";
import { entraConfig, entraSource, failureOf, names, read, testClock, user } from "../fixtures.ts";
import { page, type Reply, refusal, scriptedGraph } from "../scripted-graph.ts";

const good = page([user("ada")]);

describe("what may be over a moment later", () => {
  it.each<{ what: string; reply: Reply }>([
    { what: "status 408", reply: refusal(408) },
    { what: "status 429", reply: refusal(429, "TooManyRequests") },
    { what: "status 500", reply: refusal(500, "UnknownError") },
    {
      what: "status 502 in HTML",
      reply: { status: 502, headers: { "content-type": "text/html" }, body: "<p>" },
    },
    { what: "status 503", reply: refusal(503, "Directory_ReplicaUnavailable") },
    { what: "status 504 with no words", reply: { status: 504, body: { error: { code: "", message: "" } } } },
    { what: "a connection that is reset", reply: "reset" },
    { what: "a body that is cut off", reply: "cut" },
    { what: "JSON that ends too early", reply: { body: '{"value":[{"id":"1' } },
    { what: "a body of nothing", reply: { body: "" } },
  ])("is asked for again: $what", async ({ reply }) => {
    const clock = testClock();
    await using graph = await scriptedGraph(() => ({ "/users": [reply, good] }));

    const snapshot = await read(entraConfig(graph.url), { clock });

    expect(names(snapshot)).toEqual(["ada"]);
    expect(clock.waits).toEqual([500]);
  });

  it("is asked for again when it takes longer than one attempt may", async () => {
    await using graph = await scriptedGraph(() => ({ "/users": ["hang", good] }));

    expect(names(await read(entraConfig(graph.url, { connection: { timeout: 300 } })))).toEqual(["ada"]);
  });

  it("waits longer each time, and gives up after six attempts", async () => {
    const clock = testClock();
    await using graph = await scriptedGraph(() => ({ "/users": Array(6).fill(refusal(503)) }));

    const error = await failureOf(read(entraConfig(graph.url), { clock }));

    expect(clock.waits).toEqual([500, 1000, 2000, 4000, 8000]);
    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.message).toContain("status 503 (request-id 11111111-aaaa-4bbb-8ccc-222222222222)");
    expect(error.cause).toMatchObject({ code: "NETWORK", cause: { name: "TransientFailure", status: 503 } });
  });

  it("does not spend more time on one request than the config allows", async () => {
    const clock = testClock();
    await using graph = await scriptedGraph(() => ({ "/users": Array(3).fill("reset") }));

    const error = await failureOf(read(entraConfig(graph.url, { connection: { maxWait: 2000 } }), { clock }));

    expect(clock.waits).toEqual([500, 1000]);
    expect(error).toMatchObject({ code: "INCOMPLETE_READ" });
    expect(error.why).toContain("source.maxWaitSeconds");
  });
});

describe("how long Graph wants to be left alone", () => {
  it.each([
    { header: "seconds", value: "7", wait: 7000 },
    { header: "a date", value: "Thu, 01 Jan 2026 00:01:30 GMT", wait: 90_000 },
    { header: "a date that is over", value: "Wed, 31 Dec 2025 23:00:00 GMT", wait: 0 },
    { header: "garbage", value: "soon", wait: 500 },
    { header: "nothing", value: "", wait: 500 },
    { header: "a negative number", value: "-5", wait: 500 },
  ])("is read from $header", async ({ value, wait }) => {
    const clock = testClock();
    const busy = refusal(429, "TooManyRequests", { "retry-after": value });
    await using graph = await scriptedGraph(() => ({ "/users": [busy, good] }));

    await read(entraConfig(graph.url), { clock });

    expect(clock.waits).toEqual([wait]);
  });

  it.each([
    { form: "seconds", value: "3600" },
    { form: "a date", value: "Thu, 01 Jan 2026 01:00:00 GMT" },
  ])("story 14: a Retry-After of an hour, as $form, ends the run and says so", async ({ value }) => {
    const clock = testClock();
    const busy = refusal(429, "TooManyRequests", { "retry-after": value });
    await using graph = await scriptedGraph(() => ({ "/users": [busy] }));

    const error = await failureOf(read(entraConfig(graph.url), { clock }));

    expect(clock.waits).toEqual([]);
    expect(error.code).toBe("RATE_LIMITED");
    expect(error.message).toContain("3600 s");
    expect(error.why).toContain("300 s");
    expect(error.fix).toContain("60 min");
  });

  it("story 14: a 429 without Retry-After that never ends is RATE_LIMITED as well", async () => {
    await using graph = await scriptedGraph(() => ({ "/users": Array(6).fill(refusal(429)) }));

    expect((await failureOf(read(entraConfig(graph.url)))).code).toBe("RATE_LIMITED");
  });
});

describe("story 20: a run without a network writes nothing", () => {
  it("ends with INCOMPLETE_READ when nobody listens", async () => {
    const graph = await scriptedGraph(() => ({}));
    await graph[Symbol.asyncDispose]();

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.message).toContain("ECONNREFUSED");
  });

  it("ends with SIGN_IN_FAILED after a 401, without asking twice with the same token", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [refusal(401, "InvalidAuthenticationToken")],
    }));

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error.code).toBe("SIGN_IN_FAILED");
    expect(error.fix).toContain("source.credential.token");
  });
});

describe("a run that is stopped", () => {
  it("stops a request that is under way", async () => {
    const controller = new AbortController();
    await using graph = await scriptedGraph(() => ({ "/users": ["hang"] }));

    const reading = entraSource(entraConfig(graph.url)).read({ signal: controller.signal });
    await graph.until(1);
    controller.abort();

    expect((await failureOf(reading)).code).toBe("CANCELED");
  });

  it("stops while it waits to ask again", async () => {
    const controller = new AbortController();
    const clock = {
      ...testClock(),
      sleep: (_: number, signal: AbortSignal) =>
        new Promise<void>((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          controller.abort();
        }),
    };
    await using graph = await scriptedGraph(() => ({ "/users": [refusal(503)] }));

    const reading = entraSource(entraConfig(graph.url), { clock }).read({ signal: controller.signal });

    expect((await failureOf(reading)).code).toBe("CANCELED");
  });

  it("sends nothing when it was stopped before", async () => {
    await using graph = await scriptedGraph(() => ({}));

    const reading = entraSource(entraConfig(graph.url)).read({ signal: AbortSignal.abort() });

    expect((await failureOf(reading)).code).toBe("CANCELED");
    expect(graph.requests).toEqual([]);
  });
});
