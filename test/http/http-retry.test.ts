import { describe, expect, it } from "vitest";
import { UsersyncError } from "../../src/errors.ts";
import type { HttpRequest } from "../../src/http/http-client.ts";
import { checkPatience } from "../../src/http/patience.ts";
import { instantClock } from "../support/instant-clock.ts";
import { type Script, startScripted } from "../support/scripted-server.ts";
import { clientOn } from "./client-on.ts";

type Method = HttpRequest["method"];

const OK: Script = { body: {} };
const EPOCH = Date.parse("2026-11-23T22:00:00Z");

async function outcomeOf(request: Promise<unknown>): Promise<unknown> {
  return await request.then(
    () => "answered",
    (error: unknown) => error,
  );
}

describe("a request that failed once", () => {
  const mishaps: readonly { mishap: string; script: Script }[] = [
    ...[408, 500, 502, 504].map((status) => ({ mishap: String(status), script: { status, body: {} } })),
    { mishap: "a reset", script: "reset" },
    { mishap: "a cut body", script: "cut" },
    {
      mishap: "JSON that is not whole",
      script: { headers: { "content-type": "application/json" }, body: "{" },
    },
  ];
  const busy: readonly { mishap: string; script: Script }[] = [429, 503].map((status) => ({
    mishap: String(status),
    script: { status, body: {} },
  }));
  const rows = (methods: readonly Method[], list: typeof mishaps) =>
    list.flatMap((mishap) => methods.map((method) => ({ ...mishap, method })));

  it.each([
    ...rows(["GET", "PUT", "PATCH", "DELETE"], mishaps),
    ...rows(["GET", "PUT", "PATCH", "DELETE", "POST"], busy),
  ])("$mishap: $method is sent again", async ({ script, method }) => {
    await using server = await startScripted([script, OK]);
    const { client, signal } = clientOn(server);

    expect(await outcomeOf(client.request({ method, path: "/a", signal }))).toBe("answered");
    expect(server.requests).toHaveLength(2);
  });

  it.each(rows(["POST"], mishaps))(
    "$mishap: POST is not, and the error says that it may be stored",
    async ({ script, method }) => {
      await using server = await startScripted([script, OK]);
      const { client, signal } = clientOn(server);

      const outcome = await outcomeOf(client.request({ method, path: "/a", signal }));

      expect(outcome).toMatchObject({ ambiguous: true });
      expect(server.requests).toHaveLength(1);
    },
  );

  it.each([400, 401, 403, 404, 409, 410, 422, 501])("%i is final", async (status) => {
    await using server = await startScripted([{ status, body: {} }, OK]);
    const { client, signal } = clientOn(server);

    const outcome = await outcomeOf(client.request({ method: "GET", path: "/a", signal }));

    expect(outcome).toMatchObject({ status, ambiguous: false });
    expect(server.requests).toHaveLength(1);
  });

  it("a POST that is said to be repeatable is repeated", async () => {
    await using server = await startScripted([{ status: 500, body: {} }, OK]);
    const { client, signal } = clientOn(server);

    const request = client.request({ method: "POST", path: "/search", repeatable: true, signal });

    expect(await outcomeOf(request)).toBe("answered");
  });

  it("a POST that was refused after a 503 may have been stored all the same", async () => {
    await using server = await startScripted([{ status: 503 }, { status: 400, body: {} }]);
    const { client, signal } = clientOn(server);

    const outcome = await outcomeOf(client.request({ method: "POST", path: "/a", signal }));

    expect(outcome).toMatchObject({ status: 400, ambiguous: true });
  });
});

describe("a request that keeps failing", () => {
  it("is sent six times, with waits that double and are spread by chance", async () => {
    await using server = await startScripted(() => ({ status: 500, body: { detail: "broken" } }));
    const { client, clock, signal } = clientOn(server, { clock: instantClock({ random: 0.5 }) });

    const outcome = await outcomeOf(client.request({ method: "GET", path: "/a", signal }));

    expect(outcome).toMatchObject({
      code: "NETWORK",
      message: "cloud: GET /a was answered with 500.",
      why: "The server says: broken The request was sent 6 times.",
    });
    expect(server.requests).toHaveLength(6);
    expect(clock.waits).toEqual([500, 1000, 2000, 4000, 8000]);
  });

  it("gives up before its waits add up to more than maxWait", async () => {
    await using server = await startScripted(() => ({ status: 502 }));
    const { client, signal } = clientOn(server, { connection: { maxWait: 5000 } });

    const outcome = await outcomeOf(client.request({ method: "GET", path: "/a", signal }));

    expect(outcome).toMatchObject({ code: "NETWORK", status: 502 });
    expect(server.requests).toHaveLength(3);
  });

  it.each<{ what: string; script: Script; code: string; says: RegExp; waits: readonly number[] }>([
    { what: "fails", script: { status: 502 }, code: "NETWORK", says: /sent 2 times/, waits: [1000] },
    {
      what: "asks to wait",
      script: { status: 503, headers: { "retry-after": "60" } },
      code: "RATE_LIMITED",
      says: /a check allows 10 s/,
      waits: [],
    },
  ])("gives up within seconds in a check, when the server $what", async ({ script, code, says, waits }) => {
    await using server = await startScripted(() => script);
    const { client, clock, signal } = clientOn(server, { patience: checkPatience({ maxWait: 300_000 }) });

    const outcome = await outcomeOf(client.request({ method: "GET", path: "/a", signal }));

    expect(outcome).toMatchObject({ code, why: expect.stringMatching(says) });
    expect(clock.waits).toEqual(waits);
  });

  it("waits in a check no longer than the config allows", () => {
    expect(checkPatience({ maxWait: 0 })).toEqual({ attempts: 2, maxWait: 0, of: "config" });
  });

  it("is not answered in time: each attempt has a limit, its body included", async () => {
    await using server = await startScripted(["hang", "hang-in-body", OK]);
    const { client, signal } = clientOn(server, { connection: { timeout: 50 } });

    expect(await outcomeOf(client.request({ method: "GET", path: "/a", signal }))).toBe("answered");
    expect(server.requests).toHaveLength(3);
  });

  it("says how long it waited, when it is a POST that nobody answered", async () => {
    await using server = await startScripted(["hang"]);
    const { client, signal } = clientOn(server, { connection: { timeout: 50 } });

    const outcome = await outcomeOf(client.request({ method: "POST", path: "/a", body: {}, signal }));

    expect(outcome).toMatchObject({
      code: "NETWORK",
      message: "cloud: POST /a was not answered within 0.05 s.",
      ambiguous: true,
    });
  });
});

describe("a server that asks to wait", () => {
  it.each<{ header: string; headers: Record<string, string>; waits: number[] }>([
    { header: "Retry-After in seconds", headers: { "retry-after": "17" }, waits: [17_000] },
    {
      header: "Retry-After as an HTTP date",
      headers: { "retry-after": "Mon, 23 Nov 2026 22:02:00 GMT" },
      waits: [120_000],
    },
    {
      header: "X-RateLimit-Reset as an ISO date",
      headers: { "x-ratelimit-reset": "2026-11-23T22:01:00Z" },
      waits: [60_000],
    },
    {
      header: "Retry-After before X-RateLimit-Reset",
      headers: { "retry-after": "3", "x-ratelimit-reset": "2026-11-23T22:01:00Z" },
      waits: [3000],
    },
    {
      header: "X-RateLimit-Interval-Seconds",
      headers: { "x-ratelimit-interval-seconds": "9" },
      waits: [9000],
    },
    {
      header: "X-RateLimit-Reset in another form",
      headers: { "x-ratelimit-reset": "1795471200" },
      waits: [1000],
    },
    { header: "Retry-After: 0", headers: { "retry-after": "0" }, waits: [1000] },
    { header: "Retry-After that nobody can read", headers: { "retry-after": "soon" }, waits: [1000] },
    { header: "no header", headers: {}, waits: [1000] },
  ])("429 with $header", async ({ headers, waits }) => {
    await using server = await startScripted([{ status: 429, headers }, OK]);
    const { client, clock, signal } = clientOn(server, { clock: instantClock({ now: EPOCH }) });

    await client.request({ method: "POST", path: "/a", body: {}, signal });

    expect(clock.waits).toEqual(waits);
  });

  it.each([
    { form: "seconds", header: "3600" },
    { form: "an HTTP date", header: "Mon, 23 Nov 2026 23:00:00 GMT" },
  ])(
    "story 14: a Retry-After of an hour in $form ends the run instead of holding it up",
    async ({ header }) => {
      await using server = await startScripted(() => ({ status: 429, headers: { "retry-after": header } }));
      const { client, clock, signal } = clientOn(server, { clock: instantClock({ now: EPOCH }) });

      const outcome = await outcomeOf(client.request({ method: "GET", path: "/a", signal }));
      const next = await outcomeOf(client.request({ method: "GET", path: "/b", signal }));

      expect(outcome).toMatchObject({ code: "RATE_LIMITED", message: expect.stringContaining("3600 s") });
      expect(next).toMatchObject({ code: "RATE_LIMITED" });
      expect(server.requests).toHaveLength(1);
      expect(clock.waits).toEqual([]);
    },
  );

  it("story 14: a 429 without a header is waited for too, and given up after six times", async () => {
    await using server = await startScripted(() => ({ status: 429, body: {} }));
    const { client, clock, signal } = clientOn(server);

    const outcome = await outcomeOf(client.request({ method: "GET", path: "/a", signal }));

    expect(outcome).toMatchObject({
      code: "RATE_LIMITED",
      fix: expect.stringContaining("requestsPerSecond"),
    });
    expect(clock.waits).toEqual([1000, 2000, 4000, 8000, 16_000]);
  });

  it("keeps all requests of the client waiting, not only the one that was told", async () => {
    await using server = await startScripted([{ status: 429, headers: { "retry-after": "30" } }, OK, OK]);
    const { client, clock, signal } = clientOn(server, { connection: { concurrency: 1 } });

    await Promise.all(["/a", "/b"].map((path) => client.request({ method: "GET", path, signal })));

    expect(server.requests).toHaveLength(3);
    expect(clock.waits).toEqual([30_000]);
  });

  it.each([
    { until: "the reset", headers: { "x-ratelimit-reset": "2026-11-23T22:00:45Z" }, waits: [45_000] },
    { until: "the next interval", headers: { "x-ratelimit-interval-seconds": "2" }, waits: [2000] },
    { until: "nothing, when it does not say", headers: {}, waits: [] },
  ])("waits for $until when no request is left", async ({ headers, waits }) => {
    const last: Script = { body: {}, headers: { "x-ratelimit-remaining": "0", ...headers } };
    await using server = await startScripted([last, OK]);
    const { client, clock, signal } = clientOn(server, { clock: instantClock({ now: EPOCH }) });

    await client.request({ method: "GET", path: "/a", signal });
    await client.request({ method: "GET", path: "/a", signal });

    expect(clock.waits).toEqual(waits);
  });
});

describe("story 20: a network that is not there", () => {
  it("an unknown host is said at once", async () => {
    const { client, signal } = clientOn({ url: "http://usersync.invalid" });

    const outcome = await outcomeOf(client.request({ method: "GET", path: "/a", signal }));

    expect(outcome).toMatchObject({ code: "NETWORK", fix: expect.stringContaining("`url`") });
    expect(client.sent).toBe(1);
  });

  it("a server that is down is asked again, also with a POST, since nothing was sent", async () => {
    const server = await startScripted([]);
    await server[Symbol.asyncDispose]();
    const { client, signal } = clientOn(server);

    const outcome = await outcomeOf(client.request({ method: "POST", path: "/a", body: {}, signal }));

    expect(outcome).toMatchObject({ code: "NETWORK", why: expect.stringContaining("ECONNREFUSED") });
    expect(outcome).toMatchObject({ ambiguous: false });
    expect(client.sent).toBe(6);
  });
});

describe("a run that is stopped", () => {
  it("ends a request that is under way, one that waits for its turn, and one that waits to be repeated", async () => {
    const stop = new AbortController();
    await using server = await startScripted((request) => {
      if (request.url === "/hang") setImmediate(() => stop.abort());
      return "hang";
    });
    const { client } = clientOn(server, { connection: { concurrency: 1 } });
    const request = (path: string) => client.request({ method: "GET", path, signal: stop.signal });

    const outcomes = await Promise.all([outcomeOf(request("/hang")), outcomeOf(request("/queued"))]);

    expect(outcomes).toMatchObject([{ code: "CANCELED" }, { code: "CANCELED" }]);
    expect(server.requests).toHaveLength(1);
  });

  it("gives the reason that the signal has, when that is one for people", async () => {
    await using server = await startScripted([OK]);
    const { client } = clientOn(server);
    const reason = new UsersyncError("TIME_LIMIT", { what: "Too long.", why: "It is.", fix: "Raise it." });

    const signal = AbortSignal.abort(reason);

    expect(await outcomeOf(client.request({ method: "GET", path: "/a", signal }))).toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it("waits no longer for a repetition", async () => {
    const stop = new AbortController();
    await using server = await startScripted(() => ({ status: 500 }));
    const clock = instantClock();
    const sleep = clock.sleep.bind(clock);
    const { client } = clientOn(server, {
      clock: Object.assign(clock, {
        sleep: async (milliseconds: number, signal: AbortSignal) => {
          stop.abort();
          await sleep(milliseconds, signal);
        },
      }),
    });

    const outcome = await outcomeOf(client.request({ method: "GET", path: "/a", signal: stop.signal }));

    expect(outcome).toMatchObject({ code: "CANCELED" });
    expect(server.requests).toHaveLength(1);
  });
});
