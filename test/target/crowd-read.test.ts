import { describe, expect, it } from "vitest";
import { ODD_CROWD, OLDER_CROWD } from "../../src/sandbox/crowd/crowd-profile.ts";
import { describeRecordings } from "../sandbox/crowd-recordings.ts";
import { sourceId } from "../support/people.ts";
import { type Script, startScripted } from "../support/scripted-server.ts";
import { type OpenedCrowd, openCrowd, openCrowdAt, PASSWORD } from "./open-crowd.ts";

const signal = new AbortController().signal;
const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`);
const usersOf = (count: number) => namesOf(count).map((name) => ({ name }));
const read = ({ target }: Pick<OpenedCrowd, "target">, groups: readonly string[] = []) =>
  target.read({ groups, signal });
const pathsOf = ({ seen }: OpenedCrowd) => seen.map((request) => request.replace(/^GET \/|\?.*/g, ""));

describe("crowd lists users", () => {
  it.each([
    { size: 0, requests: 1 },
    { size: 999, requests: 2 },
    { size: 1000, requests: 2 },
    { size: 1001, requests: 3 },
    { size: 2501, requests: 4 },
  ])("to the last of $size in $requests requests: pages and one empty page", async ({ size, requests }) => {
    await using crowd = await openCrowd({ seed: { users: usersOf(size) } });

    const { accounts } = await read(crowd);

    expect(accounts.map(({ username }) => username)).toEqual(namesOf(size));
    expect(crowd.seen).toHaveLength(requests);
  });

  it("of a server that caps its pages, and never takes the cap for the end", async () => {
    await using crowd = await openCrowd({ seed: { users: usersOf(30) }, profile: ODD_CROWD });

    const { accounts } = await read(crowd);

    expect(accounts.map(({ username }) => username).toSorted()).toEqual(namesOf(30).toSorted());
    expect(crowd.seen).toHaveLength(6);
  });

  it("with link and attributes, blank values as absent", async () => {
    const ada = {
      name: "Ada",
      displayName: "Ada Lovelace",
      firstName: "Ada",
      lastName: "Lovelace",
      active: false,
    };
    const attributes = { colour: ["blue"], "usersync.sourceId": [sourceId("ada").toUpperCase()] };
    await using crowd = await openCrowd({ seed: { users: [{ ...ada, attributes }, { name: "root" }] } });

    const { accounts } = await read(crowd);

    expect(accounts).toEqual([
      {
        ...{ id: "Ada", key: "32769:1", username: "Ada", active: false, link: sourceId("ada") },
        ...{ displayName: "Ada Lovelace", givenName: "Ada", familyName: "Lovelace" },
      },
      {
        ...{ id: "root", key: "32769:2", username: "root", active: true },
        ...{ displayName: "root", familyName: "root" },
      },
    ]);
  });

  it("once each, although one moved to a later page while it was read", async () => {
    await using server = await startScripted(pages([["ada", "bob"], ["BOB", "eve"], []]));

    const { accounts } = await openCrowdAt(server.url).read({ groups: [], signal });

    expect(accounts.map(({ username }) => username)).toEqual(["ada", "bob", "eve"]);
  });

  it("and stops when a page comes again", async () => {
    await using server = await startScripted(
      pages([
        ["ada", "bob"],
        ["ada", "bob"],
      ]),
    );

    await expect(openCrowdAt(server.url).read({ groups: [], signal })).rejects.toMatchObject({
      code: "INCOMPLETE_READ",
    });
    expect(server.requests).toHaveLength(2);
  });

  it("and says INCOMPLETE_READ when a later page cannot be had", async () => {
    await using crowd = await openCrowd({ seed: { users: usersOf(1500) } });
    crowd.traffic.add({ fault: { kind: "status", status: 500 }, path: /search$/, after: 1, times: 6 });

    await expect(read(crowd)).rejects.toMatchObject({
      code: "INCOMPLETE_READ",
      message: expect.stringContaining("1000"),
    });
    expect(crowd.traffic.pending()).toEqual([]);
  });

  it.each([
    { answer: { users: "many" }, what: "no list" },
    { answer: {}, what: "an empty object, which must not pass for an empty directory" },
    { answer: { users: [{ link: {} }] }, what: "a user without a name" },
    { answer: null, what: "null" },
  ])("and says UNEXPECTED_ANSWER to $what", async ({ answer }) => {
    await using server = await startScripted([{ body: answer }]);

    await expect(openCrowdAt(server.url).read({ groups: [], signal })).rejects.toMatchObject({
      code: "UNEXPECTED_ANSWER",
    });
  });

  it("and lives through a passing 503, a reset and a cut body", async () => {
    await using crowd = await openCrowd({ seed: { users: usersOf(3) } });
    crowd.traffic.add({ fault: { kind: "status", status: 503, headers: { "retry-after": "7" } } });
    crowd.traffic.add({ fault: { kind: "reset" } });
    crowd.traffic.add({ fault: { kind: "cut-body" } });

    expect((await read(crowd)).accounts).toHaveLength(3);
    expect(crowd.traffic.pending()).toEqual([]);
  });

  it("and says what an HTML page means", async () => {
    await using crowd = await openCrowd();
    crowd.traffic.add({ fault: { kind: "html" } });

    await expect(read(crowd)).rejects.toMatchObject({
      code: "UNEXPECTED_ANSWER",
      why: expect.stringContaining("HTML"),
    });
  });

  it("and stops at the first 401, whose fix speaks of the application", async () => {
    await using crowd = await openCrowd({ sent: "wrong" });

    await expect(read(crowd)).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
      fix: expect.stringContaining("`application`"),
    });
    await expect(read(crowd)).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    expect(crowd.seen).toHaveLength(1);
  });

  it("and says of a 403 where the remote addresses stand", async () => {
    await using crowd = await openCrowd({ remoteAllowed: false });

    await expect(read(crowd)).rejects.toMatchObject({
      code: "PERMISSION_MISSING",
      fix: expect.stringContaining("Remote addresses"),
    });
  });
});

describe("crowd reads members", () => {
  const seed = {
    users: [{ name: "ada" }, { name: "bob" }],
    groups: [
      { name: "R&D", members: ["ada", "bob"], foreignMembers: ["eve"], childGroups: ["bob"] },
      { name: "sales", members: ["bob"] },
      { name: "empty" },
    ],
  };

  it("of no group without a request", async () => {
    await using crowd = await openCrowd({ seed });

    expect((await read(crowd)).groups).toEqual([]);
    expect(pathsOf(crowd)).toEqual(["search", "search"]);
  });

  it("of one group by asking for that group", async () => {
    await using crowd = await openCrowd({ seed });

    expect((await read(crowd, ["r&d", "R&D"])).groups).toEqual([
      { id: "R&D", name: "R&D", members: ["ada", "bob"] },
    ]);
    expect(pathsOf(crowd)).not.toContain("group/membership");
  });

  it("of several groups from one dump, whatever their number", async () => {
    await using crowd = await openCrowd({ seed });

    const { groups } = await read(crowd, ["r&d", "SALES", "missing"]);

    expect(groups).toEqual([
      { id: "R&D", name: "R&D", members: ["ada", "bob"] },
      { id: "sales", name: "sales", members: ["bob"] },
    ]);
    expect(pathsOf(crowd).filter((path) => path.startsWith("group"))).toEqual(["group/membership"]);
  });

  it.each([
    { server: "a newer server", profile: undefined },
    { server: "an older server, which has no members for a group that does not exist", profile: OLDER_CROWD },
  ])("and tells an empty group from a missing one, on $server", async ({ profile }) => {
    await using crowd = await openCrowd({ seed, ...(profile === undefined ? {} : { profile }) });

    expect((await read(crowd, ["EMPTY"])).groups).toEqual([{ id: "empty", name: "empty", members: [] }]);
    expect((await read(crowd, ["missing"])).groups).toEqual([]);
  });

  it("of a large group to its last", async () => {
    const users = usersOf(1500);
    await using crowd = await openCrowd({
      seed: { users, groups: [{ name: "all", members: namesOf(1500) }] },
    });

    expect((await read(crowd, ["all"])).groups[0]?.members).toEqual(namesOf(1500));
  });

  it.each([
    { what: "ends in the middle", body: '<memberships><membership group="a"><users><user name="ada"/>' },
    { what: "lacks its last tag", body: '<memberships><membership group="a"></membership>' },
    { what: "is empty XML of another kind", body: "<groups/>" },
    { what: "names no group", body: "<memberships><membership/></memberships>" },
    {
      what: "names no user",
      body: '<memberships><membership group="a"><users><user/></users></membership></memberships>',
    },
    { what: "has text that is no XML", body: "<memberships>&nbsp;</memberships>" },
  ])("and says INCOMPLETE_READ to a dump that $what", async ({ body }) => {
    await using server = await startScripted(({ url }) =>
      url.includes("membership")
        ? { headers: { "content-type": "application/xml" }, body }
        : { body: { users: [] } },
    );

    await expect(openCrowdAt(server.url).read({ groups: ["a", "b"], signal })).rejects.toMatchObject({
      code: "INCOMPLETE_READ",
    });
  });

  it("and takes a bare 404 for a wrong address, not for a missing group", async () => {
    await using server = await startScripted(({ url }) =>
      url.includes("/group/") ? { status: 404, body: { error: "no route" } } : { body: { users: [] } },
    );

    await expect(openCrowdAt(server.url).read({ groups: ["a"], signal })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("and stops when their pages repeat, or break off", async () => {
    const page = { body: { users: [{ name: "ada" }] } };
    const listing = (later: Script) => {
      let asked = 0;
      return startScripted(({ url }) => {
        if (!url.includes("/group/")) return { body: { users: [] } };
        asked += 1;
        return asked === 1 ? page : later;
      });
    };
    await using repeating = await listing(page);
    await using breaking = await listing({ status: 404, body: {} });
    const wanted = { groups: ["a"], signal };

    await expect(openCrowdAt(repeating.url).read(wanted)).rejects.toMatchObject({ code: "INCOMPLETE_READ" });
    await expect(openCrowdAt(breaking.url).read(wanted)).rejects.toMatchObject({ code: "INCOMPLETE_READ" });
  });
});

describe("crowd's list of groups", () => {
  const named = (later: Script) => {
    let asked = 0;
    return startScripted(({ url }) => {
      if (!url.includes("entity-type=group")) return { body: { users: [] } };
      asked += 1;
      return asked === 1 ? { body: { groups: [{ name: "dev" }] } } : later;
    });
  };

  it.each([
    {
      what: "breaks off",
      later: { status: 404, body: {} },
      says: "The list of groups broke off after 1 groups.",
    },
    { what: "repeats its page", later: { body: { groups: [{ name: "Dev" }] } }, says: "the same page again" },
  ])("that $what is not taken for all of them", async ({ later, says }) => {
    await using server = await named(later);

    const reading = openCrowdAt(server.url).read({ groups: [], listGroups: true, signal });

    await expect(reading).rejects.toMatchObject({
      code: "INCOMPLETE_READ",
      message: expect.stringContaining(says),
    });
  });
});

it("no line of the log holds the password or who was read", async () => {
  await using crowd = await openCrowd({ seed: { users: [{ name: "ada", email: "ada@example.com" }] } });
  await read(crowd, ["a", "b"]);
  const text = JSON.stringify(crowd.log.lines);

  expect(crowd.log.lines.length).toBeGreaterThan(0);
  for (const secret of [PASSWORD, Buffer.from(`usersync:${PASSWORD}`).toString("base64"), "ada"]) {
    expect(text).not.toContain(secret);
  }
});

function pages(names: readonly (readonly string[])[]): readonly Script[] {
  return names.map((page) => ({ body: { users: page.map((name) => ({ name })) } }));
}

describeRecordings(40);
