import { describe, expect, it } from "vitest";
import { UsersyncError } from "../../../src/errors.ts";
import { CLIENT_ID, entraConfig, entraSource, failureOf, read, user } from "../fixtures.ts";
import { page, type Reply, refusal, scriptedGraph } from "../scripted-graph.ts";

const html: Reply = {
  headers: { "content-type": "text/html; charset=utf-8" },
  body: "<html>Please log in</html>",
};

describe("answers that are no answers of Graph", () => {
  it.each<{ what: string; reply: Reply; says: string }>([
    { what: "a login page with status 200", reply: html, says: "text/html" },
    { what: "an error page with status 403", reply: { ...(html as object), status: 403 }, says: "text/html" },
    { what: "text", reply: { headers: { "content-type": "text/plain" }, body: "hello" }, says: "text/plain" },
    {
      what: "no content type",
      reply: { headers: { "content-type": "" }, body: "{}" },
      says: "no content type",
    },
    {
      what: "a redirect to another host",
      reply: { status: 302, headers: { location: "http://127.0.0.1:1/v1.0/users" }, body: "" },
      says: "redirect",
    },
    {
      what: "a redirect to itself",
      reply: { status: 308, headers: { location: "/v1.0/users" } },
      says: "redirect",
    },
  ])("are refused and not asked for again: $what", async ({ reply, says }) => {
    await using graph = await scriptedGraph(() => ({ "/users": [reply] }));

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.cause).toMatchObject({ code: "UNEXPECTED_ANSWER" });
    expect(error.message).toContain(says);
  });

  it("are not read further once they are larger than allowed", async () => {
    const large = page([user("ada", { mail: "x".repeat(100_000) })]);
    await using graph = await scriptedGraph(() => ({ "/users": [large] }));

    const error = await failureOf(read(entraConfig(graph.url, { connection: { maxResponseSize: 50_000 } })));

    expect(error).toMatchObject({ code: "INCOMPLETE_READ", cause: { code: "UNEXPECTED_ANSWER" } });
    expect(error.fix).toContain("source.maxResponseMegabytes");
  });

  it("may begin with a byte order mark and be of a JSON kind of their own", async () => {
    const reply = {
      headers: { "content-type": "application/problem+json" },
      body: `\uFEFF${JSON.stringify({ value: [user("ada")] })}`,
    };
    await using graph = await scriptedGraph(() => ({ "/users": [reply] }));

    expect((await read(entraConfig(graph.url))).people).toHaveLength(1);
  });
});

describe("answers that say no", () => {
  const credential = { type: "client-secret", clientId: CLIENT_ID, clientSecret: "s" } as const;

  it("names the permission, the app and the place to click for a 403", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [refusal(403, "Authorization_RequestDenied")],
    }));

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error.code).toBe("PERMISSION_MISSING");
    expect(error.message).toContain("request-id 11111111");
    expect(error.why).toContain("User.Read.All");
    expect(error.why).toContain("Graph's words for Authorization_RequestDenied.");
    expect(error.fix).toMatch(/API permissions.*User\.Read\.All.*Grant admin consent/);
  });

  it.each([
    { path: "/groups", groups: { from: "all" as const }, permission: "GroupMember.Read.All" },
    {
      path: "/servicePrincipals(appId='cccccccc-0000-4000-8000-000000000003')/appRoleAssignedTo",
      groups: { from: "assigned" as const },
      permission: "Application.Read.All",
    },
  ])("names $permission for $path", async ({ path, groups, permission }) => {
    const users = { application: "cccccccc-0000-4000-8000-000000000003", from: "groups" as const };
    await using graph = await scriptedGraph(() => ({
      [path]: [refusal(403, "Authorization_RequestDenied")],
    }));

    const error = await failureOf(read(entraConfig(graph.url, { users, groups })));

    expect(error).toMatchObject({ code: "PERMISSION_MISSING" });
    expect(error.fix).toContain(permission);
  });

  it.each<{ what: string; reply: Reply; code: string; fix: string }>([
    {
      what: "a filter it does not understand",
      reply: refusal(400, "Request_UnsupportedQuery"),
      code: "REFUSED",
      fix: "source.users.filter",
    },
    {
      what: "a property it cannot list",
      reply: refusal(501, "NotImplemented"),
      code: "REFUSED",
      fix: "properties",
    },
    {
      what: "an address it does not know",
      reply: refusal(404, "Request_ResourceNotFound"),
      code: "NOT_FOUND",
      fix: "source.tenantId",
    },
  ])("keeps the cause for $what", async ({ reply, code, fix }) => {
    await using graph = await scriptedGraph(() => ({ "/users": [reply] }));

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error).toMatchObject({ code: "INCOMPLETE_READ", cause: { code } });
    expect(error.cause).toBeInstanceOf(UsersyncError);
    expect(error.fix).toContain(fix);
  });

  it.each([
    { what: "no error object", body: {} },
    { what: "a text as error", body: { error: "no" } },
    { what: "no inner error", body: { error: { code: "X", innerError: null } } },
    {
      what: "control characters and a long text",
      body: { error: { code: "X", message: `\u001B[31m${"x".repeat(999)}` } },
    },
    { what: "JSON that is cut", body: '{"error":' },
  ])("survives an error body with $what", async ({ body }) => {
    await using graph = await scriptedGraph(() => ({ "/users": [{ status: 400, body }] }));

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.why).not.toMatch(/\p{Cc}/u);
    expect(error.why.length).toBeLessThan(600);
  });

  it("explains to a managed identity that there is no page to click", async () => {
    await using graph = await scriptedGraph(() => ({}));
    const { howToGrant, USER_READ } = await import("../../../src/source/entra/permissions.ts");

    expect(howToGrant(USER_READ, { type: "managed-identity" })).toContain("PowerShell");
    expect(howToGrant(USER_READ, credential)).toContain(CLIENT_ID);
    expect(graph.requests).toEqual([]);
  });

  it("never shows the token", async () => {
    const echo = { status: 400, body: { error: { code: "X", message: "bad request" } } };
    await using graph = await scriptedGraph(() => ({ "/users": [echo] }));

    const error = await failureOf(
      entraSource(entraConfig(graph.url)).read({ signal: new AbortController().signal }),
    );

    expect(JSON.stringify([error, error.message, error.why, error.fix, String(error.cause)])).not.toContain(
      "canary",
    );
  });
});
