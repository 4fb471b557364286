import { expect, it } from "vitest";
import { installFaults } from "../../src/sandbox/faults.ts";
import { graphServer } from "../../src/sandbox/graph/graph-server.ts";
import { SYNC_ROLES, sandboxToken } from "../../src/sandbox/graph/token.ts";
import { stableId } from "../../src/sandbox/stable-id.ts";
import { recordExchanges } from "../support/record-exchanges.ts";
import { describeShared } from "../support/shared.ts";
import { openSpec } from "../support/specs.ts";

const users = Array.from({ length: 5 }, (_, at) => ({
  id: stableId(`user ${at}`),
  userPrincipalName: `user${at}@larkspur.example`,
  displayName: `User ${at}`,
}));
const groupOf = (name: string, size: number) => ({
  id: stableId(name),
  displayName: name,
  members: users.slice(0, size).map(({ id }) => id),
});
const ONE = `/groups/${stableId("one")}/members?$select=id&$top=2`;
const TWO = `/groups/${stableId("two")}/members?$select=id&$top=2`;
const NONE = `/groups/${stableId("none")}/members?$select=id`;

interface Answer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function open({ expiresIn = 3599 } = {}) {
  const tenant = { id: stableId("tenant"), displayName: "Larkspur", users };
  const server = graphServer({ ...tenant, groups: [groupOf("one", 1), groupOf("two", 5)] });
  const recording = recordExchanges(server.app, openSpec("graph-v1.0.json"));
  const traffic = installFaults(server.app);
  const authorization = `Bearer ${sandboxToken({ roles: SYNC_ROLES, expiresIn })}`;
  const send = async (body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await server.app.inject({
      method: "POST",
      url: "/v1.0/$batch",
      headers: { authorization, "content-type": "application/json", ...headers },
      payload: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { status: answer.statusCode, body: answer.json<{ readonly responses?: readonly Answer[] }>() };
  };
  /** Sends the addresses with the ids 1, 2, 3, and gives the answers in that order. */
  const ask = async (...urls: readonly string[]) => {
    const requests = urls.map((url, at) => ({ id: String(at + 1), method: "GET", url }));
    const { body } = await send({ requests });
    return (body.responses ?? []).toSorted((one, other) => Number(one.id) - Number(other.id));
  };
  return { ...server, send, ask, recording, traffic };
}

const get = (id: unknown, url: unknown = ONE) => ({ id, method: "GET", url });

describeShared("$batch", () => {
  it("answers each request as it would alone, in another order", async () => {
    const { ask, send, recording } = open();

    const answers = await ask(ONE, TWO, NONE, "/users?$top=1000");
    const { body } = await send({ requests: [get("a"), get("b")] });

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 400]);
    expect(answers[0]?.body).toMatchObject({ value: [{ id: users[0]?.id }] });
    expect(answers[0]?.headers["content-type"]).toContain("application/json;odata.metadata=minimal");
    expect(answers[1]?.body).toHaveProperty(
      "@odata.nextLink",
      expect.stringMatching(/^http:\/\/localhost:80\/v1\.0\//),
    );
    expect(answers[2]?.body).toMatchObject({ error: { code: "Request_ResourceNotFound" } });
    expect(body.responses?.map(({ id }) => id)).toEqual(["b", "a"]);
    recording.assertClean();
  });

  it("takes addresses without a slash, and headers of their own", async () => {
    const { send } = open();
    const request = { ...get("1", ONE.slice(1)), headers: { ConsistencyLevel: "eventual" } };

    const { body } = await send({ requests: [request] });

    expect(body.responses?.[0]?.status).toBe(200);
  });

  it.each([
    { what: "no list", body: {} },
    { what: "an empty list", body: { requests: [] } },
    { what: "21 requests", body: { requests: Array.from({ length: 21 }, (_, at) => get(String(at))) } },
    { what: "two requests of one id", body: { requests: [get("1"), get("1")] } },
    { what: "ids that differ in case only", body: { requests: [get("a"), get("A")] } },
    { what: "a request without an id", body: { requests: [{ method: "GET", url: ONE }] } },
    { what: "an id that is a number", body: { requests: [get(1)] } },
    { what: "a request without a method", body: { requests: [{ id: "1", url: ONE }] } },
    { what: "a request that writes", body: { requests: [{ ...get("1"), method: "DELETE" }] } },
    { what: "a request without an address", body: { requests: [{ id: "1", method: "GET" }] } },
    { what: "a whole address", body: { requests: [get("1", `https://graph.microsoft.com/v1.0${ONE}`)] } },
    {
      what: "an address on another host",
      body: { requests: [get("1", `//graph.microsoft.com/v1.0${ONE}`)] },
    },
    { what: "a batch in it", body: { requests: [get("1", "/$batch")] } },
    { what: "a request that depends on another", body: { requests: [{ ...get("1"), dependsOn: ["2"] }] } },
    { what: "headers that are no object", body: { requests: [{ ...get("1"), headers: "none" }] } },
    { what: "a request that is no object", body: { requests: ["1"] } },
    { what: "no JSON", body: "{" },
  ])("refuses a batch with $what as a whole", async ({ body }) => {
    const { send, recording, traffic } = open();

    expect((await send(body)).status).toBe(400);

    expect(traffic.batched).toEqual([]);
    recording.assertClean();
  });

  it("refuses what is not called JSON, another method, and a token that has expired", async () => {
    const requests = [get("1")];
    const { send, app } = open();

    expect((await send({ requests }, { "content-type": "text/plain" })).status).toBe(415);
    expect((await open({ expiresIn: -1 }).send({ requests })).status).toBe(401);
    const authorization = `Bearer ${sandboxToken({ roles: SYNC_ROLES })}`;
    const wrong = [
      { method: "GET", url: "/v1.0/$batch" } as const,
      { method: "POST", url: "/v1.0/users" } as const,
    ];
    for (const one of wrong) {
      expect((await app.inject({ ...one, headers: { authorization } })).statusCode).toBe(405);
    }
  });

  it("has faults that meet one of its requests, and counts those apart from itself", async () => {
    const { ask, traffic } = open();
    const busy = { kind: "status", status: 429, headers: { "retry-after": "7" } } as const;
    traffic.add({ fault: busy, path: `/v1.0${TWO.split("?")[0]}` });

    const answers = await ask(ONE, TWO, NONE);

    expect(answers.map(({ status }) => status)).toEqual([200, 429, 404]);
    expect(answers[1]?.headers["retry-after"]).toBe("7");
    expect(traffic.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /v1.0/$batch"]);
    expect(traffic.batched.map(({ status }) => status).sort()).toEqual([200, 404, 429]);
    expect(traffic.pending()).toEqual([]);
  });

  it.each([
    { fault: { kind: "reset" }, status: 502, body: undefined },
    { fault: { kind: "cut-body" }, status: 502, body: undefined },
    { fault: { kind: "html" }, status: 200, body: expect.stringMatching(/^PCFkb2N0eXBl/) },
    {
      fault: { kind: "delay", milliseconds: 1 },
      status: 200,
      body: expect.objectContaining({ value: [expect.anything()] }),
    },
  ] as const)(
    "shows a fault $fault.kind of one request as Graph's gateway would",
    async ({ fault, status, body }) => {
      const { ask, traffic } = open();
      traffic.add({ fault, path: `/v1.0${ONE.split("?")[0]}` });

      const [spoiled, other] = await ask(ONE, TWO);

      expect([spoiled?.status, spoiled?.body]).toEqual([status, body]);
      expect(other?.status).toBe(200);
    },
  );
});
