import { describe, expect, it } from "vitest";
import { createDeadline } from "../../../src/source/entra/graph/deadline.ts";
import { type Graph, openGraph } from "../../../src/source/entra/graph/open-graph.ts";
import type { TokenSupply } from "../../../src/source/entra/sign-in/token-supply.ts";
import { recordingLog } from "../../support/recording-log.ts";
import {
  type ConfigOverrides,
  entraConfig,
  entraSource,
  failureOf,
  group,
  groupId,
  member,
  nestedGroup,
  read,
  silent,
  testClock,
  user,
  userId,
} from "../fixtures.ts";
import {
  page,
  type Reply,
  refusal,
  type Script,
  type ScriptedGraph,
  scriptedGraph,
} from "../scripted-graph.ts";

const membersOf = (name: string) => `/groups/${groupId(name)}/members`;
const only = (name: string) => page([member(name)]);
const GROUPS = ["a", "b", "c"];

/** Three groups with a member each, and what a test says of them. */
const three = (script: ReturnType<Script> = {}): ReturnType<Script> => ({
  "/users": [page([user("ada")])],
  "/groups": [page(GROUPS.map((name) => group(name)))],
  ...Object.fromEntries(GROUPS.map((name) => [membersOf(name), [only("ada")]])),
  ...script,
});
/** One request at a time, so that each has its place. */
const everyGroup = ({ url }: ScriptedGraph, overrides: ConfigOverrides = {}) =>
  entraConfig(url, {
    groups: { from: "all" },
    ...overrides,
    connection: { concurrency: 1, ...overrides.connection },
  });
/** The requests over the wire: how many groups a batch asked for, or the path. */
const shape = ({ requests }: ScriptedGraph) =>
  requests.map(({ url, batch }) => (batch.length > 0 ? batch.length : url.split("?")[0]));
const path = (name: string) => `/v1.0${membersOf(name)}`;

describe("members of several groups", () => {
  it("are asked for in one request, and later pages of theirs one by one", async () => {
    await using graph = await scriptedGraph((url) =>
      three({
        [membersOf("b")]: [
          page([member("ada")], `${url}/v1.0${membersOf("b")}?$skiptoken=2`),
          page([member("bob")]),
        ],
      }),
    );

    const { groups } = await read(everyGroup(graph));

    expect(groups.map(({ members }) => members.length)).toEqual([1, 2, 1]);
    expect(shape(graph)).toEqual(["/v1.0/users", "/v1.0/groups", 3, path("b")]);
    expect(graph.requests[2]?.headers).toMatchObject({
      authorization: "Bearer canary-token",
      "content-type": "application/json",
    });
    expect(graph.requests[2]?.batch[0]).toBe(`${membersOf("a")}?$select=id,userPrincipalName&$top=999`);
  });

  it("are asked for as ever when it is one group", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page([group("a")])],
      [membersOf("a")]: [only("ada")],
    }));

    await read(everyGroup(graph));

    expect(shape(graph)).toEqual(["/v1.0/users", "/v1.0/groups", path("a")]);
  });

  it("are asked for in as few requests with the groups that were found in them", async () => {
    const names = Array.from({ length: 45 }, (_, at) => `g${at}`);
    const inner = names.map((name) => `in ${name}`);
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page(names.map((name) => group(name)))],
      ...Object.fromEntries(names.map((name) => [membersOf(name), [page([nestedGroup(`in ${name}`)])]])),
      ...Object.fromEntries(inner.map((name) => [membersOf(name), [only("ada")]])),
    }));

    const { groups } = await read(everyGroup(graph));

    expect(groups.every(({ members }) => members[0] === userId("ada"))).toBe(true);
    expect(shape(graph).slice(2)).toEqual([20, 20, 20, 20, 10]);
  });

  it("never take more than four requests at a time, whatever the config allows", async () => {
    const names = Array.from({ length: 200 }, (_, at) => `g${at}`);
    const controller = new AbortController();
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page(names.map((name) => group(name)))],
      ...Object.fromEntries(names.slice(0, 80).map((name) => [membersOf(name), ["hang" as const]])),
    }));

    const config = everyGroup(graph, { connection: { concurrency: 16 } });
    const reading = entraSource(config).read({ signal: controller.signal });
    await graph.until(6);
    controller.abort();

    expect((await failureOf(reading)).code).toBe("CANCELED");
    expect(shape(graph).slice(2)).toEqual([20, 20, 20, 20]);
  });

  it("may come in an answer as large as those of each together", async () => {
    const padded = (name: string) => page([member(name, { userPrincipalName: "u".repeat(1500) })]);
    await using graph = await scriptedGraph(() =>
      three(Object.fromEntries(GROUPS.map((name) => [membersOf(name), [padded(name)]]))),
    );

    const { groups } = await read(everyGroup(graph, { connection: { maxResponseSize: 2000 } }));

    expect(groups.map(({ members }) => members.length)).toEqual([1, 1, 1]);
  });
});

describe("one request of a batch", () => {
  const busy = refusal(429, "TooManyRequests", { "Retry-After": "7" });

  it("that is asked to wait waits as long as it was told, and is repeated alone", async () => {
    const clock = testClock();
    await using graph = await scriptedGraph(() => three({ [membersOf("b")]: [busy, only("bob")] }));

    const { groups } = await read(everyGroup(graph), { clock });

    expect(groups.map(({ members }) => members)).toEqual(
      [["ada"], ["bob"], ["ada"]].map((one) => one.map(userId)),
    );
    expect(clock.waits).toEqual([7000]);
    expect(shape(graph).slice(2)).toEqual([3, path("b")]);
  });

  it("is repeated together with others that had to wait", async () => {
    await using graph = await scriptedGraph(() =>
      three({
        [membersOf("a")]: [busy, only("ada")],
        [membersOf("c")]: [refusal(503, "", { "Retry-After": "3" }), only("ada")],
      }),
    );

    const { groups } = await read(everyGroup(graph));

    expect(groups.map(({ members }) => members.length)).toEqual([1, 1, 1]);
    expect(shape(graph).slice(2)).toEqual([3, 2]);
  });

  it("makes the whole run rest when Graph asks it to", async () => {
    const clock = testClock();
    const names = Array.from({ length: 25 }, (_, at) => `g${at}`);
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page(names.map((name) => group(name)))],
      ...Object.fromEntries(
        names.map((name) => [membersOf(name), name === "g3" ? [busy, only("ada")] : [only("ada")]]),
      ),
    }));

    await read(everyGroup(graph), { clock });

    expect(clock.waits).toContain(7000);
    expect(shape(graph).slice(2)).toEqual([20, 6]);
  });

  it("is given up after six attempts, and the others count", async () => {
    await using graph = await scriptedGraph(() => three({ [membersOf("b")]: Array(6).fill(refusal(503)) }));

    const { groups } = await read(everyGroup(graph));

    expect(groups.map(({ incomplete }) => incomplete !== undefined)).toEqual([false, true, false]);
    expect(groups[1]?.incomplete).toContain("status 503 (request-id 11111111-aaaa-4bbb-8ccc-222222222222)");
  });

  it("that is asked to wait for an hour ends the run", async () => {
    const long = refusal(429, "TooManyRequests", { "Retry-After": "3600" });
    await using graph = await scriptedGraph(() => three({ [membersOf("b")]: [long] }));

    expect((await failureOf(read(everyGroup(graph)))).code).toBe("RATE_LIMITED");
  });

  it.each([
    { status: 404, code: "Request_ResourceNotFound", says: "The group b vanished while it was read." },
    {
      status: 400,
      code: "Request_BadRequest",
      says: "refused the request for the members of the group b with status 400",
    },
    { status: 302, code: "", says: "was answered with a redirect" },
  ])("that is answered with $status says nothing about the others", async ({ status, code, says }) => {
    await using graph = await scriptedGraph(() => three({ [membersOf("b")]: [refusal(status, code)] }));

    const { groups } = await read(everyGroup(graph));

    expect(groups.map(({ members }) => members.length)).toEqual([1, 0, 1]);
    expect(groups[1]?.incomplete).toContain(says);
    expect(groups[0]?.incomplete ?? groups[2]?.incomplete).toBeUndefined();
  });

  it("that is forbidden names the permission", async () => {
    await using graph = await scriptedGraph(() =>
      three({ [membersOf("b")]: [refusal(403, "Authorization_RequestDenied")] }),
    );

    expect(await failureOf(read(everyGroup(graph)))).toMatchObject({
      code: "PERMISSION_MISSING",
      message: expect.stringContaining("the members of the group b"),
      why: expect.stringContaining("GroupMember.Read.All"),
    });
  });

  it.each<{ what: string; reply: Reply }>([
    { what: "text", reply: { headers: { "Content-Type": "text/html" }, body: "PGh0bWw+" } },
    { what: "text that is called JSON", reply: { body: "{}" } },
    { what: "nothing", reply: { body: null } },
    { what: "a list", reply: { body: [] } },
    { what: "no list of members", reply: { body: { "@odata.count": 0 } } },
    { what: "members that are no objects", reply: { body: { value: [1] } } },
    { what: "a link that is no address", reply: { body: { value: [], "@odata.nextLink": "/v1.0/x" } } },
    {
      what: "a link to elsewhere",
      reply: page([], "https://graph.example/v1.0/groups/1/members?$skiptoken=2"),
    },
    {
      what: "a link to another version",
      reply: page([], "http://127.0.0.1/beta/groups/1/members?$skiptoken=2"),
    },
  ])("that is answered with $what is an incomplete group, never an empty one", async ({ reply }) => {
    await using graph = await scriptedGraph(() => three({ [membersOf("b")]: [reply] }));

    const { groups } = await read(everyGroup(graph));

    expect(groups.map(({ incomplete }) => incomplete !== undefined)).toEqual([false, true, false]);
  });

  it("that has no answer is asked for again", async () => {
    const lost = {
      responses: [1, 3].map((id) => answer(String(id), [member("ada")])),
      "@odata.nextLink": "x",
    };
    await using graph = await scriptedGraph(() => ({
      ...three({ "/$batch": [{ body: lost }] }),
      [membersOf("a")]: [],
      [membersOf("b")]: [only("bob")],
      [membersOf("c")]: [],
    }));

    const { groups } = await read(everyGroup(graph));

    expect(groups.map(({ members }) => members)).toEqual(
      [["ada"], ["bob"], ["ada"]].map((one) => one.map(userId)),
    );
    expect(shape(graph).slice(2)).toEqual([3, path("b")]);
  });

  it("needs no headers in its answer", async () => {
    const body = { responses: ["1", "2", "3"].map((id) => answer(id, [member("ada")])) };
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page(GROUPS.map((name) => group(name)))],
      "/$batch": [{ body }],
    }));

    const { groups } = await read(everyGroup(graph));

    expect(groups.map(({ members }) => members.length)).toEqual([1, 1, 1]);
  });
});

function answer(id: unknown, value: readonly unknown[]) {
  return { id, status: 200, body: { value } };
}

describe("a batch", () => {
  const unread = { [membersOf("a")]: [], [membersOf("b")]: [], [membersOf("c")]: [] };
  const good = ["1", "2", "3"].map((id) => answer(id, []));

  it.each<{ what: string; reply: Reply; waits: readonly number[] }>([
    {
      what: "status 429 with a wait",
      reply: refusal(429, "", { "retry-after": "9" }),
      waits: [9000, 9000, 9000],
    },
    { what: "status 503", reply: refusal(503), waits: [500, 500, 500] },
    { what: "a connection that is reset", reply: "reset", waits: [500, 500, 500] },
    { what: "a body that is cut off", reply: "cut", waits: [500, 500, 500] },
  ])("that meets $what is repeated as a whole", async ({ reply, waits }) => {
    const clock = testClock();
    await using graph = await scriptedGraph(() => three({ "/$batch": [reply] }));

    const { groups } = await read(everyGroup(graph), { clock });

    expect(groups.map(({ members }) => members.length)).toEqual([1, 1, 1]);
    expect(clock.waits).toEqual(waits);
    expect(shape(graph).slice(2)).toEqual([3, 3]);
  });

  it("that is broken again is not tried a third time: whatever breaks it must not cost the others", async () => {
    await using graph = await scriptedGraph(() =>
      three({
        [membersOf("b")]: Array(6).fill("reset"),
        [membersOf("a")]: Array(3).fill(only("ada")),
        [membersOf("c")]: Array(3).fill(only("ada")),
      }),
    );

    const { groups } = await read(everyGroup(graph));

    expect(groups.map(({ incomplete }) => incomplete !== undefined)).toEqual([false, true, false]);
    expect(shape(graph).slice(2, 4)).toEqual([3, 3]);
    expect(shape(graph).slice(4).sort()).toEqual([path("a"), path("c"), ...Array(4).fill(path("b"))].sort());
  });

  it("draws one wait for all who failed with it", async () => {
    const draws = [0.2, 0.9, 0.4];
    const clock = { ...testClock(), random: () => draws.shift() ?? 1 };
    await using graph = await scriptedGraph(() => three({ "/$batch": ["reset"] }));

    await read(everyGroup(graph), { clock });

    expect(draws).toEqual([0.9, 0.4]);
  });

  it.each([400, 403, 404, 405, 413, 501])(
    "that is refused as such with %i says nothing about the groups: each is asked for by itself from then on",
    async (status) => {
      const log = recordingLog();
      const names = Array.from({ length: 25 }, (_, at) => `g${at}`);
      await using graph = await scriptedGraph(() => ({
        "/users": [page([user("ada")])],
        "/groups": [page(names.map((name) => group(name)))],
        ...Object.fromEntries(names.map((name) => [membersOf(name), [page([nestedGroup("in all")])]])),
        [membersOf("in all")]: [only("ada")],
        "/$batch": [refusal(status)],
      }));

      const { groups } = await read(everyGroup(graph), { log });

      expect(groups.every(({ members }) => members.length === 1)).toBe(true);
      expect(graph.requests.filter(({ batch }) => batch.length > 0)).toHaveLength(1);
      expect(
        log.lines.filter(({ message }) => message.startsWith("Graph refused to answer several")),
      ).toHaveLength(1);
    },
  );

  it("is read when it is answered with 424, as Graph's own pages have it", async () => {
    const body = { responses: good.map((one) => ({ ...one, body: { value: [member("ada")] } })) };
    await using graph = await scriptedGraph(() => ({ ...three(unread), "/$batch": [{ status: 424, body }] }));

    const { groups } = await read(everyGroup(graph));

    expect(groups.map(({ members }) => members.length)).toEqual([1, 1, 1]);
  });

  it.each<{ what: string; body: unknown }>([
    { what: "no list of answers", body: { value: [] } },
    { what: "an answer that is no object", body: { responses: [...good.slice(1), null] } },
    { what: "an answer to a request that was not in it", body: { responses: [...good, answer("4", [])] } },
    { what: "an answer with a number for an id", body: { responses: [...good.slice(1), answer(1, [])] } },
    { what: "two answers to one request", body: { responses: [...good, answer("1", [])] } },
    {
      what: "an answer without a status",
      body: { responses: [...good.slice(1), { id: "1", body: { value: [] } }] },
    },
  ])("with $what makes every group in it incomplete", async ({ body }) => {
    await using graph = await scriptedGraph(() => ({ ...three(unread), "/$batch": [{ body }] }));

    const { groups } = await read(everyGroup(graph));

    expect(groups.map(({ incomplete }) => incomplete)).toEqual(
      Array(3).fill(
        expect.stringContaining("Microsoft Graph was asked for the members of several groups at once"),
      ),
    );
  });

  it.each<{ what: string; reply: Reply; says: string }>([
    {
      what: "a login page",
      reply: { headers: { "content-type": "text/html" }, body: "<p>" },
      says: "The request for the members of the group a and 2 more was answered with text/html",
    },
    { what: "a redirect", reply: refusal(302), says: "redirect" },
  ])("that is answered with $what makes every group in it incomplete", async ({ reply, says }) => {
    await using graph = await scriptedGraph(() => ({ ...three(unread), "/$batch": [reply] }));

    const { groups } = await read(everyGroup(graph));

    expect(groups.map(({ incomplete }) => incomplete)).toEqual(Array(3).fill(expect.stringContaining(says)));
  });

  it("is in the log with the requests in it, each with its status", async () => {
    const log = recordingLog();
    await using graph = await scriptedGraph(() => three({ [membersOf("b")]: [refusal(404)] }));

    await read(everyGroup(graph), { log, clock: testClock() });

    const fields = log.lines
      .filter(({ fields }) => String(fields?.["path"]).includes("group"))
      .map((line) => line.fields);
    const whole = log.lines.find(({ fields }) => fields?.["path"] === "/v1.0/$batch")?.fields;
    expect(whole).toMatchObject({ method: "POST", status: 200, requests: 3, attempt: 1 });
    expect(fields.slice(1)).toEqual(
      GROUPS.map((name) => ({
        source: "entra",
        method: "GET",
        path: path(name),
        attempt: 1,
        status: name === "b" ? 404 : 200,
      })),
    );
  });
});

describe("who waits for a batch", () => {
  const open = (url: string, tokens: TokenSupply): Graph => {
    const clock = testClock();
    const config = entraConfig(url, { connection: { concurrency: 1 } });
    const patience = { attempts: 6, maxWait: 300_000, of: "config" } as const;
    const deadline = createDeadline(3_600_000, clock);
    return openGraph(config, tokens, { clock, log: silent, proxy: {}, patience, deadline });
  };
  const ask = (graph: Graph, name: string, signal = new AbortController().signal) =>
    graph.get({ link: membersOf(name), what: `the group ${name}`, signal, isBatchable: true });
  const good: TokenSupply = { current: async () => "good", renewed: async () => undefined };

  it("gets a fresh token once when the old one is refused, and goes together with the others again", async () => {
    const script = three({
      "/$batch": [refusal(401, "InvalidAuthenticationToken")],
      "/users": [],
      "/groups": [],
    });
    await using server = await scriptedGraph(() => script);
    const graph = open(server.url, { current: async () => "old", renewed: async () => "fresh" });

    const answers = await Promise.all(GROUPS.map((name) => ask(graph, name)));

    expect(answers).toHaveLength(3);
    expect(server.requests.map(({ headers, batch }) => [headers.authorization, batch.length])).toEqual([
      ["Bearer old", 3],
      ["Bearer fresh", 3],
    ]);
    await graph.close();
  });

  it("goes only with those who bear the same token", async () => {
    await using server = await scriptedGraph(() => three({ "/users": [], "/groups": [] }));
    const tokens = ["one", "two", "one"];
    const graph = open(server.url, {
      current: async () => tokens.shift() ?? "",
      renewed: async () => undefined,
    });

    await Promise.all(GROUPS.map((name) => ask(graph, name)));

    expect(server.requests.map(({ headers, batch }) => [headers.authorization, batch.length])).toEqual([
      ["Bearer one", 2],
      ["Bearer two", 0],
    ]);
    await graph.close();
  });

  it("can be stopped without the others", async () => {
    await using server = await scriptedGraph(() => three({ "/users": [], "/groups": [] }));
    const graph = open(server.url, good);
    const controller = new AbortController();

    const [stopped, ...others] = GROUPS.map((name) =>
      ask(graph, name, name === "a" ? controller.signal : undefined),
    );
    const early = failureOf(stopped ?? Promise.resolve());
    await server.until(1);
    controller.abort();

    expect((await early).code).toBe("CANCELED");
    expect(await Promise.all(others)).toHaveLength(2);
    await graph.close();
  });

  it("sends nothing when all are stopped while they wait for their turn", async () => {
    await using server = await scriptedGraph(() => ({ "/users": ["hang"] }));
    const graph = open(server.url, good);
    const controller = new AbortController();
    const { signal } = controller;

    const first = failureOf(graph.get({ link: "/users", what: "users", signal }));
    await server.until(1);
    const waiting = GROUPS.map((name) => failureOf(ask(graph, name, signal)));
    controller.abort();

    expect((await Promise.all([first, ...waiting])).map(({ code }) => code)).toEqual(
      Array(4).fill("CANCELED"),
    );
    expect((await failureOf(ask(graph, "a", signal))).code).toBe("CANCELED");
    expect(server.requests).toHaveLength(1);
    await graph.close();
  });
});
