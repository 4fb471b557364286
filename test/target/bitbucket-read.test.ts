import { describe, expect, it } from "vitest";
import { BITBUCKET_8, BITBUCKET_9_6 } from "../../src/sandbox/bitbucket/bitbucket-profile.ts";
import { type BitbucketUserSeed, INTERNAL } from "../../src/sandbox/bitbucket/bitbucket-state.ts";
import { describeRecordings } from "../sandbox/bitbucket-recordings.ts";
import { instantClock } from "../support/instant-clock.ts";
import { EVERYTHING } from "../support/people.ts";
import { type Script, startScripted } from "../support/scripted-server.ts";
import {
  type BitbucketOptions,
  type OpenedBitbucket,
  openBitbucket,
  openBitbucketAt,
  SELF,
  SELF_ID,
} from "./open-bitbucket.ts";

const signal = new AbortController().signal;
const ADA: BitbucketUserSeed = { id: 11, name: "ada", email: "ada@example.com", displayName: "Ada" };
const BOB: BitbucketUserSeed = { id: 12, name: "bob", email: "bob@example.com", displayName: "Bob" };
const LDAP = { name: "LDAP", type: "LDAP", writable: false };
/** For servers that know no groups. */
const LETS_NOBODY_IN = { settings: { operations: { ...EVERYTHING, import: false, enable: false } } };

const read = ({ target }: Pick<OpenedBitbucket, "target">, groups: readonly string[] = []) =>
  target.read({ groups, signal });
const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`);
const usersOf = (count: number) => namesOf(count).map((name) => ({ name, email: `${name}@example.com` }));
/** The addresses that were read, without paging. */
const pathsOf = ({ seen }: OpenedBitbucket) =>
  seen.map((request) =>
    request.replace(/^GET \/admin\/|[?&](?:start|limit)=\d+/g, "").replace(/(?<!\?)context/, "?context"),
  );

describe("bitbucket signs in", () => {
  it("with one request alone, so that a wrong password costs one failed login", async () => {
    await using bitbucket = await openBitbucket({ password: "wrong", seed: { groups: [{ name: "dev" }] } });

    await expect(read(bitbucket, ["dev"])).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
      fix: expect.stringContaining("`password`"),
    });
    await expect(read(bitbucket, ["dev"])).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    expect(pathsOf(bitbucket)).toEqual(["permissions/groups"]);
  });

  it("and explains a CAPTCHA, behind which the right password fails too", async () => {
    await using bitbucket = await openBitbucket();
    for (let failures = 0; failures < 3; failures += 1) {
      const wrong = bitbucket.again({ password: "wrong" });
      await expect(wrong.read({ groups: [], signal })).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    }

    await expect(read(bitbucket)).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
      why: expect.stringContaining("CAPTCHA"),
    });
    expect(bitbucket.seen).toHaveLength(4);
  });

  it.each([
    { who: "with a licence", permission: "LICENSED_USER" },
    { who: "who may create projects", permission: "PROJECT_CREATE" },
    { who: "without a licence", permission: undefined },
  ] as const)(
    "and takes the 401 for somebody $who for what it is: a missing permission",
    async ({ permission }) => {
      await using bitbucket = await openBitbucket({ self: { ...SELF, permission } });

      await expect(read(bitbucket)).rejects.toMatchObject({
        code: "PERMISSION_MISSING",
        fix: expect.stringContaining("Global permissions"),
      });
      expect(bitbucket.seen).toHaveLength(1);
    },
  );
});

describe("bitbucket reads accounts", () => {
  it("with what lets them in: groups with a permission, and one of their own", async () => {
    const users = [ADA, { ...BOB, permission: "ADMIN" }, { id: 13, name: "cleo" }] as const;
    await using bitbucket = await openBitbucket({
      seed: {
        users,
        groups: [
          { name: "stash-users", permission: "LICENSED_USER", members: ["ada", "bob"] },
          { name: "admins", permission: "SYS_ADMIN", members: ["ada"] },
          { name: "dev", members: ["ada", "cleo"] },
        ],
      },
    });

    const { accounts, groups, self } = await read(bitbucket);

    expect(accounts.filter(({ id }) => id !== SELF_ID)).toEqual([
      {
        ...{ id: "11", username: "ada", email: "ada@example.com", displayName: "Ada", active: true },
        access: { groups: ["admins", "stash-users"] },
      },
      {
        ...{ id: "12", username: "bob", email: "bob@example.com", displayName: "Bob", active: true },
        access: { groups: ["stash-users"], permission: "ADMIN" },
      },
      { id: "13", username: "cleo", displayName: "cleo", active: false },
    ]);
    expect(groups).toEqual([
      { id: "admins", name: "admins", members: ["11"], licensed: true },
      { id: "stash-users", name: "stash-users", members: ["11", "12"], licensed: true },
    ]);
    expect(self).toBe(SELF_ID);
  });

  it("without the access keys that Bitbucket has among its users", async () => {
    const users: BitbucketUserSeed[] = [{ name: "key-1", type: "SERVICE" }];
    const groups = [{ name: "stash-users", permission: "LICENSED_USER", members: ["key-1"] }] as const;
    await using bitbucket = await openBitbucket({ seed: { users, groups } });

    const { accounts, groups: found } = await read(bitbucket);

    expect(accounts.map(({ username }) => username)).toEqual(["usersync"]);
    expect(found[0]?.members).toEqual([]);
  });

  it("and knows what another directory is in charge of", async () => {
    const users = [{ ...ADA, directory: "LDAP" }, BOB];
    await using bitbucket = await openBitbucket({ seed: { users, directories: [LDAP, INTERNAL] } });

    const { accounts } = await read(bitbucket);

    const fixed = accounts.map((account) => [account.username, account.fixed]);
    expect(fixed).toEqual([
      ["ada", ["details", "groups"]],
      ["bob", undefined],
      ["usersync", undefined],
    ]);
  });

  it("of the directory that is asked for, and finds itself in any", async () => {
    const users = [{ ...ADA, directory: "LDAP" }, BOB];
    const groups = [{ name: "stash-users", permission: "LICENSED_USER", members: ["ada", "bob"] }] as const;
    await using bitbucket = await openBitbucket({
      ...{ seed: { users, groups, directories: [LDAP, INTERNAL] }, directoryName: "ldap" },
    });

    const snapshot = await read(bitbucket);

    expect(snapshot.accounts.map(({ username }) => username)).toEqual(["ada"]);
    expect(snapshot.groups.map(({ members }) => members)).toEqual([["11"]]);
    expect(snapshot.self).toBe(SELF_ID);
    expect(snapshot).not.toHaveProperty("partial");
  });

  it("of no directory whose name is wrong", async () => {
    await using bitbucket = await openBitbucket({ directoryName: "Bitbuket Internal Directory" });

    await expect(read(bitbucket)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      why: expect.stringContaining('"Bitbucket Internal Directory"'),
    });
  });

  describe.each([
    { what: "is not there", group: "stash-user", says: 'Bitbucket has no group "stash-user".' },
    { what: "lets nobody in", group: "dev", says: 'The group "dev" lets nobody in to Bitbucket.' },
  ])("where a group of licenseGroups $what", ({ group, says }) => {
    const options = { seed: { groups: [{ name: "dev" }] }, licenseGroups: ["stash-users", group] };

    it("is refused, with one request more", async () => {
      await using bitbucket = await openBitbucket(options);

      await expect(read(bitbucket)).rejects.toMatchObject({ code: "CONFIG_INVALID", message: says });
      expect(bitbucket.seen).toHaveLength(2);
    });

    it("is read where nobody is imported or enabled", async () => {
      await using bitbucket = await openBitbucket({ ...options, ...LETS_NOBODY_IN });

      expect((await read(bitbucket)).accounts).toHaveLength(1);
    });
  });

  it.each([
    { what: "is new", options: { seed: { directories: [INTERNAL, LDAP] } } },
    { what: "nobody can ask for, in older versions", options: { profile: BITBUCKET_8 } },
  ])("of an empty directory that $what", async ({ options }) => {
    await using bitbucket = await openBitbucket({ ...options, directoryName: "LDAP" });

    expect((await read(bitbucket)).accounts).toEqual([]);
  });

  it("story 35: whatever the case in which the account of usersync is written", async () => {
    await using bitbucket = await openBitbucket({ self: { ...SELF, name: "UserSync" } });

    expect((await read(bitbucket)).self).toBe(SELF_ID);
  });
});

describe("bitbucket reads lists", () => {
  it.each([
    { size: 998, profile: BITBUCKET_9_6, pages: 1 },
    { size: 999, profile: BITBUCKET_9_6, pages: 1 },
    { size: 1000, profile: BITBUCKET_9_6, pages: 2 },
    { size: 998, profile: BITBUCKET_8, pages: 1 },
    { size: 999, profile: BITBUCKET_8, pages: 2 },
  ])(
    "story 9: $size users and usersync, in $profile.version, in $pages pages",
    async ({ size, profile, pages }) => {
      await using bitbucket = await openBitbucket({ profile, seed: { users: usersOf(size) } });

      const { accounts } = await read(bitbucket);

      expect(new Set(accounts.map(({ id }) => id)).size).toBe(size + 1);
      expect(pathsOf(bitbucket).filter((path) => path === "users")).toHaveLength(pages);
    },
  );

  it("story 13: with one request for each page, and none besides", async () => {
    const groups = [
      { name: "stash-users", permission: "LICENSED_USER", members: namesOf(2300) },
      { name: "dev", members: namesOf(1001) },
      ...namesOf(5).map((name) => ({ name })),
    ] as const;
    await using bitbucket = await openBitbucket({ seed: { users: usersOf(2300), groups } });

    const snapshot = await read(bitbucket, ["DEV", "Stash-Users", "missing"]);

    expect(snapshot.groups.map(({ name, members }) => [name, members.length])).toEqual([
      ["stash-users", 2300],
      ["dev", 1001],
    ]);
    expect(pathsOf(bitbucket)[0]).toBe("permissions/groups");
    expect(pathsOf(bitbucket).toSorted()).toEqual([
      ...["groups", "groups/more-members?context=dev", "groups/more-members?context=dev"],
      ...["groups/more-members?context=stash-users", "groups/more-members?context=stash-users"],
      ...["groups/more-members?context=stash-users", "permissions/groups", "permissions/users"],
      ...["users", "users", "users"],
    ]);
  });

  it("without asking for groups that are known to let people in", async () => {
    await using bitbucket = await openBitbucket();

    await read(bitbucket, ["STASH-USERS"]);

    expect(pathsOf(bitbucket)).not.toContain("groups");
  });

  it.each([
    { what: "a fault", fault: { kind: "status", status: 500 } },
    { what: "a page for people", fault: { kind: "html" } },
    { what: "something else", fault: { kind: "status", status: 404, body: { message: "no" } } },
  ] as const)("story 8: not at all when they break off with $what", async ({ fault }) => {
    await using bitbucket = await openBitbucket({ seed: { users: usersOf(1500) } });
    bitbucket.traffic.add({ path: /admin\/users$/, after: 1, times: 99, fault });

    await expect(read(bitbucket)).rejects.toMatchObject({
      code: "INCOMPLETE_READ",
      message: expect.stringContaining("The list of users broke off."),
    });
  });

  it("story 3: not as empty what is no list", async () => {
    await using server = await startScripted([PERMISSIONS, { body: { size: 0 } }, { body: { size: 0 } }]);

    await expect(read({ target: openBitbucketAt(server.url, LETS_NOBODY_IN) })).rejects.toMatchObject({
      code: "UNEXPECTED_ANSWER",
    });
  });

  it.each([
    { what: "the same page", next: 0 },
    { what: "a page with the same users", next: 5 },
  ])("story 22: not for ever when $what comes again", async ({ next }) => {
    const page = { body: { values: [{ id: 1, name: "ada" }], isLastPage: false, nextPageStart: next } };
    await using server = await startScripted(({ url }) => (/admin\/users\?/.test(url) ? page : PERMISSIONS));

    await expect(read({ target: openBitbucketAt(server.url, LETS_NOBODY_IN) })).rejects.toMatchObject({
      code: "INCOMPLETE_READ",
      fix: expect.stringContaining("start"),
    });
  });

  it("story 21: once who comes on two pages, since somebody was added meanwhile", async () => {
    const pages: Readonly<Record<string, Script>> = {
      0: pageOf(
        [
          { id: 1, name: "ada" },
          { id: 2, name: "bob" },
        ],
        2,
      ),
      2: pageOf([
        { id: 2, name: "bob" },
        { id: 3, name: "cleo" },
      ]),
    };
    await using server = await startScripted(({ url }) => {
      const start = new URL(url, "http://localhost").searchParams.get("start") ?? "";
      return /admin\/users\?/.test(url) ? (pages[start] ?? pageOf([])) : PERMISSIONS;
    });

    const { accounts } = await read({ target: openBitbucketAt(server.url, LETS_NOBODY_IN) });

    expect(accounts.map(({ username }) => username)).toEqual(["ada", "bob", "cleo"]);
  });

  it("and gives up the rest when the names of the groups cannot be had", async () => {
    await using bitbucket = await openBitbucket();
    const groups = Promise.reject(new Error("The source broke off."));

    await expect(bitbucket.target.read({ groups, signal })).rejects.toThrow("The source broke off.");
  });

  it("within the limits that the server sets", async () => {
    const clock = instantClock();
    const rateLimit = { capacity: 2, fillRate: 2, intervalSeconds: 1, now: clock.now };
    const options: BitbucketOptions = { clock, rateLimit, connection: { concurrency: 1 } };
    await using bitbucket = await openBitbucket({ ...options, seed: { groups: [{ name: "dev" }] } });

    const { accounts } = await read(bitbucket, ["dev"]);

    expect(accounts).toHaveLength(1);
    expect(clock.waits.length).toBeGreaterThan(0);
    expect(bitbucket.traffic.requests.map(({ status }) => status)).not.toContain(429);
  });
});

const PERMISSIONS: Script = { body: { values: [], isLastPage: true } };

function pageOf(values: readonly object[], next?: number): Script {
  return {
    body: { values, isLastPage: next === undefined, ...(next === undefined ? {} : { nextPageStart: next }) },
  };
}

describeRecordings(50);
