import { describe, expect, it } from "vitest";
import { instantClock } from "../../support/instant-clock.ts";
import { recordingLog } from "../../support/recording-log.ts";
import { startScripted } from "../../support/scripted-server.ts";
import { entraConfig, failureOf, group, groupId, names, read, testClock, user } from "../fixtures.ts";
import { page, type Reply, refusal, scriptedGraph } from "../scripted-graph.ts";

const busy = (seconds: string): Reply => refusal(429, "TooManyRequests", { "retry-after": seconds });
const good = page([user("ada")]);

describe("the time that reading may take in all", () => {
  it("ends the read before a wait that would go beyond it, with the reason for the wait", async () => {
    const clock = testClock();
    await using graph = await scriptedGraph(() => ({ "/users": [busy("40"), busy("30")] }));

    const error = await failureOf(read(entraConfig(graph.url, { timeLimit: 60_000 }), { clock }));

    expect(clock.waits).toEqual([40_000]);
    expect(error).toMatchObject({
      code: "TIME_LIMIT",
      message: "Reading Microsoft Graph takes longer than 1 min, so it was ended.",
    });
    expect(error.why).toMatch(/source\.timeLimitMinutes .* The last request met status 429/);
    expect(error.fix).toContain("source.timeLimitMinutes");
  });

  it("counts the waits of all requests together, whatever each of them may take", async () => {
    const clock = testClock();
    const connection = { maxWait: 50_000 };
    await using graph = await scriptedGraph((url) => ({
      "/users": [busy("40"), page([user("ada")], `${url}/v1.0/users?$skiptoken=2`), busy("40")],
    }));

    const error = await failureOf(read(entraConfig(graph.url, { timeLimit: 60_000, connection }), { clock }));

    expect(error.code).toBe("TIME_LIMIT");
  });

  it("ends the read when it has passed, before another request goes", async () => {
    const clock = instantClock();
    await using graph = await scriptedGraph((url) => ({
      "/users": [page([user("ada")], `${url}/v1.0/users?$skiptoken=2`)],
    }));
    // The time passes while the first page is on its way.
    const log = {
      ...recordingLog(),
      debug: () => clock.set(clock.now() + 60_000),
    };

    const error = await failureOf(read(entraConfig(graph.url, { timeLimit: 60_000 }), { clock, log }));

    expect(error.code).toBe("TIME_LIMIT");
    expect(graph.requests).toHaveLength(1);
  });

  it("cuts off a request that is under way", async () => {
    await using server = await startScripted(() => "hang");

    const error = await failureOf(read(entraConfig(server.url, { timeLimit: 20 })));

    expect(error.code).toBe("TIME_LIMIT");
  });

  it("does not wait for the pace beyond it", async () => {
    const clock = instantClock();
    const connection = { requestsPerSecond: 0.01 };
    // The gate lets two go before it begins to pace.
    await using graph = await scriptedGraph((url) => ({
      "/users": [2, 3].map((next) => page([user("ada")], `${url}/v1.0/users?$skiptoken=${next}`)),
    }));

    const error = await failureOf(read(entraConfig(graph.url, { timeLimit: 60_000, connection }), { clock }));

    expect(error.code).toBe("TIME_LIMIT");
    expect(clock.waits).toEqual([]);
  });

  it("is no reason to take a group for one that could not be read", async () => {
    const groups = { from: "names", names: [groupId("atl")] } as const;
    await using graph = await scriptedGraph(() => ({
      "/users": [good],
      "/groups": [page([group("atl")])],
      [`/groups/${groupId("atl")}/members`]: [busy("90")],
    }));

    const error = await failureOf(read(entraConfig(graph.url, { timeLimit: 60_000, groups })));

    expect(error.code).toBe("TIME_LIMIT");
  });

  it("can be lifted", async () => {
    const clock = testClock();
    await using graph = await scriptedGraph(() => ({ "/users": [...Array(5).fill(busy("86400")), good] }));
    const config = entraConfig(graph.url, {
      timeLimit: Number.POSITIVE_INFINITY,
      connection: { maxWait: Number.POSITIVE_INFINITY },
    });

    expect(names(await read(config, { clock }))).toEqual(["ada"]);
    expect(clock.waits).toHaveLength(5);
  });
});

describe("each request to Graph", () => {
  it("is in the log at level debug, without its query", async () => {
    const clock = testClock();
    const log = recordingLog();
    await using graph = await scriptedGraph(() => ({ "/users": [refusal(503), "reset", good] }));

    await read(entraConfig(graph.url), { clock, log });

    const request = { source: "entra", method: "GET", path: "/v1.0/users", milliseconds: 0 };
    expect(log.lines.filter(({ message }) => message === "request").map(({ fields }) => fields)).toEqual([
      { ...request, attempt: 1, status: 503 },
      { ...request, attempt: 2, failure: expect.stringMatching(/^a broken connection/) },
      { ...request, attempt: 3, status: 200 },
    ]);
  });
});
