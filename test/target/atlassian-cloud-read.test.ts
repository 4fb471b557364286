import { describe, expect, it } from "vitest";
import type { DirectoryReadOptions } from "../../src/target/target.ts";
import { sourceId } from "../support/people.ts";
import { type Script, type ScriptedRequest, startScripted } from "../support/scripted-server.ts";
import { DIRECTORY, openCloud, openCloudAt, TOKEN } from "./open-cloud.ts";

const signal = AbortSignal.timeout(60_000);

function options(groups: readonly string[] = []): DirectoryReadOptions {
  return { groups, signal };
}

function seedOf(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    ...{
      userName: `user${index}`,
      email: `user${index}@example.com`,
      externalId: sourceId(index.toString(36)),
    },
  }));
}

const idsOf = (count: number) => Array.from({ length: count }, (_, index) => `id${index}`);

interface Lies {
  /** Ids of one reading of the list, in the order of the server; the last one counts for all later ones. */
  readonly readings: readonly (readonly string[])[];
  /** Most entries of a page. */
  readonly cap?: number;
  /** Said in place of the number of entries, by page. */
  readonly total?: (startIndex: number) => number;
  /** The entries of a page, when they are not what the server would give. */
  readonly page?: (
    startIndex: number,
    count: number,
    ids: readonly string[],
  ) => readonly string[] | undefined;
}

/** A server that serves lists of users the way that is written down. */
function listing({ readings, cap = 100, total, page }: Lies): (request: ScriptedRequest) => Script {
  let reading = -1;
  return ({ url }) => {
    const query = new URL(url, "http://x").searchParams;
    const startIndex = Number(query.get("startIndex"));
    const count = Math.min(cap, Number(query.get("count")));
    if (startIndex === 1) reading = Math.min(reading + 1, readings.length - 1);
    const ids = readings[reading] ?? [];
    const found = page?.(startIndex, count, ids) ?? ids.slice(startIndex - 1, startIndex - 1 + count);
    const Resources = found.map((id) => ({ id, userName: `name-${id}`, active: true }));
    const totalResults = total?.(startIndex) ?? ids.length;
    return { body: { totalResults, startIndex, itemsPerPage: 7, Resources } };
  };
}

async function readFrom(lies: Lies, concurrency = 4) {
  await using server = await startScripted(listing(lies));
  const { target } = openCloudAt(server.url, { connection: { concurrency } });
  const outcome = await target.read(options()).then(
    ({ accounts }) => accounts.map(({ id }) => id as string),
    (error: unknown) => error,
  );
  return { outcome, requests: server.requests.length };
}

describe("the list of users", () => {
  it("story 8: 2,501 users in pages of 100, whatever itemsPerPage says, are all read", async () => {
    await using cloud = await openCloud({ seed: { users: seedOf(2501) } });
    cloud.server.quirks.itemsPerPage = 50;

    const { accounts } = await cloud.target.read(options());

    expect(new Set(accounts.map(({ id }) => id)).size).toBe(2501);
    expect(accounts.every(({ link, active }) => link !== undefined && active === true)).toBe(true);
  });

  it("story 13: takes no more requests than there are pages, several at a time but never too many", async () => {
    await using cloud = await openCloud({ seed: { users: seedOf(2501) }, connection: { concurrency: 3 } });
    cloud.traffic.latency = 5;

    await cloud.target.read(options());

    expect(cloud.traffic.requests).toHaveLength(26);
    expect(cloud.traffic.maxConcurrent).toBe(3);
  });

  it("is counted as it comes", async () => {
    await using cloud = await openCloud({ seed: { users: seedOf(320) } });
    const counts: number[] = [];

    await cloud.target.read({ ...options(), onRead: ({ count }) => counts.push(count) });

    expect(counts.toSorted((one, other) => one - other)).toEqual(counts);
    expect([counts.length, counts[0], counts.at(-1)]).toEqual([4, 100, 320]);
  });

  it.each<{ situation: string; lies: Lies; users: number; requests: number }>([
    { situation: "is empty", lies: { readings: [[]] }, users: 0, requests: 1 },
    { situation: "fits into one page", lies: { readings: [idsOf(100)] }, users: 100, requests: 1 },
    { situation: "has one more than a page", lies: { readings: [idsOf(101)] }, users: 101, requests: 2 },
    { situation: "comes in pages of 30", lies: { readings: [idsOf(95)], cap: 30 }, users: 95, requests: 4 },
    {
      situation: "has a short page in the middle",
      lies: {
        readings: [idsOf(500)],
        page: (startIndex, _count, ids) => (startIndex === 201 ? ids.slice(200, 260) : undefined),
      },
      users: 500,
      requests: 6,
    },
    {
      situation: "gains somebody while it is read, and is read again",
      lies: { readings: [idsOf(250), idsOf(251)], total: undefinedOnce(251) },
      users: 251,
      requests: 6,
    },
    {
      situation: "moves while it is read, so that somebody comes twice, and is read again",
      lies: { readings: [[...idsOf(100), "id99", ...idsOf(150).slice(100, 149)], idsOf(150)] },
      users: 150,
      requests: 5,
    },
  ])("$situation", async ({ lies, users, requests }) => {
    const read = await readFrom(lies, 1);

    expect(read.outcome).toEqual(idsOf(users));
    expect(read.requests).toBe(requests);
  });

  it.each<{ situation: string; lies: Lies }>([
    {
      situation: "an empty page before the end",
      lies: { readings: [idsOf(300)], page: (start) => (start > 100 ? [] : undefined) },
    },
    { situation: "an empty page at once", lies: { readings: [[]], total: () => 5 } },
    {
      situation: "a total that keeps changing",
      lies: { readings: [idsOf(250)], total: (start) => 250 + (start > 1 ? 1 : 0) },
    },
    { situation: "a total below what comes", lies: { readings: [idsOf(90)], total: () => 80 } },
    {
      situation: "a server that begins again after its end",
      lies: {
        readings: [idsOf(150)],
        total: () => 200,
        page: (start, _c, ids) => (start > 150 ? ids.slice(0, 50) : undefined),
      },
    },
    {
      situation: "the same page for ever",
      lies: { readings: [idsOf(100)], total: () => 100_000, page: (_s, _c, ids) => ids },
    },
    { situation: "somebody twice, both times", lies: { readings: [[...idsOf(100), "id1"]] } },
  ])("with $situation is no complete read", async ({ lies }) => {
    const { outcome, requests } = await readFrom(lies, 1);

    expect(outcome).toMatchObject({ code: "INCOMPLETE_READ" });
    expect(requests).toBeLessThan(12);
  });

  it("story 1: with a page that never comes is not used", async () => {
    await using cloud = await openCloud({ seed: { users: seedOf(450) } });
    cloud.traffic.add({ path: /Users$/, after: 3, times: 100, fault: { kind: "status", status: 503 } });

    await expect(cloud.target.read(options())).rejects.toMatchObject({ code: "NETWORK" });
  });

  it.each<{ situation: string; answer: Script; code: string }>([
    {
      situation: "a login page",
      answer: { headers: { "content-type": "text/html" }, body: "<html>" },
      code: "UNEXPECTED_ANSWER",
    },
    { situation: "something that is no list", answer: { body: { value: [] } }, code: "UNEXPECTED_ANSWER" },
    {
      situation: "a list without its entries",
      answer: { body: { totalResults: 3 } },
      code: "UNEXPECTED_ANSWER",
    },
    {
      situation: "an entry without an id",
      answer: { body: { totalResults: 1, Resources: [{ userName: "a" }] } },
      code: "UNEXPECTED_ANSWER",
    },
    { situation: "401", answer: { status: 401, body: { error: "x" } }, code: "SIGN_IN_FAILED" },
    { situation: "403", answer: { status: 403, body: { error: "x" } }, code: "PERMISSION_MISSING" },
    { situation: "404", answer: { status: 404, body: { detail: "x" } }, code: "NOT_FOUND" },
  ])("story 20: $situation ends the read", async ({ answer, code }) => {
    await using server = await startScripted(() => answer);
    const { target } = openCloudAt(server.url);

    await expect(target.read(options())).rejects.toMatchObject({ code });
    expect(server.requests).toHaveLength(1);
  });
});

describe("an account that comes without `active`", () => {
  it("is asked for again, and is never taken for disabled", async () => {
    await using cloud = await openCloud({ seed: { users: seedOf(3) } });
    const [first, second] = cloud.server.directory.users.all();
    cloud.server.quirks.withoutActive.set(first?.id ?? "", "list");
    cloud.server.quirks.withoutActive.set(second?.id ?? "", "always");

    const { accounts } = await cloud.target.read(options());

    expect(accounts.map(({ username, active }) => [username, active])).toEqual([
      ["user0", true],
      ["user1", null],
      ["user2", true],
    ]);
    expect(cloud.traffic.requests).toHaveLength(3);
  });
});

describe("the groups", () => {
  const users = seedOf(3);
  const groups = [
    { displayName: "Engineers", members: ["user0", "user1"] },
    { displayName: "sales", members: ["user2"] },
    { displayName: "Empty", members: [] },
  ];

  it("are not asked for when nobody wants any", async () => {
    await using cloud = await openCloud({ seed: { users, groups } });

    expect((await cloud.target.read(options())).groups).toEqual([]);
    expect(cloud.traffic.requests).toHaveLength(1);
  });

  it("come with their members, and only those that are wanted", async () => {
    await using cloud = await openCloud({ seed: { users, groups } });

    const snapshot = await cloud.target.read(options(["engineers", "EMPTY", "missing"]));

    expect(snapshot.groups.map(({ name, members }) => [name, members.length])).toEqual([
      ["Engineers", 2],
      ["Empty", 0],
    ]);
    expect(cloud.traffic.requests).toHaveLength(2);
  });

  it("whose members are not in the list are read one by one, the others are not", async () => {
    await using cloud = await openCloud({ seed: { users, groups } });
    cloud.server.quirks.membersInList = false;

    const snapshot = await cloud.target.read(options(["engineers"]));

    expect(snapshot.groups.map(({ members }) => members.length)).toEqual([2]);
    expect(cloud.traffic.requests).toHaveLength(3);
  });

  it("are paged through too", async () => {
    const many = Array.from({ length: 230 }, (_, index) => ({ displayName: `group${index}`, members: [] }));
    await using cloud = await openCloud({ seed: { users, groups: many } });

    const snapshot = await cloud.target.read(options(many.map(({ displayName }) => displayName)));

    expect(snapshot.groups).toHaveLength(230);
    expect(cloud.traffic.requests).toHaveLength(4);
  });

  it.each([101, 999, 1000, 1001, 25_000])(
    "story 9: a group of %i members has exactly these",
    async (size) => {
      const all = seedOf(size);
      const everybody = { displayName: "everybody", members: all.map(({ userName }) => userName) };
      await using cloud = await openCloud({ seed: { users: all, groups: [everybody] } });

      const { accounts, groups: found } = await cloud.target.read(options(["everybody"]));

      expect(new Set(found[0]?.members)).toEqual(new Set(accounts.map(({ id }) => id)));
      expect(found[0]?.members).toHaveLength(size);
    },
  );
});

describe("check", () => {
  const seed = { users: seedOf(2) };

  it("says that the key opens the directory, with one request", async () => {
    await using cloud = await openCloud({ seed });

    expect(await cloud.target.check(signal)).toEqual([
      { level: "ok", subject: "sign-in", message: `The key opens the directory ${DIRECTORY}: 2 users.` },
    ]);
    expect(cloud.traffic.requests).toHaveLength(1);
  });

  it("story 41: says which key is needed when the key is wrong, and does not say the key", async () => {
    await using cloud = await openCloud({ seed, token: "canary-other" });

    const findings = await cloud.target.check(signal);

    expect(findings).toMatchObject([
      {
        level: "problem",
        subject: "sign-in",
        fix: expect.stringMatching(/SCIM key.*organization API key does not/),
      },
    ]);
    expect(JSON.stringify([findings, cloud.log.lines])).not.toMatch(/canary/);
  });

  it("says where the id of a directory stands when there is none of that id", async () => {
    await using server = await startScripted([{ status: 404, body: { detail: "Directory not found" } }]);
    const { target } = openCloudAt(server.url, { directoryId: "nowhere" });

    expect(await target.check(signal)).toMatchObject([
      { level: "problem", subject: "directory", fix: expect.stringContaining("`directoryId`") },
    ]);
  });

  it("says what a 403 means", async () => {
    await using server = await startScripted([{ status: 403, body: { error: `no ${TOKEN}` } }]);
    const { target } = openCloudAt(server.url);

    const findings = await target.check(signal);

    expect(findings).toMatchObject([
      { level: "problem", subject: "sign-in", fix: expect.stringContaining("Guard") },
    ]);
    expect(JSON.stringify(findings)).not.toContain(TOKEN);
  });

  it("has an answer within seconds from a server that is down", async () => {
    await using server = await startScripted(() => ({ status: 503 }));
    const { target, clock } = openCloudAt(server.url);

    expect(await target.check(signal)).toMatchObject([{ level: "problem", subject: "directory" }]);
    expect(server.requests).toHaveLength(2);
    expect(clock.waits).toEqual([1000]);
  });

  it("stops when the run is stopped", async () => {
    await using cloud = await openCloud({ seed });

    await expect(cloud.target.check(AbortSignal.abort())).rejects.toMatchObject({ code: "CANCELED" });
  });
});

function undefinedOnce(later: number): (startIndex: number) => number {
  let firsts = 0;
  return (startIndex) => {
    if (startIndex === 1) firsts += 1;
    return firsts === 1 && startIndex === 1 ? later - 1 : later;
  };
}
