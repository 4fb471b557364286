import { describe, expect, it } from "vitest";
import {
  CONFLUENCE_8_3,
  CONFLUENCE_8_4,
  CONFLUENCE_9_4,
  CONFLUENCE_10,
  type ConfluenceProfile,
  type Paging,
} from "../../src/sandbox/confluence/confluence-profile.ts";
import { describeRecordings } from "../sandbox/confluence-recordings.ts";
import { type Script, startScripted } from "../support/scripted-server.ts";
import {
  isProbe,
  type OpenedConfluence,
  openConfluence,
  openConfluenceAt,
  PASSWORD,
  SELF,
  TOKEN,
} from "./open-confluence.ts";

const signal = new AbortController().signal;
const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`);
const usersOf = (count: number) => namesOf(count).map((name) => ({ name }));
const read = ({ target }: Pick<OpenedConfluence, "target">, groups: readonly string[] = []) =>
  target.read({ groups, signal });
const readAt = (url: string, groups: readonly string[] = []) =>
  openConfluenceAt(url).read({ groups, signal });
const pathOf = (request: string) => request.replace(/^GET \/|\?.*/g, "");
const pathsOf = ({ seen }: OpenedConfluence) =>
  seen.map((request) => (isProbe(request) ? "probe" : pathOf(request)));
const countOf = (opened: OpenedConfluence, path: string) =>
  pathsOf(opened).filter((one) => one === path).length;
const basic = (password: string) => ({ username: "usersync", password });
const withPaging = (paging: Partial<Paging>): ConfluenceProfile => ({
  ...CONFLUENCE_9_4,
  paging: { ...CONFLUENCE_9_4.paging, ...paging },
});

describe("confluence signs in", () => {
  it("with one request alone, so that a wrong password costs one failed login", async () => {
    await using confluence = await openConfluence({ credentials: basic("wrong") });

    await expect(read(confluence, ["dev"])).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
      fix: expect.stringContaining("`password`"),
    });
    await expect(read(confluence, ["dev"])).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    expect(pathsOf(confluence)).toEqual(["user/current"]);
  });

  it("with a password as well as with a token", async () => {
    await using confluence = await openConfluence({ credentials: basic(PASSWORD) });

    expect((await read(confluence)).self).toBe(SELF.key);
  });

  it("and explains a CAPTCHA, behind which the right password fails too", async () => {
    await using confluence = await openConfluence({ credentials: basic(PASSWORD) });
    for (let failures = 0; failures < 3; failures += 1) {
      const wrong = openConfluenceAt(confluence.url, { credentials: basic("wrong") });
      await expect(wrong.read({ groups: [], signal })).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    }

    await expect(read(confluence)).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
      why: expect.stringContaining("CAPTCHA"),
    });
    expect(confluence.seen).toHaveLength(4);
  });

  it("and does not take a visitor without a name for somebody", async () => {
    await using server = await startScripted([{ body: { type: "anonymous", displayName: "Anonymous" } }]);

    await expect(readAt(server.url)).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
      fix: expect.stringContaining("Authorization"),
    });
    expect(server.requests).toHaveLength(1);
  });

  it("and keeps its secrets out of errors and logs", async () => {
    const body = { message: `no ${TOKEN} here` };
    await using server = await startScripted(() => ({ status: 403, body }));
    await using confluence = await openConfluence({ credentials: basic("wrong") });

    const errors = await Promise.all(
      [readAt(server.url), read(confluence)].map((reading) => reading.catch((error: unknown) => error)),
    );

    const said = JSON.stringify([
      errors.map((error) => ({ ...(error as object), text: String(error) })),
      confluence.log.lines,
    ]);
    expect(said).not.toContain(TOKEN);
    expect(said).not.toContain("wrong");
  });
});

describe("confluence lists accounts", () => {
  // Users besides the account of usersync itself.
  it.each([
    { size: 0, pages: 1, paging: {} },
    { size: 198, pages: 1, paging: {} },
    { size: 199, pages: 2, paging: {}, why: "a full page without a link is asked about" },
    { size: 200, pages: 2, paging: {} },
    { size: 401, pages: 3, paging: {} },
    {
      size: 198,
      pages: 3,
      paging: { next: "always" },
      why: "two empty pages, each with a link, are the end",
    },
    { size: 399, pages: 4, paging: { next: "always" } },
    {
      size: 399,
      pages: 3,
      paging: { next: "never" },
      why: "a server without links is asked until it has no more",
    },
    { size: 150, pages: 4, paging: { cap: 50 }, why: "a server that gives fewer says so" },
    { size: 99, pages: 4, paging: { cap: 50, next: "always" } },
    { size: 198, pages: 1, paging: { totals: true } },
  ] as const)("to the last of $size in $pages pages, where the server has $paging", async (scene) => {
    const { size, pages, paging } = scene;
    await using confluence = await openConfluence({
      seed: { users: usersOf(size) },
      profile: withPaging(paging),
    });

    const snapshot = await read(confluence);

    expect(snapshot.accounts.map(({ username }) => username)).toEqual(["usersync", ...namesOf(size)]);
    expect(snapshot).not.toHaveProperty("partial");
    expect(snapshot).not.toHaveProperty("incomplete");
    expect(countOf(confluence, "user/list")).toBe(pages);
  });

  it("in a request for the sign-in, one for each page and one to find out about updates", async () => {
    await using confluence = await openConfluence({ seed: { users: usersOf(300) }, profile: CONFLUENCE_9_4 });

    await read(confluence);

    expect(pathsOf(confluence)[0]).toBe("user/current");
    expect(pathsOf(confluence).toSorted()).toEqual(["probe", "user/current", "user/list", "user/list"]);
    expect(confluence.writes()).toEqual([]);
  });

  it("with key, names and whether they are active, and never with an e-mail", async () => {
    const users = [
      { key: "k-ada", name: "ada", fullName: "Ada Lovelace", email: "ada@example.com", active: false },
      { key: "k-bob", name: "bob", fullName: " " },
    ];
    await using confluence = await openConfluence({ seed: { users } });

    const { accounts, self } = await read(confluence);

    expect(accounts).toEqual([
      { id: SELF.key, username: "usersync", displayName: "usersync", active: true },
      { id: "k-ada", username: "ada", displayName: "Ada Lovelace", active: false },
      { id: "k-bob", username: "bob", active: true },
    ]);
    expect(self).toBe(SELF.key);
  });

  it.each([
    { status: undefined, active: null },
    { status: "CURRENT", active: null },
    { status: "current", active: true },
    { status: "deactivated", active: false },
  ])("with the status $status as $active: what nobody said is not taken for disabled", async (scene) => {
    const { status, active } = scene;
    const ada = { ...wireUser("ada"), ...(status === undefined ? {} : { status }) };
    await using server = await startScripted(answers({ users: [[SELF_WIRE, ada]] }));

    expect((await readAt(server.url)).accounts).toContainEqual(
      expect.objectContaining({ username: "ada", active }),
    );
  });

  it("under a context path", async () => {
    await using confluence = await openConfluence({
      ...{ seed: { users: usersOf(450) }, contextPath: "/confluence", profile: CONFLUENCE_10 },
    });

    expect((await read(confluence)).accounts).toHaveLength(451);
  });

  it("once each, and leaves out who has no account any more", async () => {
    const gone = { type: "unknown", displayName: "Unknown User (eve)" };
    const first = [SELF_WIRE, wireUser("ada"), gone];
    await using server = await startScripted(answers({ users: [first, [wireUser("ada"), wireUser("bob")]] }));

    const { accounts } = await readAt(server.url);

    expect(accounts.map(({ username }) => username)).toEqual(["usersync", "ada", "bob"]);
  });

  it("and lives through a passing 503, a reset and a cut body", async () => {
    await using confluence = await openConfluence({ seed: { users: usersOf(3) } });
    confluence.traffic.add({ fault: { kind: "status", status: 503, headers: { "retry-after": "7" } } });
    confluence.traffic.add({ fault: { kind: "reset" } });
    confluence.traffic.add({ fault: { kind: "cut-body" } });

    expect((await read(confluence)).accounts).toHaveLength(4);
    expect(confluence.traffic.pending()).toEqual([]);
  });

  it("and heeds the rate limit of Data Center", async () => {
    let now = 0;
    const rateLimit = { capacity: 3, fillRate: 1, intervalSeconds: 5, now: () => (now += 5000) };
    await using confluence = await openConfluence({ seed: { users: usersOf(900) }, rateLimit });

    expect((await read(confluence)).accounts).toHaveLength(901);
  });
});

describe("confluence does not take a part of the list for all of it", () => {
  it("when a later page cannot be had", async () => {
    await using confluence = await openConfluence({ seed: { users: usersOf(300) } });
    confluence.traffic.add({ fault: { kind: "status", status: 500 }, path: /list$/, after: 1, times: 6 });

    await expect(read(confluence)).rejects.toMatchObject({ code: "INCOMPLETE_READ" });
    expect(confluence.traffic.pending()).toEqual([]);
  });

  it("when it is gone on the second page", async () => {
    const fault = { kind: "status", status: 404 } as const;
    await using confluence = await openConfluence({ seed: { users: usersOf(300) } });
    confluence.traffic.add({ fault, path: /list$/, after: 1 });

    await expect(read(confluence)).rejects.toMatchObject({ code: "INCOMPLETE_READ" });
  });

  it.each([
    {
      what: "the same page comes again",
      users: [
        ["ada", "bob"],
        ["ada", "bob"],
      ],
      links: true,
    },
    { what: "a page leads to itself", users: [["ada", "bob"]], links: "itself" },
    { what: "fewer come than Confluence counts", users: [["ada", "bob"]], total: 4 },
  ])("when $what", async ({ users, ...rest }) => {
    const pages = users.map((names) => names.map(wireUser));
    await using server = await startScripted(answers({ users: pages, ...rest } as Answers));

    await expect(readAt(server.url)).rejects.toMatchObject({ code: "INCOMPLETE_READ" });
    expect(server.requests.length).toBeLessThan(6);
  });

  it.each([
    { answer: { results: "many" }, what: "no list" },
    { answer: {}, what: "an empty object, which must not pass for an empty directory" },
    { answer: { results: [{ type: "known", username: "ada" }] }, what: "a user without a key" },
    { answer: null, what: "null" },
  ])("and says UNEXPECTED_ANSWER to $what", async ({ answer }) => {
    await using server = await startScripted((request) =>
      request.url.startsWith("/rest/api/user/list") ? { body: answer } : answers({ users: [] })(request),
    );

    await expect(readAt(server.url)).rejects.toMatchObject({ code: "UNEXPECTED_ANSWER" });
  });

  it("and says what an HTML page means", async () => {
    await using confluence = await openConfluence();
    confluence.traffic.add({ fault: { kind: "html" } });

    await expect(read(confluence)).rejects.toMatchObject({
      code: "UNEXPECTED_ANSWER",
      why: expect.stringContaining("HTML"),
    });
  });

  it("and says that the right to administer is missing", async () => {
    await using confluence = await openConfluence({ rights: new Set(["LOGIN"]), seed: { groups: [DEV] } });

    await expect(read(confluence, ["dev"])).rejects.toMatchObject({
      code: "PERMISSION_MISSING",
      fix: expect.stringContaining("Global permissions"),
    });
  });

  it("but asks groups when somebody is in one who was not listed", async () => {
    const groups = { dev: [wireUser("ada")], everybody: [wireUser("eve")] };
    await using server = await startScripted(answers({ users: [[SELF_WIRE]], groups }));

    const doubted = await readAt(server.url, ["dev"]);
    const target = openConfluenceAt(server.url, { listing: { groups: ["everybody"] } });
    const filled = await target.read({ groups: ["dev"], signal });

    expect(doubted).toMatchObject({ partial: true, incomplete: expect.stringContaining("ada exists") });
    expect(doubted.incomplete).toContain("`listing.groups`");
    expect(filled.accounts.map(({ username }) => username)).toEqual(["usersync", "ada", "eve"]);
    expect(filled).toMatchObject({ partial: true });
    expect(filled).not.toHaveProperty("incomplete");
  });
});

const DEV = { name: "dev", members: ["usersync"] };

describe("confluence before 8.4", () => {
  const seed = {
    users: usersOf(30),
    groups: [
      { name: "everybody", members: ["usersync", ...namesOf(20)] },
      { name: "others", members: namesOf(25) },
      { name: "dev", members: ["user3"] },
    ],
  };
  const profile = CONFLUENCE_8_3;

  it("lists nobody, and says which setting would help", async () => {
    await using confluence = await openConfluence({ seed, profile });

    const snapshot = await read(confluence, ["dev"]);

    expect(snapshot).toMatchObject({
      partial: true,
      incomplete: expect.stringContaining("`listing.groups`"),
    });
    expect(snapshot.accounts.map(({ username }) => username)).toEqual(["usersync", "user3"]);
  });

  it("has the members of the groups that the config names, each group read once", async () => {
    const listing = { groups: ["everybody", "Others", "dev"] };
    await using confluence = await openConfluence({ seed, profile, listing });

    const snapshot = await read(confluence, ["dev", "OTHERS"]);

    expect(snapshot.accounts).toHaveLength(26);
    expect(snapshot).toMatchObject({ partial: true });
    expect(snapshot).not.toHaveProperty("incomplete");
    expect(snapshot.groups.map(({ name }) => name)).toEqual(["dev", "OTHERS"]);
    expect(pathsOf(confluence).filter((path) => path.startsWith("group/"))).toHaveLength(3);
  });

  it("disables nobody when such a group is not there", async () => {
    const listing = { groups: ["everybody", "all-of-us"] };
    await using confluence = await openConfluence({ seed, profile, listing });

    expect(await read(confluence)).toMatchObject({
      incomplete: expect.stringContaining("no group all-of-us"),
    });
  });

  it.each([404, 405])("is told by the status %s of the list, whatever body comes with it", async (status) => {
    await using server = await startScripted((request) =>
      request.url.startsWith("/rest/api/user/list")
        ? { status, headers: { "content-type": "text/html" }, body: "<h1>no</h1>" }
        : answers({ users: [] })(request),
    );

    const { lacks } = await readAt(server.url);

    expect(lacks).toContainEqual({ kind: "import", why: expect.stringContaining("8.4") });
  });
});

describe("confluence says what its version cannot do", () => {
  it.each([
    { version: "8.3", profile: CONFLUENCE_8_3, lacks: ["import", "update"] },
    { version: "8.4", profile: CONFLUENCE_8_4, lacks: ["update"] },
    { version: "9.4", profile: CONFLUENCE_9_4, lacks: ["update username"] },
    { version: "10", profile: CONFLUENCE_10, lacks: ["update username"] },
  ])("$version: $lacks", async ({ profile, lacks }) => {
    await using confluence = await openConfluence({ profile });

    const found = (await read(confluence)).lacks ?? [];

    expect(found.map(({ kind, field }) => [kind, ...(field === undefined ? [] : [field])].join(" "))).toEqual(
      lacks,
    );
    expect(found.every(({ why }) => /^[a-zC]/.test(why) && !why.endsWith("."))).toBe(true);
  });

  it.each([
    { answer: { status: 404, body: ownError(404) }, is: "there", why: "no such account, says Confluence" },
    { answer: { status: 400, body: ownError(400) }, is: "there" },
    { answer: { status: 500, body: ownError(500) }, is: "there" },
    { answer: { status: 405, body: ownError(405) }, is: "there", why: "that is the read-only mode" },
    { answer: { status: 204 }, is: "there" },
    { answer: { status: 405 }, is: "missing" },
    { answer: { status: 404, headers: { "content-type": "text/html" }, body: "<p>" }, is: "missing" },
    { answer: { status: 404, body: { message: "null for uri", "status-code": 404 } }, is: "missing" },
  ])("and takes $answer.status with $answer.body for an update that is $is", async ({ answer, is }) => {
    await using server = await startScripted((request) =>
      request.method === "PUT" ? answer : answers({ users: [[SELF_WIRE]] })(request),
    );

    const { lacks = [] } = await readAt(server.url);

    expect(lacks.some(({ kind, field }) => kind === "update" && field === undefined)).toBe(is === "missing");
  });

  it.each([
    { status: 403, code: "PERMISSION_MISSING" },
    { status: 401, code: "SIGN_IN_FAILED" },
  ])("but not when the question is answered with $status", async ({ status, code }) => {
    await using server = await startScripted((request) =>
      request.method === "PUT"
        ? { status, body: ownError(status) }
        : answers({ users: [[SELF_WIRE]] })(request),
    );

    await expect(readAt(server.url)).rejects.toMatchObject({ code });
  });

  it("and not in read-only mode either, where it may mean no more than that", async () => {
    await using server = await startScripted((request) => {
      if (request.method === "PUT") return { status: 403, body: ownError(403) };
      if (request.url.endsWith("/accessmode")) return { body: '"READ_ONLY"', headers: JSON_TYPE };
      return answers({ users: [[SELF_WIRE]] })(request);
    });

    expect((await readAt(server.url)).lacks).toMatchObject([{ kind: "update", field: "username" }]);
  });
});

const JSON_TYPE = { "content-type": "application/json" };

describe("confluence reads groups", () => {
  it.each([
    { size: 0, requests: 2, why: "that an empty group is there is asked" },
    { size: 1, requests: 1 },
    { size: 199, requests: 1 },
    { size: 200, requests: 2 },
    { size: 1001, requests: 6 },
  ])("of $size members in $requests requests", async ({ size, requests }) => {
    const seed = { users: usersOf(size), groups: [{ name: "dev", members: namesOf(size) }] };
    await using confluence = await openConfluence({ seed, profile: CONFLUENCE_9_4 });

    const { groups, accounts } = await read(confluence, ["dev"]);

    expect(groups).toMatchObject([{ id: "dev", name: "dev" }]);
    expect(new Set(groups[0]?.members)).toEqual(new Set(accounts.slice(1).map(({ id }) => id)));
    expect(pathsOf(confluence).filter((path) => path.startsWith("group/dev"))).toHaveLength(requests);
  });

  it("that are not there as not there, also where such a group looks empty", async () => {
    await using confluence = await openConfluence();
    await using server = await startScripted(answers({ users: [[SELF_WIRE]], groups: {}, empty: true }));

    expect((await read(confluence, ["dev"])).groups).toEqual([]);
    expect((await readAt(server.url, ["dev"])).groups).toEqual([]);
  });

  it("and waits for names that are still being found out, or fails with them", async () => {
    await using confluence = await openConfluence({ seed: { groups: [DEV] } });

    const late = await confluence.target.read({ groups: Promise.resolve(["dev"]), signal });

    expect(late.groups).toMatchObject([{ name: "dev", members: [SELF.key] }]);
    const rejected = Promise.reject(new Error("the source broke"));
    rejected.catch(() => "nobody waits for it until usersync has signed in");
    await expect(confluence.again().read({ groups: rejected, signal })).rejects.toThrow("the source broke");
  });

  it("and says which name cannot stand in an address", async () => {
    await using server = await startScripted((request) =>
      request.url.includes("%2F") ? { status: 400, body: "Bad Request" } : answers({ users: [] })(request),
    );
    await using confluence = await openConfluence();

    for (const reading of [() => readAt(server.url, ["R&D / Ops"]), () => read(confluence, [".."])]) {
      await expect(reading()).rejects.toMatchObject({
        code: "REFUSED",
        fix: expect.stringContaining("`mapping.groupName`"),
      });
    }
  });
});

const SELF_WIRE = wireUser("usersync");

function wireUser(name: string): object {
  return { type: "known", username: name, userKey: `k-${name}`, displayName: name };
}

function ownError(statusCode: number): object {
  return { statusCode, data: { authorized: true, valid: false, errors: [] }, message: "no", reason: "no" };
}

interface Answers {
  /** Pages of the list. */
  readonly users: readonly (readonly object[])[];
  readonly groups?: Readonly<Record<string, readonly object[]>>;
  /** A group that is not there has no members. */
  readonly empty?: boolean;
  /** Whether pages have links, or one to themselves. Unless said, all but the last have one. */
  readonly links?: boolean | "itself";
  readonly total?: number;
}

/** A server that has nothing but what these tests ask it for. */
function answers(has: Answers) {
  return ({ method, url }: { readonly method: string; readonly url: string }): Script => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const path = pathname.replace("/rest/api/", "");
    if (method === "PUT") return NOT_FOUND;
    if (path === "user/current") return { body: SELF_WIRE };
    const [, group, rest] = /^group\/([^/]+)(\/member)?$/.exec(path) ?? [];
    if (group !== undefined) return groupAnswer(has, group, rest !== undefined);
    return { body: userPage(has, Number(searchParams.get("start"))) };
  };
}

const NOT_FOUND: Script = { status: 404, body: ownError(404) };

function groupAnswer({ groups = {}, empty = false }: Answers, group: string, asksMembers: boolean): Script {
  const members = groups[group] ?? (empty && asksMembers ? [] : undefined);
  if (members === undefined) return NOT_FOUND;
  return { body: asksMembers ? { results: members, size: members.length } : { name: group } };
}

function userPage({ users, links, total }: Answers, start: number): object {
  const at = start / 200;
  const hasNext = links ?? at + 1 < users.length;
  const next = `/rest/api/user/list?start=${hasNext === "itself" ? start : start + 200}`;
  const counted = total === undefined ? {} : { totalCount: total };
  return { results: users[at] ?? [], start, limit: 200, ...counted, _links: hasNext ? { next } : {} };
}

describeRecordings(50);
