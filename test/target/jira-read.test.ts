import { describe, expect, it } from "vitest";
import { JIRA_8_2, JIRA_9_12, JIRA_10_3_0, JIRA_11 } from "../../src/sandbox/jira/jira-profile.ts";
import { describeRecordings } from "../sandbox/jira-recordings.ts";
import { type Script, startScripted } from "../support/scripted-server.ts";
import { type JiraOptions, type OpenedJira, openJira, openJiraAt, PASSWORD, TOKEN } from "./open-jira.ts";

const signal = new AbortController().signal;
const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`);
const usersOf = (count: number) => namesOf(count).map((name) => ({ name, email: `${name}@example.com` }));
const read = ({ target }: Pick<OpenedJira, "target">, groups: readonly string[] = []) =>
  target.read({ groups, signal });
const pathsOf = ({ seen }: OpenedJira) => seen.map((request) => request.replace(/^GET \/|\?.*/g, ""));
const basic = (password: string) => ({ username: "usersync", password });

describe("jira signs in", () => {
  it("with one request alone, so that a wrong password costs one failed login", async () => {
    await using jira = await openJira({ credentials: basic("wrong"), seed: { groups: [{ name: "dev" }] } });

    await expect(read(jira, ["dev"])).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
      fix: expect.stringContaining("`password`"),
    });
    await expect(read(jira, ["dev"])).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    expect(pathsOf(jira)).toEqual(["myself"]);
  });

  it("with a password as well as with a token", async () => {
    await using jira = await openJira({ credentials: basic(PASSWORD) });

    expect((await read(jira)).self).toBe("JIRAUSER10000");
  });

  it("and explains a token that is not valid any more", async () => {
    await using jira = await openJira({ credentials: { token: "old" } });

    await expect(read(jira)).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
      fix: expect.stringContaining("Personal access tokens"),
    });
  });

  it("and explains a CAPTCHA, behind which the right password fails too", async () => {
    await using jira = await openJira({ credentials: basic(PASSWORD) });
    for (let failures = 0; failures < 3; failures += 1) {
      const wrong = openJiraAt(jira.url, { credentials: basic("wrong") });
      await expect(wrong.read({ groups: [], signal })).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    }

    await expect(read(jira)).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
      why: expect.stringContaining("CAPTCHA"),
    });
    expect(jira.seen).toHaveLength(4);
  });
});

describe("jira lists accounts", () => {
  it.each([
    { size: 0, pages: 1 },
    { size: 1999, pages: 1 },
    { size: 2000, pages: 2 },
    { size: 4001, pages: 3 },
  ])("to the last of $size by the cursor, in $pages pages", async ({ size, pages }) => {
    await using jira = await openJira({ seed: { users: usersOf(size) }, profile: JIRA_11 });

    const snapshot = await read(jira);

    expect(snapshot.accounts).toHaveLength(size + 1);
    expect(snapshot).not.toHaveProperty("partial");
    expect(snapshot).not.toHaveProperty("incomplete");
    expect(pathsOf(jira)).toEqual(["myself", "serverInfo", ...Array(pages).fill("user/list")]);
  });

  it("with key, names and whether they are active, and blank values as absent", async () => {
    const users = [
      { key: "ada", name: "Ada", displayName: "Ada Lovelace", email: "ada@example.com", active: false },
      { key: "JIRAUSER10105", name: "root", displayName: "" },
    ];
    await using jira = await openJira({ seed: { users } });

    const { accounts, self } = await read(jira);

    expect(accounts).toEqual([
      {
        ...{ id: "JIRAUSER10000", username: "usersync", displayName: "usersync", active: true },
        email: "usersync@example.com",
      },
      {
        ...{ id: "ada", username: "Ada", displayName: "Ada Lovelace", active: false },
        email: "ada@example.com",
      },
      { id: "JIRAUSER10105", username: "root", active: true },
    ]);
    expect(self).toBe("JIRAUSER10000");
  });

  it("without those that were deleted or anonymised", async () => {
    const users = [
      { name: "gone", deleted: true },
      { key: "JIRAUSER10200", name: "jirauser10200", displayName: "user-1a2b3", active: false },
      { key: "JIRAUSER10201", name: "jirauser10300", active: false },
    ];
    await using jira = await openJira({ seed: { users } });

    expect((await read(jira)).accounts.map(({ username }) => username)).toEqual([
      "usersync",
      "jirauser10300",
    ]);
  });

  it.each([
    { version: "8.2", profile: JIRA_8_2, searches: 2 },
    { version: "9.12", profile: JIRA_9_12, searches: 2 },
    { version: "10.3.0", profile: JIRA_10_3_0, searches: 1 },
  ])("by a search that comes to its end, on $version", async ({ profile, searches }) => {
    await using jira = await openJira({ seed: { users: usersOf(60) }, profile });

    const snapshot = await read(jira);

    expect(snapshot.accounts).toHaveLength(61);
    expect(snapshot).toMatchObject({ partial: true });
    expect(snapshot).not.toHaveProperty("incomplete");
    expect(pathsOf(jira).filter((path) => path === "user/search")).toHaveLength(searches);
  });

  it("and asks for the list on every 10.3, and takes its absence for an answer", async () => {
    await using jira = await openJira({ profile: JIRA_10_3_0 });

    await read(jira);

    expect(pathsOf(jira)).toEqual(["myself", "serverInfo", "user/list", "user/search"]);
  });

  it("and says what version cannot do what", async () => {
    await using jira = await openJira({ profile: JIRA_8_2 });

    expect((await read(jira)).lacks).toEqual([
      { kind: "disable", why: expect.stringContaining("8.2.6") },
      { kind: "enable", why: expect.stringContaining("8.3") },
    ]);
  });
});

describe("jira says that the listing is not all there is", () => {
  const members = namesOf(1100);
  const groups = [
    { name: "jira-software-users", members },
    { name: "dev", members: ["user3"] },
  ];
  const doubt = expect.stringContaining("`listing.groups`");

  it.each([
    { version: "9.12", profile: JIRA_9_12, count: 999, isWhole: true },
    { version: "9.12", profile: JIRA_9_12, count: 1000, isWhole: false },
    { version: "10.3.0", profile: JIRA_10_3_0, count: 99, isWhole: true },
    { version: "10.3.0", profile: JIRA_10_3_0, count: 100, isWhole: false },
  ])("when $count came on $version: $isWhole", async ({ profile, count, isWhole }) => {
    await using jira = await openJira({ seed: { users: usersOf(count - 1) }, profile });

    const snapshot = await read(jira);

    expect(snapshot.accounts).toHaveLength(count);
    expect(snapshot.partial).toBe(true);
    expect(snapshot.incomplete).toEqual(isWhole ? undefined : doubt);
  });

  it.each([
    { version: "9.12", profile: JIRA_9_12 },
    { version: "10.3.0", profile: JIRA_10_3_0 },
  ])("unless `listing.groups` fills the gap, on $version", async ({ profile }) => {
    const listing = { groups: ["Jira-Software-Users"] };
    await using jira = await openJira({ seed: { users: usersOf(1100), groups }, profile, listing });

    const snapshot = await read(jira, ["dev"]);

    expect(snapshot.accounts).toHaveLength(1101);
    expect(snapshot.groups.map(({ name }) => name)).toEqual(["dev"]);
    expect(snapshot.partial).toBe(true);
    expect(snapshot).not.toHaveProperty("incomplete");
    expect(pathsOf(jira).filter((path) => path === "group/member")).toHaveLength(1 + 22);
  });

  it("and reads a group once that is both wanted and listed", async () => {
    const listing = { groups: ["jira-software-users"] };
    const options = { seed: { users: usersOf(1100), groups }, profile: JIRA_10_3_0, listing };
    await using jira = await openJira(options);

    const snapshot = await read(jira, ["jira-software-users"]);

    expect(snapshot.groups[0]?.members).toHaveLength(1100);
    expect(pathsOf(jira).filter((path) => path === "group/member")).toHaveLength(22);
  });

  it("when a group of `listing.groups` does not exist", async () => {
    const listing = { groups: ["dev", "jira-users"] };
    await using jira = await openJira({
      seed: { users: usersOf(1100), groups },
      profile: JIRA_9_12,
      listing,
    });

    expect((await read(jira)).incomplete).toContain("jira-users");
  });

  const plain = { name: "plain", displayName: "Plain", email: "" };

  it.each([
    { what: "and no setting fills the gap", listing: { groups: [] }, isProven: false },
    { what: "and `listing.groups` fills the gap", listing: { groups: ["dev"] }, isProven: true },
  ])("when a member was not found by the search, $what", async ({ listing, isProven }) => {
    const seed = { users: [...usersOf(3), plain], groups: [{ name: "dev", members: ["user1", "plain"] }] };
    await using jira = await openJira({ seed, profile: JIRA_9_12, listing });

    const snapshot = await read(jira, ["dev"]);

    expect(snapshot.accounts.map(({ username }) => username).toSorted()).toContain("plain");
    expect(snapshot.partial).toBe(true);
    expect(snapshot.incomplete).toEqual(isProven ? undefined : expect.stringContaining("plain exists"));
  });

  it("when usersync itself was not found: it may not browse users", async () => {
    const rights = new Set(["ADMINISTER"] as const);
    await using jira = await openJira({ seed: { users: usersOf(3) }, profile: JIRA_9_12, rights });

    expect((await read(jira)).incomplete).toContain("usersync exists");
  });

  it("when a server of an older version does not heed where a page starts", async () => {
    const profile = { ...JIRA_9_12, search: { cap: 100, paged: false } };
    await using jira = await openJira({ seed: { users: usersOf(300) }, profile });

    const snapshot = await read(jira);

    expect(snapshot.accounts).toHaveLength(100);
    expect(snapshot.incomplete).toEqual(doubt);
  });
});

describe("jira's list of users", () => {
  const user = (name: string) => ({ key: name, name, active: true });
  const self = { body: user("usersync") };
  const info = { body: { version: "11.0.0", versionNumbers: [11, 0, 0] } };
  const page = (names: readonly string[], next?: string): Script => ({
    body: { values: names.map(user), isLast: next === undefined, ...(next && { nextCursor: next }) },
  });
  const readFrom = async (...scripts: readonly Script[]) => {
    await using server = await startScripted([self, info, ...scripts]);
    return await openJiraAt(server.url).read({ groups: [], signal });
  };

  it("goes on behind an empty page, as long as it says so", async () => {
    const { accounts } = await readFrom(page(["usersync"], "1"), page([], "2"), page(["ada"]));

    expect(accounts.map(({ username }) => username)).toEqual(["usersync", "ada"]);
  });

  it.each([
    { what: "a page comes again", pages: [page(["ada"], "1"), page(["ada"], "2")] },
    { what: "a cursor comes again", pages: [page(["ada"], "1"), page(["bob"], "1")] },
    { what: "a later page is not there", pages: [page(["ada"], "1"), { status: 404, body: {} }] },
    { what: "a later page is no page", pages: [page(["ada"], "1"), { body: {} }] },
    { what: "a later page is a web page", pages: [page(["ada"], "1"), html()] },
  ])("is INCOMPLETE_READ when $what", async ({ pages }) => {
    await expect(readFrom(...pages)).rejects.toMatchObject({ code: "INCOMPLETE_READ" });
  });

  it.each([
    { what: "no list", body: { values: "many", isLast: true } },
    { what: "an empty object, which must not pass for an empty list", body: {} },
    { what: "a user without a key", body: { values: [{ name: "ada" }], isLast: true } },
    { what: "no word about its end", body: { values: [] } },
    { what: "more to come, and no cursor", body: { values: [], isLast: false } },
  ])("is an UNEXPECTED_ANSWER when it is $what", async ({ body }) => {
    await expect(readFrom({ body })).rejects.toMatchObject({ code: "UNEXPECTED_ANSWER" });
  });

  it("that lacks usersync itself is not believed", async () => {
    expect(await readFrom(page(["ada"]))).toMatchObject({
      partial: true,
      incomplete: expect.stringContaining("usersync exists"),
    });
  });

  it.each([
    { what: "no version", body: {} },
    { what: "a version without numbers", body: { version: "new" } },
    { what: "no object", body: "11.0.0" },
  ])("is not asked for from a server with $what", async ({ body }) => {
    await using server = await startScripted([self, { body: JSON.stringify(body), headers: JSON_TYPE }]);

    await expect(openJiraAt(server.url).read({ groups: [], signal })).rejects.toMatchObject({
      code: "UNEXPECTED_ANSWER",
    });
  });

  it("is not asked for from Jira Cloud", async () => {
    const cloud = { body: { version: "1001.0.0", versionNumbers: [1001, 0, 0], deploymentType: "Cloud" } };
    await using server = await startScripted([self, cloud]);

    await expect(openJiraAt(server.url).read({ groups: [], signal })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      fix: expect.stringContaining("atlassian-cloud"),
    });
  });
});

describe("jira reads members", () => {
  const seed = {
    users: usersOf(137),
    groups: [
      { name: "R&D / Köln", members: namesOf(137) },
      { name: "lab", members: ["user0"], subgroups: ["sales"] },
      { name: "sales", members: ["user0", "user1"] },
      { name: "empty" },
    ],
  };
  const open = (options: JiraOptions = {}) => openJira({ seed, ...options });

  it("of no group without a request", async () => {
    await using jira = await open();

    expect((await read(jira)).groups).toEqual([]);
    expect(pathsOf(jira)).not.toContain("group/member");
  });

  it("to the last, fifty a page, of whatever groups exist", async () => {
    await using jira = await open();

    const { groups } = await read(jira, ["r&d / köln", "R&D / KÖLN", "EMPTY", "missing"]);

    expect(groups.map(({ name, members }) => [name, members.length])).toEqual([
      ["R&D / KÖLN", 137],
      ["EMPTY", 0],
    ]);
    expect(pathsOf(jira).filter((path) => path === "group/member")).toHaveLength(3 + 1 + 1);
  });

  it("with those of groups in them, each once: Jira does not tell them apart", async () => {
    await using jira = await open();

    expect((await read(jira, ["lab"])).groups[0]?.members).toHaveLength(2);
  });

  it("with those who are disabled, without those who were anonymised", async () => {
    const users = [
      { name: "off", active: false, email: "off@example.com" },
      { key: "JIRAUSER10200", name: "jirauser10200", active: false },
    ];
    const groups = [{ name: "dev", members: ["off", "jirauser10200"] }];
    await using jira = await openJira({ seed: { users, groups } });

    expect((await read(jira, ["dev"])).groups[0]?.members).toHaveLength(1);
  });

  it("while the names of the groups are still being found out", async () => {
    await using jira = await open();
    let resolve: (names: readonly string[]) => void = () => undefined;
    const groups = new Promise<readonly string[]>((settle) => {
      resolve = settle;
    });

    const snapshot = jira.target.read({ groups, signal });
    await expect.poll(() => pathsOf(jira)).toContain("user/list");
    resolve(["sales"]);

    expect((await snapshot).groups[0]?.members).toHaveLength(2);
  });

  it("and fails with the names of the groups", async () => {
    await using jira = await open();

    await expect(jira.target.read({ groups: Promise.reject(new Error("no names")), signal })).rejects.toThrow(
      "no names",
    );
  });

  it("of several groups at a time, and never more requests than it may", async () => {
    await using jira = await open({ connection: { concurrency: 3 } });
    jira.traffic.latency = 2;

    await read(jira, ["R&D / Köln", "lab", "sales", "empty"]);

    expect(jira.traffic.maxConcurrent).toBe(3);
  });

  it("twice when they do not add up, and then says INCOMPLETE_READ", async () => {
    const page = { values: [{ key: "a", name: "a" }], total: 2, isLast: true, startAt: 0, maxResults: 50 };
    await using server = await startScripted(({ url }) => {
      if (url.includes("/group/")) return { body: page };
      if (url.includes("/serverInfo")) return { body: { version: "11.0.0" } };
      if (url.includes("/list")) return { body: { values: [{ key: "a", name: "a" }], isLast: true } };
      return { body: { key: "a", name: "a" } };
    });

    await expect(openJiraAt(server.url).read({ groups: ["dev"], signal })).rejects.toMatchObject({
      code: "INCOMPLETE_READ",
      message: expect.stringContaining("1 of 2"),
    });
    expect(server.requests.filter(({ url }) => url.includes("/group/"))).toHaveLength(4);
  });

  it("and says INCOMPLETE_READ when a later page cannot be had", async () => {
    await using jira = await open();
    const fault = { kind: "status", status: 500 } as const;
    jira.traffic.add({ fault, path: /member$/, after: 1, times: 12 });

    await expect(read(jira, ["R&D / Köln"])).rejects.toMatchObject({
      code: "INCOMPLETE_READ",
      message: expect.stringContaining("members of R&D / Köln"),
    });
  });

  it("and takes a bare 404 for a wrong address, not for a missing group", async () => {
    await using jira = await open();
    jira.traffic.add({
      fault: { kind: "status", status: 404, body: { error: "no route" } },
      path: /member$/,
    });

    await expect(read(jira, ["sales"])).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("jira is read", () => {
  it("through a passing 503, a reset and a cut body", async () => {
    await using jira = await openJira({ seed: { users: usersOf(3) } });
    jira.traffic.add({ fault: { kind: "status", status: 503, headers: { "retry-after": "7" } } });
    jira.traffic.add({ fault: { kind: "reset" } });
    jira.traffic.add({ fault: { kind: "cut-body" } });

    expect((await read(jira)).accounts).toHaveLength(4);
    expect(jira.traffic.pending()).toEqual([]);
  });

  it("at the pace of a server that limits rates", async () => {
    let time = 0;
    const rateLimit = { capacity: 3, fillRate: 3, intervalSeconds: 1, now: () => (time += 250) };
    await using jira = await openJira({ seed: { users: usersOf(5000) }, rateLimit });

    expect((await read(jira)).accounts).toHaveLength(5001);
  });

  it("and an HTML page is no answer", async () => {
    await using jira = await openJira();
    jira.traffic.add({ fault: { kind: "html" } });

    await expect(read(jira)).rejects.toMatchObject({
      code: "UNEXPECTED_ANSWER",
      why: expect.stringContaining("HTML"),
    });
  });

  it("below a context path, and not beside it", async () => {
    await using jira = await openJira({ contextPath: "/jira" });

    expect((await read(jira)).accounts).toHaveLength(1);
    await expect(
      openJiraAt(jira.url.replace("/jira", "")).read({ groups: [], signal }),
    ).rejects.toMatchObject({ code: "UNEXPECTED_ANSWER", fix: expect.stringContaining("context path") });
  });

  it("only by administrators", async () => {
    await using jira = await openJira({ rights: new Set(["USER_PICKER"]) });

    await expect(read(jira)).rejects.toMatchObject({
      code: "PERMISSION_MISSING",
      fix: expect.stringContaining("Jira Administrators"),
    });
  });
});

it("no line of the log holds a secret or who was read", async () => {
  await using jira = await openJira({ seed: { users: [{ name: "ada", email: "ada@example.com" }] } });
  await read(jira, ["a", "b"]);
  const text = JSON.stringify(jira.log.lines);

  expect(jira.log.lines.length).toBeGreaterThan(0);
  for (const secret of [TOKEN, PASSWORD, "ada"]) expect(text).not.toContain(secret);
});

describeRecordings(150);

const JSON_TYPE = { "content-type": "application/json" };

function html(): Script {
  return { headers: { "content-type": "text/html" }, body: "<!doctype html><title>Log in</title>" };
}
