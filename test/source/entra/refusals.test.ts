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
    {
      status: 400,
      code: "Request_UnsupportedQuery",
      filter: "x ne 1",
      names: ["mail", "source.users.filter"],
    },
    { status: 400, code: "BadRequest", filter: undefined, names: ["mapping.*", "mail"] },
    { status: 501, code: "NotImplemented", filter: undefined, names: ["mapping.*", "mail"] },
  ])("is a mistake in the config when asking again would not mend it: $status $code", async (row) => {
    await using graph = await scriptedGraph(() => ({ "/users": [refusal(row.status, row.code)] }));
    const users = row.filter === undefined ? {} : { filter: row.filter };

    const error = await failureOf(read(entraConfig(graph.url, { users })));

    expect(error.code).toBe("CONFIG_INVALID");
    for (const name of row.names) expect(error.fix).toContain(name);
    expect(error.fix.includes("filter")).toBe(row.filter !== undefined);
  });

  it("is no mistake in the config when a later page is refused", async () => {
    await using graph = await scriptedGraph((url) => ({
      "/users": [page([user("ada")], `${url}/v1.0/users?$skiptoken=2`), refusal(400, "BadRequest")],
    }));

    expect((await failureOf(read(entraConfig(graph.url)))).code).toBe("INCOMPLETE_READ");
  });

  it("points to the application's id when Graph does not understand it", async () => {
    const path = `/servicePrincipals(appId='${CLIENT_ID}')/appRoleAssignedTo`;
    await using graph = await scriptedGraph(() => ({ [path]: [refusal(400, "BadRequest")] }));
    const users = { from: "assigned", application: CLIENT_ID } as const;

    const error = await failureOf(read(entraConfig(graph.url, { users })));

    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.fix).toContain("source.users.application");
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

    expect(error.code).toBe("CONFIG_INVALID");
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
