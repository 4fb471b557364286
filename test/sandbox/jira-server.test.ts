import { describe, expect, it } from "vitest";
import {
  JIRA_8_2,
  JIRA_9_12,
  JIRA_10_3_0,
  JIRA_10_3_24,
  type JiraProfile,
} from "../../src/sandbox/jira/jira-profile.ts";
import { type JiraServerOptions, jiraServer } from "../../src/sandbox/jira/jira-server.ts";
import { createJiraState, type JiraSeed } from "../../src/sandbox/jira/jira-state.ts";
import { describeRecordings, recordJira } from "./jira-recordings.ts";

type Method = "GET" | "POST" | "PUT" | "DELETE";

const LOGINS = [{ username: "root", password: "secret", tokens: ["t0k3n"] }];
const basic = (password: string, username = "root") =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

const ADA = { key: "JIRAUSER10100", name: "ada", displayName: "Ada Lovelace", email: "ada@example.com" };
const ROOT = { key: "JIRAUSER10001", name: "root", email: "root@example.com" };
const BOB = { name: "bob", displayName: "Bob Ross", emailAddress: "bob@example.com" };

function open(seed: JiraSeed = {}, options: Partial<JiraServerOptions> = {}) {
  const state = createJiraState({ ...seed, users: [ROOT, ...(seed.users ?? [])] });
  const app = jiraServer({ state, logins: LOGINS, ...options });
  recordJira(app);
  const call = async (method: Method, path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await app.inject({
      ...{ method, url: `${options.contextPath ?? ""}/rest/api/2${path}` },
      headers: { authorization: basic("secret"), accept: "application/json", ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const isJson = String(answer.headers["content-type"] ?? "").includes("json");
    const { statusCode: status, body: text } = answer;
    return { status, text, body: isJson ? answer.json() : undefined, headers: answer.headers };
  };
  return { state, app, call, get: (path: string) => call("GET", path) };
}

describe("the Jira server lets in", () => {
  it.each([
    { who: "a password", authorization: basic("secret") },
    { who: "a username in any case", authorization: basic("secret", "ROOT") },
    { who: "a personal access token", authorization: "Bearer t0k3n" },
  ])("$who", async ({ authorization }) => {
    const { call } = open();

    const answer = await call("GET", "/myself", undefined, { authorization });

    expect(answer).toMatchObject({ status: 200, body: { key: "JIRAUSER10001", name: "root", active: true } });
  });

  it.each([
    { who: "a wrong password", authorization: basic("wrong") },
    { who: "a wrong token", authorization: "Bearer wrong" },
  ])("nobody with $who, and sends a page", async ({ authorization }) => {
    const { call } = open();

    const answer = await call("GET", "/serverInfo", undefined, { authorization });

    expect(answer.status).toBe(401);
    expect(answer.headers["content-type"]).toContain("text/html");
    expect(answer.headers["x-seraph-loginreason"]).toBe("AUTHENTICATED_FAILED");
  });

  it("nobody with a token before there were any", async () => {
    const { call } = open({}, { profile: JIRA_8_2 });

    const answer = await call("GET", "/myself", undefined, { authorization: "Bearer t0k3n" });

    expect(answer.status).toBe(401);
  });

  it.each([{ authorization: "" }, { authorization: "Digest abc" }])(
    "whoever brings no credentials to what is for everybody: %j",
    async (headers) => {
      const { call } = open();

      expect((await call("GET", "/serverInfo", undefined, headers)).status).toBe(200);
      expect((await call("GET", "/myself", undefined, headers)).status).toBe(401);
    },
  );

  it("nobody after three wrong passwords, until a CAPTCHA is solved; tokens still", async () => {
    const { call } = open();
    const wrong = { authorization: basic("wrong") };
    for (let failures = 0; failures < 3; failures += 1) {
      expect((await call("GET", "/myself", undefined, wrong)).status).toBe(401);
    }

    const answer = await call("GET", "/myself");

    expect(answer.status).toBe(403);
    expect(answer.headers["x-seraph-loginreason"]).toBe("AUTHENTICATION_DENIED");
    expect(answer.headers["x-authentication-denied-reason"]).toMatch(/^CAPTCHA_CHALLENGE; login-url=http/);
    expect((await call("GET", "/myself", undefined, { authorization: "Bearer t0k3n" })).status).toBe(200);
  });

  it("whoever gets it right before that, and forgets the failures", async () => {
    const { call, get } = open();
    const wrong = { authorization: basic("wrong") };

    for (let rounds = 0; rounds < 3; rounds += 1) {
      await call("GET", "/myself", undefined, wrong);
      await call("GET", "/myself", undefined, wrong);
      expect((await get("/myself")).status).toBe(200);
    }
  });

  it("no write of a browser that nobody vouches for", async () => {
    const { call } = open();
    const browser = { "user-agent": "Mozilla/5.0" };

    expect(await call("POST", "/group", { name: "dev" }, browser)).toMatchObject({
      status: 403,
      text: "XSRF check failed",
    });
    const vouched = { ...browser, "x-atlassian-token": "no-check" };
    expect((await call("POST", "/group", { name: "dev" }, vouched)).status).toBe(201);
    expect((await call("GET", "/myself", undefined, browser)).status).toBe(200);
  });

  it("whoever knows its address: elsewhere there is a page", async () => {
    const { app, get } = open({}, { contextPath: "/jira" });

    expect((await get("/myself")).status).toBe(200);
    const answer = await app.inject({ url: "/rest/api/2/myself" });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers["content-type"]).toContain("text/html");
  });

  it("only as many requests as its rate limit has tokens for, by account", async () => {
    let time = 0;
    const rateLimit = { capacity: 2, fillRate: 1, intervalSeconds: 5, now: () => time };
    const { call, get } = open({}, { rateLimit });
    const limits = (answer: Awaited<ReturnType<typeof get>>) => [
      answer.status,
      ...["limit", "remaining", "interval-seconds", "fillrate"].map((name) =>
        Number(answer.headers[`x-ratelimit-${name}`]),
      ),
      Number(answer.headers["retry-after"]),
    ];

    expect(limits(await get("/myself"))).toEqual([200, 2, 1, 5, 1, 0]);
    expect(limits(await get("/myself"))).toEqual([200, 2, 0, 5, 1, 5]);
    const refused = await get("/myself");
    expect(limits(refused)).toEqual([429, 2, 0, 5, 1, 5]);
    expect(refused.body).toEqual({ message: "Rate limit exceeded." });
    expect((await call("GET", "/myself", undefined, { authorization: "Bearer t0k3n" })).status).toBe(200);
    time += 5000;
    expect((await get("/myself")).status).toBe(200);
  });
});

describe("the Jira server says", () => {
  it("its version", async () => {
    const { get } = open({}, { profile: JIRA_9_12 });

    expect((await get("/serverInfo")).body).toMatchObject({ version: "9.12.0", versionNumbers: [9, 12, 0] });
  });

  it("what the account may do, and which groups grant a licence", async () => {
    const { get } = open({}, { rights: new Set(["ADMINISTER"]) });

    const { permissions } = (await get("/mypermissions")).body;
    expect(permissions.ADMINISTER.havePermission).toBe(true);
    expect(permissions.USER_PICKER.havePermission).toBe(false);
    expect((await get("/applicationrole")).body).toMatchObject([{ groups: ["jira-software-users"] }]);
  });

  it("nothing to accounts that are not among its users", async () => {
    const { call } = open({}, { logins: [{ username: "ghost", password: "secret" }] });

    const headers = { authorization: basic("secret", "ghost") };
    expect((await call("GET", "/myself", undefined, headers)).status).toBe(401);
  });

  it.each([
    ["GET", "/user/list", undefined],
    ["GET", "/group/member?groupname=dev", undefined],
    ["GET", "/applicationrole", undefined],
    ["POST", "/user", BOB],
    ["PUT", "/user?username=ada", { active: false }],
    ["POST", "/group", { name: "new" }],
    ["POST", "/group/user?groupname=dev", { name: "ada" }],
    ["DELETE", "/group/user?groupname=dev&username=ada", undefined],
    ["PUT", "/project/10000", { lead: "ada" }],
  ] as const)("403 to whoever does not administer it: %s %s", async (method, path, body) => {
    const { call } = open({ users: [ADA], groups: [{ name: "dev" }] }, { rights: new Set() });

    const answer = await call(method, path, body);

    expect(answer).toMatchObject({ status: 403, body: { errorMessages: [expect.any(String)], errors: {} } });
  });
});

describe("the Jira server lists users", () => {
  const users = Array.from({ length: 1200 }, (_, index) => ({
    ...{ key: `key${index}`, name: `user${index}`, email: `user${index}@example.com` },
    active: index !== 7,
  }));
  const search = (profile: JiraProfile) => {
    const { get } = open({ users: [{ ...ADA, email: "", displayName: "Ada" }, ...users] }, { profile });
    return async (query: string) => (await get(`/user/search?${query}`)).body as { name: string }[];
  };

  it("all of them by a cursor, from some versions on", async () => {
    const { get } = open({ users: [...users, { name: "gone", deleted: true }] }, { profile: JIRA_10_3_24 });

    const first = (await get("/user/list?maxResults=700")).body;
    const second = (await get(`/user/list?maxResults=700&cursor=${first.nextCursor}`)).body;

    expect(first).toMatchObject({ isLast: false, nextPage: expect.stringContaining("cursor=700") });
    expect(second).toMatchObject({ isLast: true });
    expect(second).not.toHaveProperty("nextCursor");
    expect(first.values.length + second.values.length).toBe(1201);
    expect((await get("/user/list?cursor=9999")).body).toMatchObject({ values: [], isLast: true });
    expect((await get("/user/list?cursor=x")).status).toBe(404);
  });

  it("not by a cursor before", async () => {
    const { get } = open({}, { profile: JIRA_10_3_0 });

    expect(await get("/user/list")).toMatchObject({ status: 404, body: { "status-code": 404 } });
  });

  it("by a search that finds what has the needle in a name or the e-mail", async () => {
    const find = search(JIRA_9_12);

    expect(await find("username=.&includeInactive=true&maxResults=1000")).toHaveLength(1000);
    expect(await find("username=user7@")).toHaveLength(0);
    expect(await find("username=user7@&includeInactive=true")).toMatchObject([{ name: "user7" }]);
    expect(await find("username=user7@&includeInactive=true&includeActive=false")).toHaveLength(1);
    expect(await find("username=ADA")).toMatchObject([{ name: "ada" }]);
    expect(await find("username=user1")).toHaveLength(50);
  });

  it("by that search up to the thousandth and no further", async () => {
    const find = search(JIRA_9_12);

    expect(await find("username=.&startAt=900&maxResults=1000")).toHaveLength(100);
    expect(await find("username=.&startAt=1000&maxResults=1000")).toHaveLength(0);
  });

  it("up to the hundredth in Jira 10, wherever it is to start", async () => {
    const find = search(JIRA_10_3_0);
    const first = await find("username=.&maxResults=1000");

    expect(first).toHaveLength(100);
    expect(await find("username=.&maxResults=1000&startAt=100")).toEqual(first);
  });

  it("to nobody who may not browse them, and not without a needle", async () => {
    const { get } = open({ users: [ADA] }, { rights: new Set(["ADMINISTER"]) });

    expect((await get("/user/search?username=.")).body).toEqual([]);
    expect((await get("/user/search")).status).toBe(400);
  });
});

describe("the Jira server writes users", () => {
  it("with the default applications, or those that are named, or none", async () => {
    const { call, state } = open({ groups: [{ name: "jira-software-users" }] });
    const members = () =>
      [...(state.groups.get("jira-software-users")?.members ?? [])].map(({ name }) => name);

    expect((await call("POST", "/user", BOB)).status).toBe(201);
    await call("POST", "/user", { ...BOB, name: "eve", applicationKeys: [] });
    await call("POST", "/user", { ...BOB, name: "mia", applicationKeys: ["jira-software"] });

    expect(members()).toEqual(["bob", "mia"]);
  });

  it("and answers with the key, and never with the password", async () => {
    const { call } = open();

    const answer = await call("POST", "/user", { ...BOB, password: "pa55word" });

    expect(answer.body).toMatchObject({ name: "bob", key: expect.stringMatching(/^JIRAUSER\d+$/) });
    expect(answer.text).not.toContain("pa55word");
  });

  it.each([
    { what: "a name that exists in another case", body: { ...BOB, name: "ADA" }, field: "username" },
    { what: "no name", body: { ...BOB, name: "" }, field: "username" },
    { what: "a blank at the end of a name", body: { ...BOB, name: "bob " }, field: "username" },
    { what: "a character that names may not have", body: { ...BOB, name: "a&b" }, field: "username" },
    { what: "a name of 256 characters", body: { ...BOB, name: "x".repeat(256) }, field: "username" },
    { what: "no e-mail", body: { ...BOB, emailAddress: undefined }, field: "email" },
    { what: "an e-mail that is none", body: { ...BOB, emailAddress: "bob" }, field: "email" },
    { what: "no full name", body: { ...BOB, displayName: " " }, field: "displayName" },
    {
      what: "a full name of 256 characters",
      body: { ...BOB, displayName: "x".repeat(256) },
      field: "displayName",
    },
  ])("but not with $what", async ({ body, field }) => {
    const { call, state } = open({ users: [ADA] });

    expect(await call("POST", "/user", body)).toMatchObject({
      status: 400,
      body: { errorMessages: [], errors: { [field]: expect.any(String) } },
    });
    expect(state.users.size).toBe(2);
  });

  it.each([
    { what: "a field that nobody knows", body: { ...BOB, nickname: "b" } },
    { what: "active as a text", body: { ...BOB, active: "true" } },
    { what: "applications as a text", body: { ...BOB, applicationKeys: "jira" } },
    { what: "a name that is a number", body: { ...BOB, name: 7 } },
    { what: "a list of users", body: [BOB] },
  ])("nor with $what", async ({ body }) => {
    const { call } = open();

    expect(await call("POST", "/user", body)).toMatchObject({
      status: 400,
      body: { errorMessages: [expect.any(String)], errors: {} },
    });
  });

  it("in part, by key or by name, and keeps the key", async () => {
    const { call, get, state } = open({ users: [ADA] });

    await call("PUT", "/user?username=ADA", { displayName: "Ada King" });
    await call("PUT", "/user?key=JIRAUSER10100", { name: "ada.king", active: false });

    expect(state.users.get(ADA.key)).toMatchObject({
      ...{ name: "ada.king", displayName: "Ada King", email: "ada@example.com", active: false },
    });
    expect((await get("/user?username=ada")).status).toBe(404);
    expect((await get("/user?username=ada.king")).body.key).toBe(ADA.key);
  });

  it("all of it or nothing", async () => {
    const { call, state } = open({ users: [ADA] });

    expect((await call("PUT", "/user?username=ada", { name: "eve", emailAddress: "no" })).status).toBe(400);
    expect(state.users.get(ADA.key)?.name).toBe("ada");
  });

  it("not without a change, and before 8.3 `active` is none", async () => {
    const { call } = open({ users: [ADA] }, { profile: JIRA_8_2 });
    const nothing = {
      status: 400,
      body: { errorMessages: ["error.no.value.found.to.be.changed"], errors: {} },
    };

    expect(await call("PUT", "/user?username=ada", {})).toMatchObject(nothing);
    expect(await call("PUT", "/user?username=ada", { active: false })).toMatchObject(nothing);
  });

  it("not those of a directory that is only read", async () => {
    const users = [
      { ...ADA, readOnly: 403 as const },
      { name: "eve", readOnly: 400 as const },
    ];
    const { call } = open({ users });

    expect((await call("PUT", "/user?username=ada", { active: false })).status).toBe(403);
    expect((await call("PUT", "/user?username=eve", { active: false })).status).toBe(400);
  });

  it("and finds none that are deleted, unknown or not named", async () => {
    const { get } = open({ users: [{ ...ADA, deleted: true }] });

    expect((await get("/user?username=ada")).status).toBe(404);
    expect((await get("/user?key=nobody")).status).toBe(404);
    expect((await get("/user")).status).toBe(400);
  });

  it("and shows the groups of one when asked to", async () => {
    const groups = [{ name: "dev", members: ["ada"] }, { name: "all", subgroups: ["dev"] }, { name: "ops" }];
    const { get } = open({ users: [ADA], groups });

    expect((await get("/user?username=ada")).body.groups).toEqual({ size: 2, items: [] });
    expect((await get("/user?username=ada&expand=groups")).body.groups.items).toMatchObject([
      ...[{ name: "dev" }, { name: "all" }],
    ]);
  });
});

describe("the Jira server keeps groups", () => {
  const users = Array.from({ length: 60 }, (_, index) => ({ name: `user${index}`, active: index !== 3 }));
  const members = users.map(({ name }) => name);
  const seed = {
    users,
    groups: [
      { name: "Dev", members },
      { name: "all", subgroups: ["dev", "none"] },
    ],
  };

  it("with fifty members a page, whatever is asked for, and those of groups in them", async () => {
    const { get } = open(seed);
    const page = async (query: string) => (await get(`/group/member?${query}`)).body;

    const first = await page("groupname=dev&includeInactiveUsers=true&maxResults=1000");
    const second = await page("groupname=DEV&includeInactiveUsers=true&startAt=50");

    expect(first).toMatchObject({ total: 60, isLast: false, maxResults: 50, startAt: 0 });
    expect(first.nextPage).toContain("startAt=50");
    expect(second).toMatchObject({ total: 60, isLast: true, startAt: 50 });
    expect([first.values.length, second.values.length]).toEqual([50, 10]);
    expect((await page("groupname=dev")).total).toBe(59);
    expect((await page("groupname=all&includeInactiveUsers=true")).total).toBe(60);
  });

  it("and creates them under a name that is free", async () => {
    const { call, state } = open(seed);

    expect((await call("POST", "/group", { name: "ops" })).status).toBe(201);
    for (const name of ["DEV", " ", "x".repeat(256)]) {
      expect((await call("POST", "/group", { name })).status).toBe(400);
    }
    expect(state.groups.size).toBe(3);
  });

  it("and adds and removes members once", async () => {
    const { call } = open({ users: [ADA], groups: [{ name: "dev" }] });
    const add = (group: string, name: string) => call("POST", `/group/user?groupname=${group}`, { name });
    const remove = (group: string, name: string) =>
      call("DELETE", `/group/user?groupname=${group}&username=${name}`);

    expect((await add("dev", "ADA")).status).toBe(201);
    expect((await add("dev", "ada")).status).toBe(400);
    expect((await add("dev", "eve")).status).toBe(404);
    expect((await add("ops", "ada")).status).toBe(404);
    expect((await add("", "ada")).status).toBe(400);
    expect((await remove("dev", "ada")).status).toBe(200);
    expect((await remove("dev", "ada")).status).toBe(400);
    expect((await remove("dev", "eve")).status).toBe(404);
    expect((await remove("ops", "ada")).status).toBe(404);
  });
});

describe("the Jira server keeps projects", () => {
  const projects = [{ key: "CORE", name: "Core", lead: "ada", components: [{ name: "Login", lead: "ada" }] }];
  const users = [ADA, { name: "eve" }, { name: "off", active: false }];

  it("with their leads when asked to", async () => {
    const { get } = open({ users, projects });

    expect((await get("/project")).body[0]).not.toHaveProperty("lead");
    expect((await get("/project?expand=lead")).body).toMatchObject([{ id: "10000", lead: { key: ADA.key } }]);
    expect((await get("/project/CORE/components")).body).toMatchObject([
      { name: "Login", lead: { name: "ada" } },
    ]);
  });

  it("and changes who leads them", async () => {
    const { call, get } = open({ users, projects });

    expect((await call("PUT", "/project/CORE", { lead: "eve" })).body.lead.name).toBe("eve");
    expect((await call("PUT", "/component/10000", { leadUserName: "eve" })).body.lead.name).toBe("eve");
    expect((await get("/component/10000")).body.lead.name).toBe("eve");
    expect((await call("PUT", "/project/CORE", { lead: "off" })).status).toBe(400);
    expect((await call("PUT", "/project/CORE", { lead: "nobody" })).status).toBe(400);
    expect((await get("/project/NONE")).status).toBe(404);
    expect((await get("/component/1")).status).toBe(404);
  });
});

it("a seed must name users that exist", () => {
  const groups = [{ name: "staff", members: ["nobody"] }];

  expect(() => createJiraState({ groups })).toThrow("names nobody");
});

describeRecordings(100);
