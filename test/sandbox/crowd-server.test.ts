import { describe, expect, it } from "vitest";
import { ALL_RIGHTS, NEWER_CROWD, ODD_CROWD, OLDER_CROWD } from "../../src/sandbox/crowd/crowd-profile.ts";
import { type CrowdServerOptions, crowdServer } from "../../src/sandbox/crowd/crowd-server.ts";
import { type CrowdSeed, createCrowdState, fillNames } from "../../src/sandbox/crowd/crowd-state.ts";
import { describeRecordings, recordCrowd } from "./crowd-recordings.ts";

const BASIC = `Basic ${Buffer.from("usersync:secret").toString("base64")}`;
function open(seed: CrowdSeed = {}, options: Partial<CrowdServerOptions> = {}) {
  const state = createCrowdState(seed);
  const app = crowdServer({ state, application: "usersync", password: "secret", ...options });
  recordCrowd(app);
  const call = async (method: Method, path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await app.inject({
      method,
      url: `/crowd/rest/usermanagement/1${path}`,
      headers: { authorization: BASIC, accept: "application/json", ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const isJson = String(answer.headers["content-type"] ?? "").includes("json");
    return {
      status: answer.statusCode,
      text: answer.body,
      body: isJson ? answer.json() : undefined,
      headers: answer.headers,
    };
  };
  return { state, app, call, get: (path: string) => call("GET", path) };
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

const ADA = {
  name: "ada",
  displayName: "Ada Lovelace",
  firstName: "Ada",
  lastName: "Lovelace",
  email: "ada@example.com",
};
const BODY = {
  name: "bob",
  "first-name": "Bob",
  "last-name": "Ross",
  "display-name": "Bob Ross",
  email: "bob@example.com",
  active: true,
};
const NEW = { ...BODY, password: { value: "x" } };

describe("the Crowd server lets in", () => {
  it("only the application, with text for everybody else", async () => {
    const { call } = open();

    const answer = await call("GET", "/config/cookie", undefined, { authorization: "Basic bm9ib2R5Og==" });

    expect(answer).toMatchObject({ status: 401, text: "Application failed to authenticate" });
    expect(answer.headers["content-type"]).toContain("text/plain");
  });

  it("only addresses on the application's list", async () => {
    const { get } = open({}, { remoteAllowed: false });

    expect((await get("/config/cookie")).status).toBe(403);
  });

  it("no write of a browser that nobody vouches for", async () => {
    const { call } = open();
    const browser = { "user-agent": "Mozilla/5.0" };

    expect((await call("POST", "/user", NEW, browser)).status).toBe(403);
    expect((await call("POST", "/user", NEW, { ...browser, "x-atlassian-token": "no-check" })).status).toBe(
      201,
    );
    expect((await call("GET", "/config/cookie", undefined, browser)).status).toBe(200);
  });

  it("whoever knows its address: elsewhere there is a page", async () => {
    const { app } = open();

    const answer = await app.inject({ url: "/rest/usermanagement/1/config/cookie" });

    expect(answer).toMatchObject({ statusCode: 404 });
    expect(answer.headers["content-type"]).toContain("text/html");
  });
});

describe("the Crowd server answers", () => {
  it("in XML unless asked for JSON", async () => {
    const { call } = open({ users: [{ ...ADA, name: "ada&co" }] });

    const answer = await call("GET", "/user?username=ada%26co", undefined, { accept: "*/*" });

    expect(answer.headers["content-type"]).toContain("application/xml");
    expect(answer.text).toContain('<user expand="attributes" name="ada&amp;co">');
    expect(answer.text).toContain("<last-name>Lovelace</last-name>");
  });

  it("memberships in XML and nothing else", async () => {
    const groups = [{ name: "r&d", members: ["ada"], foreignMembers: ["eve"], childGroups: ["lab"] }];
    const { call } = open({ users: [ADA], groups });

    const xml = await call("GET", "/group/membership", undefined, { accept: "application/xml" });

    expect(xml.text).toContain(
      '<memberships><membership group="r&amp;d"><users><user name="ada"/><user name="eve"/></users>' +
        '<groups><group name="lab"/></groups></membership></memberships>',
    );
    expect((await call("GET", "/group/membership")).status).toBe(406);
  });

  it("with a reason and a message when it refuses", async () => {
    const { get } = open();

    expect(await get("/user?username=nobody")).toMatchObject({
      status: 404,
      body: { reason: "USER_NOT_FOUND", message: "User <nobody> does not exist" },
    });
  });
});

describe("the Crowd server refuses a body that", () => {
  it.each([
    { what: "is no JSON", type: "application/json", status: 400, reason: "ILLEGAL_ARGUMENT" },
    { what: "says it is something else", type: "text/csv", status: 415, reason: "ILLEGAL_ARGUMENT" },
  ])("$what", async ({ type, status, reason }) => {
    const { app } = open();

    const answer = await app.inject({
      ...{ method: "POST", url: "/crowd/rest/usermanagement/1/user", body: "{name" },
      headers: { authorization: BASIC, accept: "application/json", "content-type": type },
    });

    expect({ status: answer.statusCode, ...answer.json() }).toMatchObject({ status, reason });
  });
});

describe("the Crowd server lists users", () => {
  const users = Array.from({ length: 25 }, (_, index) => ({ name: `user${index}` }));

  it("by link and name, unless asked to expand", async () => {
    const { get } = open({ users: [ADA] });

    const plain = await get("/search?entity-type=user");
    const full = await get("/search?entity-type=user&expand=user,attributes");

    expect(Object.keys(plain.body.users[0])).toEqual(["link", "name"]);
    expect(full.body.users[0]).toMatchObject({ name: "ada", "display-name": "Ada Lovelace", active: true });
    expect(full.text).not.toContain("secret");
  });

  it("attributes only when these are to be expanded too", async () => {
    const { get } = open({ users: [{ ...ADA, attributes: { colour: ["blue"] } }] });

    const without = await get("/search?entity-type=user&expand=user");
    const withThem = await get("/search?entity-type=user&expand=user,attributes");

    expect(without.body.users[0].attributes.attributes).toEqual([]);
    expect(withThem.body.users[0].attributes.attributes).toEqual([{ name: "colour", values: ["blue"] }]);
  });

  it("a page at a time, without a total, empty behind the end", async () => {
    const { get } = open({ users });
    const page = async (start: number) =>
      (await get(`/search?entity-type=user&start-index=${start}&max-results=10`)).body.users.length;

    expect([await page(0), await page(10), await page(20), await page(25)]).toEqual([10, 10, 5, 0]);
  });

  it("each one once, in whatever order and under whatever key", async () => {
    const { get } = open({ users }, { profile: ODD_CROWD });
    const names: string[] = [];

    for (let start = 0; start < 28; start += 7) {
      const { body } = await get(`/search?entity-type=user&start-index=${start}&max-results=1000`);
      names.push(...body.user.map(({ name }: { name: string }) => name));
    }

    expect(names).not.toEqual(users.map(({ name }) => name));
    expect(names.toSorted()).toEqual(users.map(({ name }) => name).toSorted());
  });

  it("and groups, in the same way", async () => {
    const { get } = open({ groups: [{ name: "staff", description: "Everybody" }] });

    expect((await get("/search?entity-type=group")).body.groups).toMatchObject([{ name: "staff" }]);
    expect((await get("/search?entity-type=group&expand=group")).body.groups).toMatchObject([
      { name: "staff", description: "Everybody", type: "GROUP" },
    ]);
  });

  it.each([
    "entity-type=planet",
    "entity-type=user&restriction=name%3Da",
    "entity-type=user&max-results=many",
    "",
  ])("and refuses a search by %j", async (query) => {
    const { get } = open();

    expect(await get(`/search?${query}`)).toMatchObject({
      status: 400,
      body: { reason: "ILLEGAL_ARGUMENT" },
    });
  });
});

describe("the Crowd server writes users", () => {
  it("with their attributes, and answers with both, if it is a newer one", async () => {
    const { call, state } = open({}, { profile: NEWER_CROWD });
    const attributes = { attributes: [{ name: "colour", values: ["blue"] }] };

    const answer = await call("POST", "/user", { ...NEW, attributes });

    expect(answer).toMatchObject({ status: 201, body: { name: "bob", attributes } });
    expect(answer.headers["location"]).toMatch(/user\?username=bob$/);
    expect(state.users.get("bob")?.attributes).toEqual(new Map([["colour", ["blue"]]]));
  });

  it("without their attributes and without an answer, if it is an older one", async () => {
    const { call, state } = open({}, { profile: OLDER_CROWD });

    const answer = await call("POST", "/user", {
      ...NEW,
      attributes: { attributes: [{ name: "a", values: ["b"] }] },
    });

    expect(answer).toMatchObject({ status: 201, text: "" });
    expect(state.users.get("bob")?.attributes.size).toBe(0);
  });

  it.each([
    { what: "a name that exists in another case", body: { ...NEW, name: "ADA" }, reason: "INVALID_USER" },
    { what: "no password", body: BODY, reason: "INVALID_CREDENTIAL" },
    { what: "a blank at the end of a name", body: { ...NEW, name: "bob " }, reason: "INVALID_USER" },
    { what: "a name of 256 characters", body: { ...NEW, name: "x".repeat(256) }, reason: "INVALID_USER" },
    { what: "active as a text", body: { ...NEW, active: "true" }, reason: "INVALID_USER" },
    { what: "a field that nobody knows", body: { ...NEW, nickname: "b" }, reason: "ILLEGAL_ARGUMENT" },
    {
      what: "an attribute without values",
      body: { ...NEW, attributes: { attributes: [{ name: "a" }] } },
      reason: "ILLEGAL_ARGUMENT",
    },
    { what: "a list of users", body: [NEW], reason: "ILLEGAL_ARGUMENT" },
  ])("but not with $what", async ({ body, reason }) => {
    const { call, state } = open({ users: [ADA] });

    expect(await call("POST", "/user", body)).toMatchObject({ status: 400, body: { reason } });
    expect(state.users.size).toBe(1);
  });

  it("and empties what a PUT leaves out, but no attributes, and never a person's whole name", async () => {
    const { call, state } = open({ users: [{ ...ADA, attributes: { colour: ["blue"] } }] });

    expect(
      (await call("PUT", "/user?username=ADA", { name: "ada", "display-name": "Ada King" })).status,
    ).toBe(204);

    expect(state.users.get("ada")).toMatchObject({
      email: "",
      firstName: "Ada",
      lastName: "King",
      active: true,
    });
    expect(state.users.get("ada")?.attributes.size).toBe(1);
  });

  it("and refuses a PUT with another name", async () => {
    const { call } = open({ users: [ADA] });

    expect(await call("PUT", "/user?username=ada", BODY)).toMatchObject({
      status: 400,
      body: { reason: "INVALID_USER" },
    });
  });

  it("and keeps attributes and memberships through a rename", async () => {
    const { call, get, state } = open({
      users: [{ ...ADA, attributes: { colour: ["blue"] } }, { name: "bob" }],
      groups: [{ name: "staff", members: ["ada"] }],
    });

    expect((await call("POST", "/user/rename?username=ada", { "new-name": "ada.king" })).body.name).toBe(
      "ada.king",
    );

    expect((await get("/user?username=ada")).status).toBe(404);
    expect((await get("/user/attribute?username=ada.king")).body.attributes).toHaveLength(1);
    expect((await get("/user/group/direct?username=ada.king")).body.groups).toMatchObject([
      { name: "staff" },
    ]);
    expect((await get("/user/group/direct?username=ada.king&expand=group")).body.groups[0].type).toBe(
      "GROUP",
    );
    expect(await call("POST", "/user/rename?username=bob", { "new-name": "Ada.King" })).toMatchObject({
      status: 400,
      body: { reason: "INVALID_USER" },
    });
    expect(state.order).toHaveLength(2);
  });

  it("and sets and removes single attributes", async () => {
    const { call, state } = open({ users: [{ ...ADA, attributes: { colour: ["blue"], size: ["4"] } }] });

    await call("POST", "/user/attribute?username=ada", { attributes: [{ name: "colour", values: ["red"] }] });
    await call("DELETE", "/user/attribute?username=ada&attributename=size");

    expect(state.users.get("ada")?.attributes).toEqual(new Map([["colour", ["red"]]]));
  });

  it("and deletes them, out of their groups as well", async () => {
    const { call, state } = open({ users: [ADA], groups: [{ name: "staff", members: ["ada"] }] });

    expect((await call("DELETE", "/user?username=ada")).status).toBe(204);

    expect(state.order).toEqual([]);
    expect(state.groups.get("staff")?.members.size).toBe(0);
  });
});

describe("the Crowd server keeps groups", () => {
  const seed = { users: [ADA], groups: [{ name: "Staff" }] };

  it("and reads, creates, describes and deletes them", async () => {
    const { call, get, state } = open();

    expect((await call("POST", "/group", { name: "staff", type: "GROUP" })).status).toBe(201);
    expect(
      (await call("PUT", "/group?groupname=STAFF", { name: "staff", type: "GROUP", description: "All" }))
        .status,
    ).toBe(200);
    expect((await get("/group?groupname=staff")).body).toMatchObject({
      name: "staff",
      description: "All",
      active: true,
    });
    expect((await call("DELETE", "/group?groupname=staff")).status).toBe(204);
    expect(state.groups.size).toBe(0);
  });

  it.each([{ name: "staff", type: "GROUP" }, { name: "", type: "GROUP" }, { name: "other" }])(
    "and refuses to create %j",
    async (body) => {
      const { call } = open(seed);

      expect(await call("POST", "/group", body)).toMatchObject({
        status: 400,
        body: { reason: "INVALID_GROUP" },
      });
    },
  );

  it("and refuses to describe one under another name", async () => {
    const { call } = open(seed);

    const answer = await call("PUT", "/group?groupname=staff", { name: "other", type: "GROUP" });

    expect(answer).toMatchObject({ status: 400, body: { reason: "INVALID_GROUP" } });
  });

  it("and their members, with names in any case", async () => {
    const { call, get } = open(seed);
    const members = "/group/user/direct?groupname=STAFF";

    expect((await call("POST", members, { name: "ADA" })).status).toBe(201);
    expect(await call("POST", members, { name: "ada" })).toMatchObject({
      status: 409,
      body: { reason: "MEMBERSHIP_ALREADY_EXISTS" },
    });
    expect((await get(members)).body.users).toMatchObject([{ name: "ada" }]);
    expect((await get(`${members}&expand=user`)).body.users[0]["last-name"]).toBe("Lovelace");
    expect((await get(`${members}&username=ada`)).body.name).toBe("ada");
    expect((await call("DELETE", `${members}&username=ada`)).status).toBe(204);
    expect(await call("DELETE", `${members}&username=ada`)).toMatchObject({
      status: 404,
      body: { reason: "MEMBERSHIP_NOT_FOUND" },
    });
    expect(await get(`${members}&username=ada`)).toMatchObject({
      status: 404,
      body: { reason: "MEMBERSHIP_NOT_FOUND" },
    });
  });

  it("and refuses unknown users with 400, unknown groups with 404", async () => {
    const { call } = open(seed);

    expect(await call("POST", "/group/user/direct?groupname=staff", { name: "eve" })).toMatchObject({
      status: 400,
      body: { reason: "USER_NOT_FOUND" },
    });
    expect(await call("POST", "/group/user/direct?groupname=none", { name: "ada" })).toMatchObject({
      status: 404,
      body: { reason: "GROUP_NOT_FOUND" },
    });
  });

  it("and gives a group that does not exist no members, if it is an older one", async () => {
    expect((await open().get("/group/user/direct?groupname=none")).status).toBe(404);
    expect(
      (await open({}, { profile: OLDER_CROWD }).get("/group/user/direct?groupname=none")).body.users,
    ).toEqual([]);
  });
});

describe("the Crowd server refuses an application without the right to", () => {
  const put = { ...BODY, name: "ada" };

  it.each([
    ["create-user", "POST", "/user", NEW],
    ["modify-user", "PUT", "/user?username=ada", put],
    ["modify-user", "POST", "/user/rename?username=ada", { "new-name": "eve" }],
    ["modify-user", "POST", "/user/attribute?username=ada", { attributes: [] }],
    ["modify-user", "DELETE", "/user/attribute?username=ada&attributename=a", undefined],
    ["delete-user", "DELETE", "/user?username=ada", undefined],
    ["create-group", "POST", "/group", { name: "new", type: "GROUP" }],
    ["modify-group", "PUT", "/group?groupname=staff", { name: "staff", type: "GROUP" }],
    ["delete-group", "DELETE", "/group?groupname=staff", undefined],
    ["modify-group", "POST", "/group/user/direct?groupname=staff", { name: "ada" }],
    ["modify-group", "DELETE", "/group/user/direct?groupname=staff&username=ada", undefined],
  ] as const)("%s: %s %s", async (right, method, path, body) => {
    const rights = new Set([...ALL_RIGHTS].filter((one) => one !== right));
    const { call } = open({ users: [ADA], groups: [{ name: "staff" }] }, { rights });

    expect(await call(method, path, body)).toMatchObject({
      status: 403,
      body: { reason: "APPLICATION_PERMISSION_DENIED" },
    });
  });
});

describe("the Crowd server fills blank names", () => {
  it.each([
    { given: ["", "", "Ada Lovelace"], stored: ["Ada", "Lovelace", "Ada Lovelace"] },
    { given: ["Ada", "Lovelace", ""], stored: ["Ada", "Lovelace", "Ada Lovelace"] },
    { given: ["", "van Beethoven", ""], stored: ["", "van Beethoven", "van Beethoven"] },
    {
      given: ["", "", "Ludwig van  Beethoven "],
      stored: ["Ludwig", "van  Beethoven", "Ludwig van  Beethoven"],
    },
    { given: ["Cher", "", ""], stored: ["Cher", "Cher", "Cher"] },
    { given: ["", "", ""], stored: ["", "login", "login"] },
  ])("$given", ({ given: [firstName = "", lastName = "", displayName = ""], stored }) => {
    const filled = fillNames({ name: "login", firstName, lastName, displayName });

    expect([filled.firstName, filled.lastName, filled.displayName]).toEqual(stored);
  });
});

describe("the Crowd server nests groups", () => {
  const path = "/group/child-group/direct";
  const seed = { groups: [{ name: "all", childGroups: ["dev"] }, { name: "dev" }, { name: "ops" }] };

  it("and lists them, a page at a time, in full when asked to", async () => {
    const { get, call } = open(seed);
    await call("POST", `${path}?groupname=all`, { name: "OPS" });

    const page = await get(`${path}?groupname=ALL&start-index=1&max-results=1`);
    const full = await get(`${path}?groupname=all&expand=group`);

    expect(page.body.groups.map(({ name }: { name: string }) => name)).toEqual(["ops"]);
    expect(full.body.groups[0]).toMatchObject({ name: "dev", type: "GROUP", active: true });
    expect((await get(`${path}?groupname=all&child-groupname=Dev`)).body).toMatchObject({ name: "dev" });
  });

  it("and takes them out, and forgets them when they are deleted", async () => {
    const { call, state } = open(seed);

    const out = await call("DELETE", `${path}?groupname=all&child-groupname=DEV`);
    await call("POST", `${path}?groupname=dev`, { name: "ops" });
    await call("DELETE", "/group?groupname=ops");

    expect(out.status).toBe(204);
    expect([...state.groups.values()].map(({ childGroups }) => childGroups.size)).toEqual([0, 0]);
  });

  it.each<{ what: string; method: Method; query: string; body?: object; status: number; reason: string }>([
    {
      what: "a circle",
      method: "POST",
      query: "groupname=dev",
      body: { name: "all" },
      status: 400,
      reason: "INVALID_MEMBERSHIP",
    },
    {
      what: "a group in itself",
      method: "POST",
      query: "groupname=all",
      body: { name: "all" },
      status: 400,
      reason: "INVALID_MEMBERSHIP",
    },
    {
      what: "what is nested already",
      method: "POST",
      query: "groupname=all",
      body: { name: "dev" },
      status: 409,
      reason: "MEMBERSHIP_ALREADY_EXISTS",
    },
    {
      what: "an unknown outer group",
      method: "POST",
      query: "groupname=none",
      body: { name: "dev" },
      status: 404,
      reason: "GROUP_NOT_FOUND",
    },
    {
      what: "an unknown inner group",
      method: "POST",
      query: "groupname=all",
      body: { name: "none" },
      status: 400,
      reason: "GROUP_NOT_FOUND",
    },
    {
      what: "another field",
      method: "POST",
      query: "groupname=all",
      body: { groupname: "dev" },
      status: 400,
      reason: "ILLEGAL_ARGUMENT",
    },
    {
      what: "to take out what is not in",
      method: "DELETE",
      query: "groupname=all&child-groupname=ops",
      status: 404,
      reason: "MEMBERSHIP_NOT_FOUND",
    },
    {
      what: "to take out of an unknown group",
      method: "DELETE",
      query: "groupname=none&child-groupname=ops",
      status: 404,
      reason: "GROUP_NOT_FOUND",
    },
    {
      what: "to take out an unknown group",
      method: "DELETE",
      query: "groupname=all&child-groupname=none",
      status: 404,
      reason: "GROUP_NOT_FOUND",
    },
    {
      what: "to show what is not in",
      method: "GET",
      query: "groupname=all&child-groupname=ops",
      status: 404,
      reason: "MEMBERSHIP_NOT_FOUND",
    },
    {
      what: "to list an unknown group",
      method: "GET",
      query: "groupname=none",
      status: 404,
      reason: "GROUP_NOT_FOUND",
    },
  ])("and refuses $what", async ({ method, query, body, status, reason }) => {
    const { call } = open(seed);

    const answer = await call(method, `${path}?${query}`, body);

    expect([answer.status, answer.body.reason]).toEqual([status, reason]);
  });

  it("only where the directory has it switched on, and the application may", async () => {
    const off = open(seed, { profile: { ...NEWER_CROWD, nestedGroups: false } });
    const mayNot = open(seed, {
      rights: new Set([...ALL_RIGHTS].filter((right) => right !== "modify-group")),
    });
    const nest = ({ call }: ReturnType<typeof open>) =>
      call("POST", `${path}?groupname=dev`, { name: "ops" });

    expect((await nest(off)).body.reason).toBe("NESTED_GROUPS_NOT_SUPPORTED");
    expect((await nest(mayNot)).body.reason).toBe("APPLICATION_PERMISSION_DENIED");
  });

  it("and an older one gives a group that does not exist no groups", async () => {
    const { get } = open(seed, { profile: OLDER_CROWD });

    expect((await get(`${path}?groupname=none`)).body).toMatchObject({ groups: [] });
  });
});

it("a group of the seed must have members that exist", () => {
  expect(() => createCrowdState({ groups: [{ name: "staff", members: ["nobody"] }] })).toThrow(
    "unknown member",
  );
});

describeRecordings(50);
