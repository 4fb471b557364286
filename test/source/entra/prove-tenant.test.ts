import { describe, expect, it } from "vitest";
import { sandboxToken } from "../../../src/sandbox/graph/token.ts";
import { CLIENT_ID, entraConfig, entraSource, failureOf, read, TENANT_ID, user } from "../fixtures.ts";
import { page, scriptedGraph } from "../scripted-graph.ts";

const OTHER = "cccccccc-0000-4000-8000-000000000003";

function tokenOf(tenantId: string) {
  const now = Date.parse("2026-01-01T00:00:00Z");
  return sandboxToken({ roles: ["User.Read.All"], tenantId, clientId: CLIENT_ID, now });
}

const credential = { type: "access-token", token: tokenOf(OTHER) } as const;

describe("a token for another tenant than the config names", () => {
  it("stops a run before anything is asked for, naming both", async () => {
    await using graph = await scriptedGraph(() => ({}));

    const error = await failureOf(read(entraConfig(graph.url, { credential })));

    expect(error.code).toBe("SIGN_IN_FAILED");
    expect(error.message).toBe(`The token is for the tenant ${OTHER}, but source.tenantId is ${TENANT_ID}.`);
    expect(error.fix).toContain("source.tenantId");
  });

  it("is the problem that a check finds", async () => {
    await using graph = await scriptedGraph(() => ({}));

    const source = entraSource(entraConfig(graph.url, { credential }));
    const findings = await source.check(new AbortController().signal);

    expect(findings).toMatchObject([{ level: "problem", subject: "sign-in" }]);
  });

  it.each([
    { what: "the config gives a domain", tenantId: "contoso.example", token: tokenOf(OTHER) },
    { what: "it is the same one in capitals", tenantId: OTHER.toUpperCase(), token: tokenOf(OTHER) },
    { what: "the token cannot be read", tenantId: TENANT_ID, token: "opaque" },
  ])("is not found where $what", async ({ tenantId, token }) => {
    await using graph = await scriptedGraph(() => ({ "/users": [page([user("ada")])] }));
    const config = entraConfig(graph.url, { tenantId, credential: { type: "access-token", token } });

    expect((await read(config)).people).toHaveLength(1);
  });
});
