import { describe, expect, it } from "vitest";
import type { Operation } from "../../src/model/operation.ts";
import { BITBUCKET_8, BITBUCKET_9_6 } from "../../src/sandbox/bitbucket/bitbucket-profile.ts";
import {
  type BitbucketSeed,
  findGroup,
  findUser,
  INTERNAL,
  renameUser,
} from "../../src/sandbox/bitbucket/bitbucket-state.ts";
import type { Fault } from "../../src/sandbox/faults.ts";
import { describeRecordings } from "../sandbox/bitbucket-recordings.ts";
import { account, addOf, disableOf, enableOf, importOf, removeOf, updateOf } from "./bitbucket-operations.ts";
import { type OpenedBitbucket, openBitbucket, SELF } from "./open-bitbucket.ts";

const signal = new AbortController().signal;
const SEED: BitbucketSeed = {
  users: [
    {
      id: 11,
      name: "ada",
      email: "ada@example.com",
      displayName: "Ada",
      permission: "LICENSED_USER",
      lastSignIn: 1,
    },
    { id: 12, name: "bob", email: "bob@example.com", displayName: "Bob" },
  ],
  groups: [
    { name: "stash-users", permission: "LICENSED_USER", members: ["ada"] },
    { name: "dev", members: ["ada"] },
  ],
};
const ADA = account("ada", 11);
const BOB = account("bob", 12);

const apply = ({ target }: Pick<OpenedBitbucket, "target">, ...operations: readonly Operation[]) =>
  target.apply(operations, signal);
const membersOf = ({ state }: OpenedBitbucket, group: string) =>
  [...(findGroup(state, group)?.members ?? [])].map(({ name }) => name);
const crowdOf = (size: number) =>
  Array.from({ length: size }, (_, index) => ({ id: 1000 + index, name: `m${index}` }));
const crowdAccounts = (size: number) => crowdOf(size).map(({ id, name }) => account(name, id));

describe("bitbucket updates", () => {
  it("one attribute, and sends the other one back as it was", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    await bitbucket.target.read({ groups: [], signal });

    expect(await apply(bitbucket, updateOf(ADA, { email: "ada@new.example" }))).toEqual([{ status: "done" }]);

    expect(findUser(bitbucket.state, "ada")).toMatchObject({ email: "ada@new.example", displayName: "Ada" });
    expect(bitbucket.writes()).toEqual(["PUT /admin/users"]);
  });

  it("a new username alone in one request, and the rest under the new name", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    await bitbucket.target.read({ groups: [], signal });

    await apply(bitbucket, updateOf(ADA, { username: "ada.king" }));
    expect(bitbucket.writes()).toEqual(["POST /admin/users/rename"]);
    await apply(bitbucket, updateOf(ADA, { username: "countess", displayName: "The Countess" }));
    await apply(bitbucket, addOf(ADA, "dev"), addOf(BOB, "dev"));

    expect(findUser(bitbucket.state, "countess")).toMatchObject({
      id: 11,
      displayName: "The Countess",
      email: "ada@example.com",
    });
    expect(membersOf(bitbucket, "dev").toSorted()).toEqual(["bob", "countess"]);
    expect(bitbucket.writes()).toHaveLength(4);
  });

  it("nothing a second time", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    const update = updateOf(ADA, { username: "ada.king", email: "ada@new.example" });

    expect(await apply(bitbucket, update)).toEqual([{ status: "done" }]);
    const writes = bitbucket.writes().length;
    expect(await apply(bitbucket, update)).toEqual([{ status: "done" }]);
    expect(await apply({ target: bitbucket.again() }, update)).toEqual([{ status: "done" }]);

    expect(bitbucket.writes()).toHaveLength(writes);
  });

  it("the case of a username", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });

    expect(await apply(bitbucket, updateOf(ADA, { username: "Ada" }))).toEqual([{ status: "done" }]);

    expect(findUser(bitbucket.state, "ada")?.name).toBe("Ada");
  });

  it("no username to one that another account has", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });

    expect(await apply(bitbucket, updateOf(ADA, { username: "BOB" }))).toMatchObject([
      { status: "failed", error: { code: "CONFLICT", message: expect.stringContaining("bob") } },
    ]);
  });

  it("no username to one that an access key has", async () => {
    const users = [...(SEED.users ?? []), { name: "key", type: "SERVICE" } as const];
    await using bitbucket = await openBitbucket({ seed: { ...SEED, users } });

    expect(await apply(bitbucket, updateOf(ADA, { username: "key" }))).toMatchObject([
      { status: "failed", error: { code: "CONFLICT" } },
    ]);
  });

  it.each([
    { what: "is gone", user: account("gone", 99) },
    { what: "has a name that another has by now", user: account("ada", 99) },
  ])("no account that $what", async ({ user }) => {
    await using bitbucket = await openBitbucket({ seed: SEED });

    expect(await apply(bitbucket, updateOf(user, { email: "a@new.example" }))).toMatchObject([
      { status: "failed", error: { code: "NOT_FOUND" } },
    ]);
    expect(bitbucket.writes()).toEqual([]);
  });

  it("no account that somebody has renamed since it was read, and says so", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    await bitbucket.target.read({ groups: [], signal });
    const ada = findUser(bitbucket.state, "ada");
    if (ada !== undefined) renameUser(bitbucket.state, ada, "countess");

    expect(await apply(bitbucket, updateOf(ADA, { email: "a@new.example" }))).toMatchObject([
      {
        status: "failed",
        error: { code: "NOT_FOUND", message: expect.stringContaining("renamed") },
      },
    ]);
  });

  it("and notices when a name has come to belong to another account", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    await bitbucket.target.read({ groups: [], signal });
    const [ada, bob] = ["ada", "bob"].map((name) => findUser(bitbucket.state, name));
    if (ada !== undefined) renameUser(bitbucket.state, ada, "countess");
    if (bob !== undefined) renameUser(bitbucket.state, bob, "ada");

    for (const changes of [{ email: "a@new.example" }, { username: "ada.king" }]) {
      expect(await apply({ target: bitbucket.target }, updateOf(ADA, changes))).toMatchObject([
        { status: "failed", error: { code: "CONFLICT" } },
      ]);
    }
  });

  it("no account that another directory is in charge of", async () => {
    const directories = [INTERNAL, { name: "LDAP", type: "LDAP", writable: false }];
    const users = [{ id: 11, name: "ada", email: "ada@example.com", directory: "LDAP" }];
    await using bitbucket = await openBitbucket({ seed: { users, directories } });

    expect(await apply(bitbucket, updateOf(ADA, { email: "a@new.example" }))).toMatchObject([
      { status: "failed", error: { code: "REFUSED", message: expect.stringContaining("Crowd or LDAP") } },
    ]);
  });

  it("no account that may do more than usersync, and explains the 401", async () => {
    const users = [{ id: 11, name: "ada", email: "ada@example.com", permission: "SYS_ADMIN" }] as const;
    await using bitbucket = await openBitbucket({ seed: { users }, self: { ...SELF, permission: "ADMIN" } });

    const results = await apply(bitbucket, updateOf(ADA, { email: "a@new.example" }));
    const others = await apply(bitbucket, importOf("cleo"));

    expect(results).toMatchObject([
      {
        status: "failed",
        error: { code: "PERMISSION_MISSING", fix: expect.stringContaining("System admin") },
      },
    ]);
    expect(others).toMatchObject([{ status: "done" }]);
  });
});

describe("bitbucket creates groups", () => {
  const create = (name: string): Operation => ({
    id: "g",
    kind: "create-group",
    group: { name },
    reason: "not-in-target",
  });

  it("in one request, and knows them by their names", async () => {
    await using bitbucket = await openBitbucket();

    expect(await apply(bitbucket, create("R&D / Köln"))).toEqual([
      { status: "done", targetId: "R&D / Köln" },
    ]);
    expect(bitbucket.seen).toHaveLength(1);
  });

  it("story 29: and takes one that is there, in any case, for created", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });

    expect(await apply(bitbucket, create("DEV"))).toEqual([{ status: "done", targetId: "dev" }]);
  });
});

describe("bitbucket changes members", () => {
  it("a hundred at once", async () => {
    await using bitbucket = await openBitbucket({ seed: { users: crowdOf(100), groups: [{ name: "dev" }] } });

    const results = await apply(bitbucket, ...crowdAccounts(100).map((user) => addOf(user, "dev")));

    expect(results).toEqual(Array(100).fill({ status: "done" }));
    expect(membersOf(bitbucket, "dev")).toHaveLength(100);
    expect(bitbucket.seen).toEqual(["POST /admin/groups/add-users"]);
  });

  it.each([BITBUCKET_8, BITBUCKET_9_6])(
    "story 37: in $version one who is gone stops no other",
    async (profile) => {
      await using bitbucket = await openBitbucket({
        profile,
        seed: { users: crowdOf(100), groups: [{ name: "dev" }] },
      });
      const users = crowdAccounts(100).with(37, account("gone", 99));

      const results = await apply(bitbucket, ...users.map((user) => addOf(user, "dev")));

      expect(results.map(({ status }) => status)).toEqual(
        users.map(({ username }) => (username === "gone" ? "failed" : "done")),
      );
      expect(results[37]).toMatchObject({
        error: { code: "NOT_FOUND", message: expect.stringContaining("account gone") },
      });
      expect(membersOf(bitbucket, "dev")).toHaveLength(99);
      expect(bitbucket.seen.length).toBeLessThan(20);
    },
  );

  it("none of a group that is gone, and asks but once", async () => {
    await using bitbucket = await openBitbucket({ seed: { users: crowdOf(100) } });

    const results = await apply(bitbucket, ...crowdAccounts(100).map((user) => addOf(user, "gone")));

    expect(results).toEqual(
      Array(100).fill({
        status: "failed",
        error: expect.objectContaining({ code: "NOT_FOUND", message: expect.stringContaining("group gone") }),
      }),
    );
    expect(bitbucket.seen).toEqual(["POST /admin/groups/add-users", "GET /admin/groups?start=0&limit=1000"]);
  });

  it("as many as the licence has room for", async () => {
    const users = crowdOf(10);
    await using bitbucket = await openBitbucket({ seed: { users, seats: 5 } });

    const results = await apply(bitbucket, ...crowdAccounts(10).map((user) => addOf(user, "stash-users")));

    expect(results.filter(({ status }) => status === "done")).toHaveLength(4);
    expect(results.at(-1)).toMatchObject({
      error: { code: "REFUSED", fix: expect.stringContaining("Licensing") },
    });
    expect(membersOf(bitbucket, "stash-users")).toHaveLength(4);
  });

  it("and fails as a whole when the server has a fault, without asking for each", async () => {
    await using bitbucket = await openBitbucket({ seed: { users: crowdOf(50), groups: [{ name: "dev" }] } });
    bitbucket.traffic.add({ path: /add-users$/, times: 99, fault: { kind: "status", status: 500 } });

    const results = await apply(bitbucket, ...crowdAccounts(50).map((user) => addOf(user, "dev")));

    expect(results).toEqual(
      Array(50).fill({ status: "failed", error: expect.objectContaining({ code: "NETWORK" }) }),
    );
    expect(bitbucket.seen.length).toBeLessThan(10);
  });

  it("takes them out with one request each, as many at a time as it may", async () => {
    const members = crowdOf(50).map(({ name }) => name);
    const seed = { users: crowdOf(50), groups: [{ name: "dev", members }] };
    await using bitbucket = await openBitbucket({ seed, connection: { concurrency: 3 } });
    bitbucket.traffic.latency = 2;

    const results = await apply(bitbucket, ...crowdAccounts(50).map((user) => removeOf(user, "dev")));

    expect(results).toEqual(Array(50).fill({ status: "done" }));
    expect(membersOf(bitbucket, "dev")).toEqual([]);
    expect(bitbucket.seen).toEqual(Array(50).fill("POST /admin/users/remove-group"));
    expect(bitbucket.traffic.maxConcurrent).toBe(3);
  });

  it.each([
    { what: "who is no member", user: BOB, group: "dev" },
    { what: "who is gone", user: account("gone", 99), group: "dev" },
    { what: "of a group that is gone", user: ADA, group: "gone" },
  ])("story 15: counts somebody $what as taken out", async ({ user, group }) => {
    for (const profile of [BITBUCKET_8, BITBUCKET_9_6]) {
      await using bitbucket = await openBitbucket({ seed: SEED, profile });

      expect(await apply(bitbucket, removeOf(user, group))).toEqual([{ status: "done" }]);
    }
  });

  it("takes out somebody who has got another name since", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    const ada = findUser(bitbucket.state, "ada");
    if (ada !== undefined) renameUser(bitbucket.state, ada, "countess");

    expect(await apply(bitbucket, removeOf(ADA, "dev"))).toEqual([{ status: "done" }]);

    expect(membersOf(bitbucket, "dev")).toEqual([]);
  });

  it("takes nobody out of a group that may do more than usersync", async () => {
    const groups = [{ name: "owners", permission: "SYS_ADMIN", members: ["ada"] }] as const;
    await using bitbucket = await openBitbucket({
      seed: { users: [{ id: 11, name: "ada" }], groups },
      self: { ...SELF, permission: "ADMIN" },
    });

    expect(await apply(bitbucket, removeOf(ADA, "owners"))).toMatchObject([
      { status: "failed", error: { code: "REFUSED" } },
    ]);
  });
});

describe("a write to bitbucket that was stored before its answer went wrong", () => {
  const faults: Readonly<Record<string, Fault>> = {
    "429 with Retry-After": { kind: "status", status: 429, headers: { "retry-after": "1" }, stored: true },
    "503": { kind: "status", status: 503, stored: true },
    "500": { kind: "status", status: 500, stored: true },
    "a reset": { kind: "reset", stored: true },
  };
  const access = { groups: ["stash-users"], permission: "LICENSED_USER" };
  const operations: Readonly<Record<string, Operation>> = {
    import: importOf("cleo"),
    update: updateOf(ADA, { displayName: "Ada Lovelace" }),
    rename: updateOf(ADA, { username: "ada.king" }),
    enable: enableOf(ADA, access),
    disable: disableOf(ADA, access),
    "create-group": { id: "g", kind: "create-group", group: { name: "new" }, reason: "not-in-target" },
    "add-member": addOf(BOB, "dev"),
    "remove-member": removeOf(ADA, "dev"),
  };
  const cases = Object.keys(operations).flatMap((kind) =>
    Object.keys(faults).flatMap((fault) => [
      { kind, fault, how: "once", times: 1 },
      // Whether a password was stored cannot be seen, so an import that never hears of it must fail.
      ...(kind === "import" ? [] : [{ kind, fault, how: "every time", times: 999 }]),
    ]),
  );

  it.each(cases)("story 12: $kind counts as done after $fault, $how", async ({ kind, fault, times }) => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    await using undisturbed = await openBitbucket({ seed: SEED });
    const operation = operations[kind] as Operation;
    for (const method of ["POST", "PUT", "DELETE"]) {
      bitbucket.traffic.add({ method, times, fault: faults[fault] as Fault });
    }

    expect(await apply(bitbucket, operation)).toMatchObject([{ status: "done" }]);
    expect(await apply(undisturbed, operation)).toMatchObject([{ status: "done" }]);

    const [seen, wanted] = await Promise.all(
      [bitbucket, undisturbed].map((one) => one.again().read({ groups: ["dev", "new"], signal })),
    );
    expect(seen).toEqual(wanted);
  });
});

describeRecordings(150);
