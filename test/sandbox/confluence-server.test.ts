import { describe, expect, it } from "vitest";
import {
  CONFLUENCE_8_3,
  CONFLUENCE_8_4,
  CONFLUENCE_9_4,
  CONFLUENCE_10,
  type ConfluenceProfile,
} from "../../src/sandbox/confluence/confluence-profile.ts";
import {
  type ConfluenceServerOptions,
  confluenceServer,
} from "../../src/sandbox/confluence/confluence-server.ts";
import { type ConfluenceSeed, createConfluenceState } from "../../src/sandbox/confluence/confluence-state.ts";
import { describeRecordings, recordConfluence } from "./confluence-recordings.ts";

type Method = "GET" | "POST" | "PUT" | "DELETE";

const LOGINS = [{ username: "root", password: "secret", tokens: ["t0k3n"] }];
const basic = (password: string) => `Basic ${Buffer.from(`root:${password}`).toString("base64")}`;

const ROOT = { key: "8a8181ff", name: "root" };
const ADA = { key: "8a81aa", name: "ada", fullName: "Ada Lovelace", email: "ada@example.com" };
const BOB = { userName: "bob", fullName: "Bob Ross", email: "bob@example.com", password: "pw" };

function open(seed: ConfluenceSeed = {}, options: Partial<ConfluenceServerOptions> = {}) {
  const state = createConfluenceState({ ...seed, users: [ROOT, ...(seed.users ?? [])] });
  const app = confluenceServer({ state, logins: LOGINS, ...options });
  recordConfluence(app);
  const call = async (method: Method, path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await app.inject({
      ...{ method, url: `${options.contextPath ?? ""}/rest/api${path}` },
      headers: { authorization: basic("secret"), accept: "application/json", ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const type = String(answer.headers["content-type"] ?? "");
    const body_ = type.includes("json") ? answer.json() : undefined;
    return { status: answer.statusCode, body: body_, text: answer.body, headers: answer.headers };
  };
  return { state, app, call, get: (path: string) => call("GET", path) };
}

const paged = (paging: Partial<ConfluenceProfile["paging"]>): ConfluenceProfile => ({
  ...CONFLUENCE_9_4,
  paging: { ...CONFLUENCE_9_4.paging, ...paging },
});

describe("the Confluence server lets in", () => {
  it.each([basic("secret"), "Bearer t0k3n"])("whoever brings %s", async (authorization) => {
    const { call } = open();

    const answer = await call("GET", "/user/current?expand=status", undefined, { authorization });

    expect(answer).toMatchObject({
      status: 200,
      body: { type: "known", userKey: ROOT.key, username: "root", status: "current" },
    });
  });

  it.each([basic("wrong"), "Bearer wrong"])("nobody with %s, and sends a page", async (authorization) => {
    const { call } = open();

    const answer = await call("GET", "/user/current", undefined, { authorization });

    expect(answer.status).toBe(401);
    expect(answer.headers["content-type"]).toContain("text/html");
    expect(answer.headers["x-seraph-loginreason"]).toBe("AUTHENTICATED_FAILED");
  });

  it("nobody any more after three wrong passwords, not even with the right one", async () => {
    const { call } = open({}, { contextPath: "/wiki" });
    for (let failures = 0; failures < 3; failures += 1) {
      await call("GET", "/user/current", undefined, { authorization: basic("wrong") });
    }

    const answer = await call("GET", "/user/current");

    expect(answer.status).toBe(403);
    expect(answer.headers["x-authentication-denied-reason"]).toMatch(/CAPTCHA.*\/wiki\/login\.action/);
  });

  it("a visitor without a name, who sees next to nothing", async () => {
    const { call } = open();
    const visit = (path: string) => call("GET", path, undefined, { authorization: "" });

    expect((await visit("/user/current")).body).toMatchObject({ type: "anonymous" });
    expect((await visit("/accessmode")).body).toBe("READ_WRITE");
    expect((await visit("/user/list")).status).toBe(403);
    expect((await visit("/server-information")).status).toBe(401);
    expect((await visit("/group/dev/member")).status).toBe(401);
    expect((await call("POST", "/admin/user", BOB, { authorization: "" })).status).toBe(401);
  });

  it("no write that a browser sent on its own", async () => {
    const { call } = open();
    const browser = { "user-agent": "Mozilla/5.0" };

    const forged = await call("POST", "/admin/user", BOB, browser);
    const vouched = await call("POST", "/admin/user", BOB, { ...browser, "x-atlassian-token": "no-check" });

    expect([forged.status, forged.text]).toEqual([403, "XSRF check failed"]);
    expect(vouched.status).toBe(201);
  });

  it("only administrators to what is theirs", async () => {
    const { call, get } = open(
      { users: [ADA], groups: [{ name: "dev" }] },
      { rights: new Set(["LOGIN"]), profile: CONFLUENCE_10 },
    );
    const refused = await Promise.all([
      ...[get("/group/dev/member"), get("/permissions"), call("POST", "/admin/user", BOB)],
      ...[call("PUT", "/admin/user/ada", {}), call("PUT", "/admin/user/ada/disable")],
      ...[call("POST", "/admin/group", { name: "x" }), call("PUT", "/user/ada/group/dev")],
    ]);

    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
    expect(refused[0]?.body).toMatchObject({
      statusCode: 403,
      reason: "Forbidden",
      data: { authorized: false },
    });
    expect((await get("/user/list")).status).toBe(200);
  });

  it("nobody who may not use Confluence, or is no user of it", async () => {
    const shut = open({}, { rights: new Set() });
    const stranger = open({}, { logins: [{ username: "eve", password: "secret", tokens: ["t0k3n"] }] });
    const authorization = "Bearer t0k3n";

    expect((await shut.get("/user/current")).status).toBe(403);
    expect((await stranger.call("GET", "/user/current", undefined, { authorization })).status).toBe(403);
  });

  it("no more requests than the rate limit allows", async () => {
    const rateLimit = { capacity: 2, fillRate: 1, intervalSeconds: 60, now: () => 0 };
    const { get } = open({}, { rateLimit });

    const answers = [await get("/accessmode"), await get("/accessmode"), await get("/accessmode")];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]?.body).toEqual({ message: "Rate limit exceeded." });
    expect(answers[2]?.headers).toMatchObject({ "x-ratelimit-remaining": "0", "retry-after": "60" });
  });
});

describe("the Confluence server differs by version", () => {
  it.each([
    { version: "8.3", profile: CONFLUENCE_8_3, list: 404, create: 404, update: 405, permissions: 404 },
    { version: "8.4", profile: CONFLUENCE_8_4, list: 200, create: 201, update: 405, permissions: 404 },
    { version: "9.4", profile: CONFLUENCE_9_4, list: 200, create: 201, update: 204, permissions: 200 },
    { version: "10", profile: CONFLUENCE_10, list: 200, create: 201, update: 204, permissions: 200 },
  ])("$version", async ({ profile, list, create, update, permissions }) => {
    const { get, call } = open({ users: [ADA] }, { profile });

    expect((await get("/user/list")).status).toBe(list);
    expect((await call("POST", "/admin/user", BOB)).status).toBe(create);
    expect((await call("PUT", "/admin/user/ada", { fullName: "Ada", email: "a@example.com" })).status).toBe(
      update,
    );
    expect((await get("/permissions")).status).toBe(permissions);
    expect((await call("PUT", "/admin/user/ada/disable")).status).toBe(204);
    expect((await get("/server-information")).body).toMatchObject({ version: profile.version });
  });

  it("in who answers for an address that is not there", async () => {
    const older = await open({}, { profile: CONFLUENCE_8_3 }).get("/no/such");
    const newer = await open({}, { profile: CONFLUENCE_10 }).get("/no/such");
    const outside = await open().app.inject({ method: "GET", url: "/somewhere" });

    expect(older).toMatchObject({ status: 404, body: { "status-code": 404 } });
    expect(older.body).not.toHaveProperty("statusCode");
    expect([newer.status, newer.body]).toEqual([404, undefined]);
    expect(outside.statusCode).toBe(404);
  });
});

describe("the Confluence server has pages", () => {
  const users = Array.from({ length: 249 }, (_, index) => ({ name: `user${index}` }));

  it.each([
    { what: "as long as asked for", query: "limit=3", size: 3, limit: 3, next: "start=3" },
    { what: "of a hundred unless asked for others", query: "", size: 100, limit: 100, next: "start=100" },
    { what: "of no more than its cap", query: "limit=1000", size: 200, limit: 200, next: "start=200" },
    { what: "the last of them without a link", query: "limit=200&start=200", size: 50, limit: 200 },
    { what: "empty ones behind the last", query: "limit=200&start=400", size: 0, limit: 200 },
  ])("$what", async ({ query, size, limit, next }) => {
    const { get } = open({ users }, { contextPath: "/wiki", profile: CONFLUENCE_9_4 });

    const { body } = await get(`/user/list?${query}`);

    expect(body).toMatchObject({ size, limit, _links: { context: "/wiki" } });
    expect(body.results).toHaveLength(size);
    expect(body._links.next ?? "").toMatch(next === undefined ? /^$/ : /^\/rest\/api\/user\/list\?/);
    expect(body._links.next ?? "").toContain(next ?? "");
  });

  it.each([
    { next: "always", links: [true, true, true] },
    { next: "exact", links: [true, false, false] },
    { next: "never", links: [false, false, false] },
  ] as const)("with links $next", async ({ next, links }) => {
    const { get } = open({ users }, { profile: paged({ next }) });

    const pages = await Promise.all([0, 200, 400].map((start) => get(`/user/list?limit=200&start=${start}`)));

    expect(pages.map(({ body }) => "next" in body._links)).toEqual(links);
  });

  it("with totals, where it counts", async () => {
    const { get } = open({ users }, { profile: paged({ totals: true }) });

    expect((await get("/user/list")).body.totalCount).toBe(250);
  });

  it.each(["start=-1", "limit=many"])("and refuses %s", async (query) => {
    expect((await open().get(`/user/list?${query}`)).status).toBe(400);
  });
});

describe("the Confluence server shows users", () => {
  it("by key or name, with the status only when asked, and never with an e-mail", async () => {
    const { get } = open({ users: [{ ...ADA, active: false }] });

    const byKey = await get(`/user?key=${ADA.key}&expand=status`);
    const byName = await get("/user?username=ADA");

    expect(byKey.body).toMatchObject({ username: "ada", displayName: "Ada Lovelace", status: "deactivated" });
    expect(byName.body).toMatchObject({ userKey: ADA.key });
    expect(byName.body).not.toHaveProperty("status");
    expect(byKey.text).not.toContain("@example.com");
  });

  it.each([
    { path: "/user?key=none", status: 404 },
    { path: "/user?username=none", status: 404 },
    { path: "/user", status: 400 },
    { path: "/user/memberof?key=none", status: 404 },
  ])("and answers $path with $status", async ({ path, status }) => {
    expect(await open().get(path)).toMatchObject({ status, body: { statusCode: status } });
  });
});

describe("the Confluence server makes users", () => {
  it("and gives them a key and its default group", async () => {
    const { call, state } = open({ groups: [{ name: "confluence-users" }] });

    const { status, body } = await call("POST", "/admin/user", BOB);

    expect(status).toBe(201);
    expect(state.users.get(body.userKey)).toMatchObject({
      name: "bob",
      email: "bob@example.com",
      active: true,
    });
    expect(state.groups.get("confluence-users")?.members.size).toBe(1);
  });

  it.each([
    ...["a b", "Bob", "bob+1", "o'bob", 'bob"', "b,o", "b<b", "b\\b", "anonymous", " "].map((userName) => ({
      what: `the username "${userName}"`,
      body: { ...BOB, userName },
    })),
    ...["", "a<b", "Anonymous"].map((fullName) => ({
      what: `the full name "${fullName}"`,
      body: { ...BOB, fullName },
    })),
    ...["", "bob"].map((email) => ({ what: `the e-mail "${email}"`, body: { ...BOB, email } })),
    { what: "no password", body: { ...BOB, password: undefined } },
    { what: "a password and a notification", body: { ...BOB, notifyViaEmail: true } },
    { what: "a number as a name", body: { ...BOB, userName: 7 } },
    { what: "a list", body: [] },
  ])("but not with $what", async ({ body }) => {
    const { call, state } = open();

    expect(await call("POST", "/admin/user", body)).toMatchObject({ status: 400, body: { statusCode: 400 } });
    expect(state.users.size).toBe(1);
  });

  it("and sends them a letter instead, if told to", async () => {
    const { call } = open();

    const body = { ...BOB, password: undefined, notifyViaEmail: true };

    expect((await call("POST", "/admin/user", body)).status).toBe(201);
  });

  it("but not twice, and not beyond the licence", async () => {
    const { call } = open({ seats: 2 });

    const statuses = [BOB, BOB, { ...BOB, userName: "eve" }].map(
      (body) => () => call("POST", "/admin/user", body),
    );

    expect((await statuses[0]?.())?.status).toBe(201);
    expect((await statuses[1]?.())?.status).toBe(409);
    expect(await statuses[2]?.()).toMatchObject({ status: 402, body: { reason: "Payment Required" } });
  });
});

describe("the Confluence server changes users", () => {
  it("and keeps what is left out, or refuses", async () => {
    const kept = open({ users: [ADA] }, { profile: CONFLUENCE_9_4 });
    const refused = open({ users: [ADA] }, { profile: { ...CONFLUENCE_9_4, withoutEmail: "refused" } });

    expect((await kept.call("PUT", "/admin/user/ada", { fullName: "Ada King" })).status).toBe(204);
    expect((await kept.call("PUT", "/admin/user/ada", { email: "a@new.example" })).status).toBe(204);
    expect((await refused.call("PUT", "/admin/user/ada", { fullName: "Ada King" })).status).toBe(400);

    expect(kept.state.names.get("ada")).toMatchObject({ fullName: "Ada King", email: "a@new.example" });
    expect(refused.state.names.get("ada")).toMatchObject({ fullName: "Ada Lovelace" });
  });

  it("switches them off and on, as often as asked", async () => {
    const { call, state } = open({ users: [ADA] });

    for (const [path, active] of [
      ...([
        ["disable", false],
        ["disable", false],
      ] as const),
      ...([
        ["enable", true],
        ["enable", true],
      ] as const),
    ]) {
      expect((await call("PUT", `/admin/user/ada/${path}`)).status).toBe(204);
      expect(state.names.get("ada")?.active).toBe(active);
    }
  });

  it("and puts them into groups and out of them, as often as asked", async () => {
    const { call, get, state } = open({ users: [ADA], groups: [{ name: "Dev" }] });
    const members = () => state.groups.get("dev")?.members.size;

    for (const [method, size] of [
      ["PUT", 1],
      ["PUT", 1],
      ["DELETE", 0],
      ["DELETE", 0],
    ] as const) {
      expect((await call(method, "/user/ada/group/DEV")).status).toBe(204);
      expect(members()).toBe(size);
    }
    expect((await get("/user/memberof?username=ada")).body).toMatchObject({ size: 0, results: [] });
  });

  it.each([
    { method: "PUT", path: "/admin/user/eve" },
    { method: "PUT", path: "/admin/user/eve/disable" },
    { method: "PUT", path: "/user/eve/group/dev" },
    { method: "DELETE", path: "/user/ada/group/none" },
    { method: "GET", path: "/group/none" },
    { method: "GET", path: "/group/none/member" },
  ] as const)("but answers $method $path with 404 in its own form", async ({ method, path }) => {
    const { call } = open({ users: [ADA], groups: [{ name: "dev" }] });
    const body = path === "/admin/user/eve" ? { fullName: "Eve", email: "eve@example.com" } : undefined;

    expect(await call(method, path, body)).toMatchObject({ status: 404, body: { statusCode: 404 } });
  });

  it("but nobody who comes from a directory that it only reads", async () => {
    const { call } = open({
      users: [{ ...ADA, readOnly: true }],
      groups: [{ name: "dev", members: ["ada"] }],
    });
    const refused = [
      await call("PUT", "/admin/user/ada", { fullName: "Ada", email: "a@example.com" }),
      await call("PUT", "/admin/user/ada/enable"),
      await call("DELETE", "/user/ada/group/dev"),
    ];

    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it("but nothing in read-only mode, and says why", async () => {
    const { call, get } = open({ users: [ADA], accessMode: "READ_ONLY" });

    expect(await call("PUT", "/admin/user/ada/disable")).toMatchObject({
      ...{ status: 405, body: { statusCode: 405, data: { allowedInReadOnlyMode: false } } },
    });
    expect((await get("/accessmode")).body).toBe("READ_ONLY");
  });
});

describe("the Confluence server has groups", () => {
  it("and makes them with status 200, but not twice and not without a name", async () => {
    const { call, get } = open();
    const make = (name: string) => call("POST", "/admin/group", { type: "group", name });

    expect(await make("R&D / Ops")).toMatchObject({
      status: 200,
      body: { type: "group", name: "R&D / Ops" },
    });
    expect((await make("r&d / ops")).status).toBe(409);
    expect((await make(" ")).status).toBe(400);
    expect((await get(`/group/${encodeURIComponent("R&D / Ops")}/member`)).body.results).toEqual([]);
  });

  it("and tells which grant a licence", async () => {
    const groups = [{ name: "users", licensed: true }, { name: "dev" }];

    const { body } = await open({ groups }, { profile: CONFLUENCE_10 }).get("/permissions");

    expect(body).toMatchObject([
      { operation: { operationKey: "use", targetType: "application" }, subject: { name: "users" } },
    ]);
  });

  it("whose seeds name people who are there", () => {
    expect(() => createConfluenceState({ groups: [{ name: "dev", members: ["eve"] }] })).toThrow("eve");
  });
});

describeRecordings(100);
