import { describe, expect, it } from "vitest";
import { BITBUCKET_8, BITBUCKET_9_6 } from "../../src/sandbox/bitbucket/bitbucket-profile.ts";
import {
  type BitbucketServerOptions,
  bitbucketServer,
} from "../../src/sandbox/bitbucket/bitbucket-server.ts";
import {
  type BitbucketPermission,
  type BitbucketSeed,
  createBitbucketState,
  findGroup,
  findUser,
  INTERNAL,
} from "../../src/sandbox/bitbucket/bitbucket-state.ts";
import { describeRecordings, recordBitbucket } from "./bitbucket-recordings.ts";

const basic = (password: string) => `Basic ${Buffer.from(`root:${password}`).toString("base64")}`;
type Method = "GET" | "POST" | "PUT" | "DELETE";

interface Options extends Partial<BitbucketServerOptions> {
  /** What whoever asks may do. */
  readonly permission?: BitbucketPermission;
}

function open(seed: BitbucketSeed = {}, { permission = "SYS_ADMIN", ...options }: Options = {}) {
  const root = { id: 1, name: "root", permission } as const;
  const state = options.state ?? createBitbucketState({ ...seed, users: [root, ...(seed.users ?? [])] });
  const logins = [{ username: "root", password: "secret", tokens: ["t0k3n"] }];
  const app = bitbucketServer({ logins, ...options, state });
  recordBitbucket(app);
  const call = async (method: Method, path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await app.inject({
      ...{ method, url: `${options.contextPath ?? ""}/rest/api/latest${path}` },
      headers: { authorization: basic("secret"), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const isJson = String(answer.headers["content-type"] ?? "").includes("json");
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      body: isJson ? answer.json() : undefined,
    };
  };
  const exceptionOf = async (method: Method, path: string, body?: object) => {
    const answer = await call(method, path, body);
    return `${answer.status} ${String(answer.body?.errors?.[0]?.exceptionName ?? "").replace(/.*\./, "")}`;
  };
  return { state, app, call, exceptionOf, get: (path: string) => call("GET", path) };
}

const NEW = "/admin/users?name=ada&displayName=Ada&emailAddress=ada%40example.com&password=x";
const USERS = "/admin/users?start=0&limit=1000";

describe("the Bitbucket server lets in", () => {
  it("nobody with a wrong password, and after three of them nobody at all", async () => {
    const { call } = open();
    for (let failures = 0; failures < 3; failures += 1) {
      const answer = await call("GET", USERS, undefined, { authorization: basic("wrong") });
      expect(answer).toMatchObject({
        status: 401,
        headers: { "x-seraph-loginreason": "AUTHENTICATED_FAILED" },
      });
    }

    const answer = await call("GET", USERS);

    expect(answer).toMatchObject({
      status: 401,
      headers: { "x-authentication-denied-reason": expect.stringContaining("CAPTCHA_CHALLENGE; login-url=") },
    });
  });

  it.each([
    { who: "nobody", headers: { authorization: "" } },
    { who: "a token, whatever its account may do", headers: { authorization: "Bearer t0k3n" } },
  ])("$who to administer", async ({ headers }) => {
    const { call } = open();

    const answer = await call("GET", "/admin/permissions/groups", undefined, headers);

    expect(answer.status).toBe(401);
    expect(answer.body.errors[0].exceptionName).toMatch(/\.AuthorisationException$/);
  });

  it.each([
    { permission: "LICENSED_USER", lists: 200, creates: 401, grants: 401 },
    { permission: "ADMIN", lists: 200, creates: 204, grants: 401 },
    { permission: "SYS_ADMIN", lists: 200, creates: 204, grants: 204 },
  ] as const)("$permission to do what it may", async ({ permission, lists, creates, grants }) => {
    const { call, get } = open({ users: [{ name: "bob" }] }, { permission });

    expect((await get(USERS)).status).toBe(lists);
    expect((await call("POST", NEW)).status).toBe(creates);
    expect((await call("PUT", "/admin/permissions/users?name=bob&permission=SYS_ADMIN")).status).toBe(grants);
  });

  it("anybody to ask for its version, and no write of a browser", async () => {
    const { call, app } = open();

    expect((await app.inject({ url: "/rest/api/latest/application-properties" })).json()).toMatchObject({
      version: "9.6.0",
    });
    expect((await call("PUT", "/admin/users", {}, { "user-agent": "Mozilla/5.0" })).status).toBe(403);
  });

  it("whoever knows its address: elsewhere there is a page", async () => {
    const { app, get } = open({}, { contextPath: "/bitbucket" });

    const answer = await app.inject({ url: "/rest/api/latest/admin/users" });

    expect(answer.statusCode).toBe(404);
    expect(answer.headers["content-type"]).toContain("text/html");
    expect((await get(USERS)).status).toBe(200);
  });

  it("as many requests as its limit says", async () => {
    const rateLimit = { capacity: 1, fillRate: 1, intervalSeconds: 5, now: () => 0 };
    const { get } = open({}, { rateLimit });

    expect(await get(USERS)).toMatchObject({ status: 200, headers: { "x-ratelimit-remaining": "0" } });
    expect(await get(USERS)).toMatchObject({
      ...{ status: 429, body: { message: "Rate limit exceeded." } },
      headers: { "retry-after": "5", "x-ratelimit-limit": "1", "x-ratelimit-fillrate": "1" },
    });
  });
});

describe("the Bitbucket server lists", () => {
  it.each([
    { profile: BITBUCKET_9_6, limit: 2, pages: [["bob", "cleo"], ["root"]], last: {} },
    { profile: BITBUCKET_8, limit: 3, pages: [["bob", "cleo"], ["root"]], last: { nextPageStart: null } },
  ])("in pages, in $profile.version", async ({ profile, limit, pages, last }) => {
    const { get } = open({ users: [{ name: "cleo" }, { name: "bob" }] }, { profile });

    const first = await get(`/admin/users?start=0&limit=${limit}`);
    const second = await get(`/admin/users?start=${first.body.nextPageStart}&limit=${limit}`);

    const names = [first, second].map(({ body }) => body.values.map(({ name }: { name: string }) => name));
    expect(names).toEqual(pages);
    expect(first.body).toMatchObject({ isLastPage: false, nextPageStart: 2, start: 0, limit });
    expect(second.body).toMatchObject({ isLastPage: true, start: 2, ...last });
    expect("nextPageStart" in second.body).toBe("nextPageStart" in last);
  });

  it("no more than a thousand, and twenty-five unless it is asked for more", async () => {
    const users = Array.from({ length: 1100 }, (_, index) => ({ name: `user${index}` }));
    const { get } = open({ users });

    expect((await get("/admin/users?limit=5000")).body).toMatchObject({
      size: 1000,
      limit: 1000,
      nextPageStart: 1000,
    });
    expect((await get("/admin/users")).body).toMatchObject({ size: 25, limit: 25 });
    expect((await get("/admin/users?limit=many&start=none")).body).toMatchObject({
      size: 25,
      start: 0,
    });
  });

  it("what has the filter somewhere in it", async () => {
    const { get } = open({
      users: [{ name: "ada" }, { name: "bob", email: "b@ada.example" }, { name: "cleo" }],
    });

    const { body } = await get(`${USERS}&filter=ADA`);

    expect(body.values.map(({ name }: { name: string }) => name)).toEqual(["ada", "bob"]);
  });

  it.each([
    { profile: BITBUCKET_8, status: 200 },
    { profile: BITBUCKET_9_6, status: 404 },
  ])("nobody in a group that is not there, in $profile.version", async ({ profile, status }) => {
    const { get } = open({}, { profile });

    expect((await get("/admin/groups/more-members?context=none")).status).toBe(status);
    expect((await get("/admin/users/more-members?context=none")).status).toBe(status);
  });

  it.each([
    { profile: BITBUCKET_8, status: 404 },
    { profile: BITBUCKET_9_6, status: 200 },
  ])("its directories, in $profile.version with $status", async ({ profile, status }) => {
    expect((await open({}, { profile }).get("/admin/user-directories")).status).toBe(status);
  });
});

describe("the Bitbucket server keeps users", () => {
  it("that it puts into the default group unless it is told not to", async () => {
    const { call, state } = open();

    await call("POST", NEW);
    await call("POST", `${NEW.replace("=ada&", "=bob&")}&addToDefaultGroup=false`);

    const members = [...(findGroup(state, "stash-users")?.members ?? [])].map(({ name }) => name);
    expect(members).toEqual(["ada"]);
    expect(findUser(state, "bob")?.password).toBe("x");
  });

  it.each([
    {
      what: "without a password",
      path: NEW.replace("&password=x", ""),
      refusal: "400 ArgumentValidationException",
    },
    {
      what: "without an e-mail",
      path: NEW.replace(/&emailAddress=[^&]*/, ""),
      refusal: "400 ArgumentValidationException",
    },
    {
      what: "with a wrong e-mail",
      path: NEW.replace("ada%40", "ada"),
      refusal: "400 ArgumentValidationException",
    },
    {
      what: "with blanks around the name",
      path: NEW.replace("name=ada", "name=%20ada"),
      refusal: "400 ArgumentValidationException",
    },
    {
      what: "with a name that is too long",
      path: NEW.replace("name=ada", `name=${"a".repeat(256)}`),
      refusal: "400 ArgumentValidationException",
    },
    {
      what: "with a name that is taken",
      path: NEW.replace("name=ada", "name=BOB"),
      refusal: "409 IntegrityException",
    },
  ])("but creates none $what", async ({ path, refusal }) => {
    const { exceptionOf, state } = open({ users: [{ name: "bob" }] });

    expect(await exceptionOf("POST", path)).toBe(refusal);
    expect(state.users.size).toBe(2);
  });

  it("but not more than the licence allows", async () => {
    const { exceptionOf, state, call } = open({ seats: 1, users: [{ name: "bob" }] });
    const group = { group: "stash-users", users: ["bob"] };

    expect(await exceptionOf("POST", NEW)).toBe("403 LicenseLimitException");
    expect(findUser(state, "ada")).toBeUndefined();
    expect(await exceptionOf("POST", "/admin/groups/add-users", group)).toBe("403 LicenseLimitException");
    expect(await exceptionOf("PUT", "/admin/permissions/users?name=bob&permission=ADMIN")).toBe(
      "403 LicenseLimitException",
    );
    expect((await call("POST", `${NEW}&addToDefaultGroup=false`)).status).toBe(204);
  });

  it("that it changes as a whole: what is left out is refused", async () => {
    const { call, exceptionOf, state } = open({ users: [{ name: "bob", email: "bob@example.com" }] });
    const user = { name: "bob", displayName: "Bob", email: "b@example.com" };

    expect((await call("PUT", "/admin/users", user)).body).toMatchObject({
      displayName: "Bob",
      emailAddress: "b@example.com",
    });
    expect(await exceptionOf("PUT", "/admin/users", { ...user, email: undefined })).toBe(
      "400 ArgumentValidationException",
    );
    expect(await exceptionOf("PUT", "/admin/users", { ...user, name: "none" })).toBe(
      "404 NoSuchUserException",
    );
    expect(await exceptionOf("PUT", "/admin/users", [])).toBe("400 ArgumentValidationException");
    expect(findUser(state, "bob")?.email).toBe("b@example.com");
  });

  it("whose names and passwords it changes", async () => {
    const { call, exceptionOf, state } = open({ users: [{ id: 7, name: "bob" }, { name: "ada" }] });

    expect(
      (await call("POST", "/admin/users/rename", { name: "bob", newName: "Robert" })).body,
    ).toMatchObject({ id: 7, name: "Robert" });
    expect(await exceptionOf("POST", "/admin/users/rename", { name: "Robert", newName: "ADA" })).toBe(
      "409 IntegrityException",
    );
    const credentials = { name: "robert", password: "new", passwordConfirm: "new" };
    expect((await call("PUT", "/admin/users/credentials", credentials)).status).toBe(204);
    expect(findUser(state, "robert")?.password).toBe("new");
    expect(
      await exceptionOf("PUT", "/admin/users/credentials", { ...credentials, passwordConfirm: "x" }),
    ).toBe("400 ArgumentValidationException");
  });

  it("but not those of whom a directory that it only reads is in charge, or who may do more", async () => {
    const directories = [{ name: "LDAP", type: "LDAP", writable: false }, INTERNAL];
    const users = [
      { name: "bob", directory: "LDAP" },
      { name: "ada", permission: "SYS_ADMIN" },
    ] as const;
    const { exceptionOf, get } = open({ users, directories }, { permission: "ADMIN" });
    const change = (name: string) =>
      exceptionOf("PUT", "/admin/users", { name, displayName: "x", email: "x@example.com" });

    expect(await change("bob")).toBe("403 ForbiddenException");
    expect(await change("ada")).toBe("401 AuthorisationException");
    expect((await get(`${USERS}&filter=bob`)).body.values[0]).toMatchObject({
      mutableDetails: false,
      mutableGroups: false,
    });
  });

  it("and creates none where no directory can be written to", async () => {
    const { exceptionOf } = open({ directories: [{ name: "LDAP", type: "LDAP", writable: false }] });

    expect(await exceptionOf("POST", NEW)).toBe("403 ForbiddenException");
  });
});

describe("the Bitbucket server keeps groups and permissions", () => {
  it("that are there once, whatever the case", async () => {
    const { call, exceptionOf } = open();

    expect((await call("POST", "/admin/groups?name=dev")).body).toEqual({ name: "dev", deletable: true });
    expect(await exceptionOf("POST", "/admin/groups?name=DEV")).toBe("409 IntegrityException");
    expect(await exceptionOf("POST", "/admin/groups?name=%20")).toBe("400 ArgumentValidationException");
  });

  it.each([
    { profile: BITBUCKET_8, members: [] },
    { profile: BITBUCKET_9_6, members: ["ada"] },
  ])("to which it adds as many as it finds, in $profile.version", async ({ profile, members }) => {
    const { exceptionOf, state } = open(
      { users: [{ name: "ada" }, { name: "bob" }], groups: [{ name: "dev" }] },
      { profile },
    );

    const users = ["ada", "gone", "bob"];
    expect(await exceptionOf("POST", "/admin/groups/add-users", { group: "dev", users })).toBe(
      "404 NoSuchUserException",
    );

    expect([...(findGroup(state, "dev")?.members ?? [])].map(({ name }) => name)).toEqual(members);
  });

  it("and takes users in and out a second time without a word", async () => {
    const { call, state, exceptionOf } = open({
      users: [{ name: "ada" }],
      groups: [{ name: "dev" }, { name: "ops" }],
    });
    for (const _ of [1, 2]) {
      expect(
        (await call("POST", "/admin/users/add-groups", { user: "ada", groups: ["dev", "ops"] })).status,
      ).toBe(200);
    }
    for (const _ of [1, 2]) {
      expect(
        (await call("POST", "/admin/users/remove-group", { context: "ada", itemName: "dev" })).status,
      ).toBe(200);
    }

    expect(findGroup(state, "dev")?.members.size).toBe(0);
    expect(findGroup(state, "ops")?.members.size).toBe(1);
    expect(await exceptionOf("POST", "/admin/users/add-groups", { user: "ada", groups: "dev" })).toBe(
      "400 ArgumentValidationException",
    );
    expect(await exceptionOf("POST", "/admin/users/remove-group", { context: "ada", itemName: "none" })).toBe(
      "404 NoSuchGroupException",
    );
  });

  it("but changes no group that may do more than whoever asks", async () => {
    const groups = [{ name: "owners", permission: "SYS_ADMIN" }] as const;
    const { exceptionOf } = open({ users: [{ name: "ada" }], groups }, { permission: "ADMIN" });

    expect(await exceptionOf("POST", "/admin/groups/add-users", { group: "owners", users: ["ada"] })).toBe(
      "403 ForbiddenException",
    );
  });

  it("and permissions, but nobody lowers their own", async () => {
    const { call, exceptionOf, get } = open({ users: [{ name: "ada" }, { name: "bob" }] });

    expect((await call("PUT", "/admin/permissions/users?name=ada&permission=ADMIN")).status).toBe(204);
    expect((await call("DELETE", "/admin/permissions/users?name=ada")).status).toBe(204);
    expect(await exceptionOf("DELETE", "/admin/permissions/users?name=root")).toBe("409 IntegrityException");
    expect(await exceptionOf("PUT", "/admin/permissions/users?name=root&permission=ADMIN")).toBe(
      "409 IntegrityException",
    );
    expect(await exceptionOf("PUT", "/admin/permissions/users?name=bob&permission=KING")).toBe(
      "400 ArgumentValidationException",
    );
    expect((await get("/admin/permissions/users")).body.values).toMatchObject([
      { user: { name: "root" }, permission: "SYS_ADMIN" },
    ]);
  });
});

it("refuses a seed that names somebody who is not in it", () => {
  expect(() => createBitbucketState({ groups: [{ name: "dev", members: ["nobody"] }] })).toThrow("nobody");
});

describeRecordings(60);
