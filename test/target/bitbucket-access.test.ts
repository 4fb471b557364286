import { describe, expect, it } from "vitest";
import {
  type BitbucketSeed,
  findGroup,
  findUser,
  INTERNAL,
  renameUser,
} from "../../src/sandbox/bitbucket/bitbucket-state.ts";
import { describeRecordings } from "../sandbox/bitbucket-recordings.ts";
import { account, addOf, disableOf, enableOf, importOf } from "./bitbucket-operations.ts";
import { type OpenedBitbucket, openBitbucket, SELF } from "./open-bitbucket.ts";

const signal = new AbortController().signal;
const SIGNED_IN = 1_700_000_000_000;
/** Ada is let in twice, bob in person, cleo not at all. */
const SEED: BitbucketSeed = {
  users: [
    { id: 11, name: "ada", lastSignIn: SIGNED_IN },
    { id: 12, name: "bob", permission: "PROJECT_CREATE", lastSignIn: SIGNED_IN },
    { id: 13, name: "cleo", lastSignIn: SIGNED_IN },
  ],
  groups: [
    { name: "stash-users", permission: "LICENSED_USER", members: ["ada"] },
    { name: "creators", permission: "PROJECT_CREATE", members: ["ada"] },
    { name: "dev", members: ["ada"] },
  ],
};
const ADA = account("ada", 11);
const BOB = account("bob", 12);
const CLEO = account("cleo", 13);

const groupsOf = ({ state }: OpenedBitbucket, name: string) =>
  [...state.groups.values()]
    .filter(({ members }) => [...members].some((one) => one.name === name))
    .map((one) => one.name);
const queryOf = (request: string | undefined) => new URL(request ?? "", "http://localhost").searchParams;

describe("bitbucket imports", () => {
  it("an account whose password has stood in no address by the time it is let in", async () => {
    await using bitbucket = await openBitbucket();

    const [result] = await bitbucket.target.apply([importOf("ada")], signal);

    const ada = findUser(bitbucket.state, "ada");
    expect(result).toEqual({ status: "done", targetId: String(ada?.id) });
    expect(groupsOf(bitbucket, "ada")).toEqual(["stash-users"]);
    expect(bitbucket.writes()).toEqual([
      "POST /admin/users?name=ada&displayName=ada&emailAddress=ada%40example.com&addToDefaultGroup=false&password=…",
      "PUT /admin/users/credentials",
      "POST /admin/users/add-groups",
    ]);
    expect(bitbucket.seen).toHaveLength(4);
    const sent = queryOf(bitbucket.seen[0]?.replace("POST ", "")).get("password") ?? "";
    expect(sent.length).toBeGreaterThan(60);
    expect(ada?.password.length).toBeGreaterThan(60);
    expect(ada?.password).not.toBe(sent);
  });

  it("with an e-mail to the new person, and then without any password, in one write", async () => {
    await using bitbucket = await openBitbucket({ notifyNewUsers: true });

    expect(await bitbucket.target.apply([importOf("ada")], signal)).toMatchObject([{ status: "done" }]);

    expect(bitbucket.writes()).toEqual([
      "POST /admin/users?name=ada&displayName=ada&emailAddress=ada%40example.com&addToDefaultGroup=true&notify=true",
    ]);
    expect(findUser(bitbucket.state, "ada")).toMatchObject({ notified: true });
    expect(groupsOf(bitbucket, "ada")).toEqual(["stash-users"]);
  });

  it.each([
    {
      what: "the groups of the config",
      licenseGroups: ["creators", "stash-users"],
      access: undefined,
      groups: ["stash-users", "creators"],
    },
    {
      what: "what the operation says",
      licenseGroups: ["stash-users"],
      access: { groups: ["creators"] },
      groups: ["creators"],
    },
    { what: "nothing, where it says so", licenseGroups: ["stash-users"], access: { groups: [] }, groups: [] },
  ])("with $what, with and without an e-mail", async ({ licenseGroups, access, groups }) => {
    for (const notifyNewUsers of [true, false]) {
      await using bitbucket = await openBitbucket({ seed: SEED, licenseGroups, notifyNewUsers });

      expect(await bitbucket.target.apply([importOf("eve", access)], signal)).toMatchObject([
        { status: "done" },
      ]);

      expect(groupsOf(bitbucket, "eve").toSorted()).toEqual(groups.toSorted());
    }
  });

  it("with a permission in person, where the operation says so", async () => {
    await using bitbucket = await openBitbucket();
    const access = { groups: [], permission: "PROJECT_CREATE" };

    await bitbucket.target.apply([importOf("eve", access)], signal);

    expect(findUser(bitbucket.state, "eve")?.permission).toBe("PROJECT_CREATE");
  });

  it("nobody halfway: what was made with a password in the address is let in with another one only", async () => {
    await using bitbucket = await openBitbucket();
    bitbucket.traffic.add({
      method: "PUT",
      path: /credentials$/,
      times: 99,
      fault: { kind: "status", status: 500 },
    });

    const [result] = await bitbucket.target.apply([importOf("ada")], signal);
    const ada = findUser(bitbucket.state, "ada");
    const sent = queryOf(bitbucket.seen[0]?.replace("POST ", "")).get("password");

    expect(result).toMatchObject({ status: "failed", error: { code: "NETWORK" } });
    expect(ada?.password).toBe(sent);
    expect(groupsOf(bitbucket, "ada")).toEqual([]);

    bitbucket.traffic.clear();
    const next = bitbucket.again();
    const { accounts } = await next.read({ groups: [], signal });
    expect(accounts.find(({ username }) => username === "ada")).toMatchObject({ active: false });
    expect(await next.apply([enableOf(account("ada", ada?.id ?? 0))], signal)).toEqual([{ status: "done" }]);

    expect(ada?.password).not.toBe(sent);
    expect(groupsOf(bitbucket, "ada")).toEqual(["stash-users"]);
  });

  it("story 12: nobody a second time, and leaves alone the password of whoever has signed in", async () => {
    const existing = {
      id: 11,
      name: "ada",
      email: "ada@example.com",
      password: "own",
      lastSignIn: SIGNED_IN,
    };
    await using bitbucket = await openBitbucket({ seed: { users: [existing] } });

    expect(await bitbucket.target.apply([importOf("ada")], signal)).toEqual([
      { status: "done", targetId: "11" },
    ]);

    expect(findUser(bitbucket.state, "ada")?.password).toBe("own");
    expect(groupsOf(bitbucket, "ada")).toEqual(["stash-users"]);
  });

  it.each([
    { whose: "somebody else", user: { name: "ADA", email: "other@example.com" }, fix: "mapping.username" },
    {
      whose: "somebody of another directory",
      user: { name: "ada", email: "ada@example.com", directory: "LDAP" },
      fix: "`directoryName`",
    },
  ])("nobody whose username belongs to $whose", async ({ user, fix }) => {
    const directories = [INTERNAL, { name: "LDAP", type: "LDAP", writable: false }];
    const directoryName = INTERNAL.name;
    await using bitbucket = await openBitbucket({ seed: { users: [user], directories }, directoryName });

    expect(await bitbucket.target.apply([importOf("ada")], signal)).toMatchObject([
      { status: "failed", error: { code: "CONFLICT", fix: expect.stringContaining(fix) } },
    ]);
    expect(groupsOf(bitbucket, user.name)).toEqual([]);
  });

  it("nobody into another directory without a word", async () => {
    const directories = [{ name: "Other", type: "INTERNAL", writable: true }, INTERNAL];
    await using bitbucket = await openBitbucket({ seed: { directories }, directoryName: INTERNAL.name });

    expect(await bitbucket.target.apply([importOf("ada")], signal)).toMatchObject([
      { status: "failed", error: { code: "CONFLICT", message: expect.stringContaining('"Other"') } },
    ]);
    expect(groupsOf(bitbucket, "ada")).toEqual([]);
  });

  it.each([true, false])("and says when the licence is used up, with e-mails: %s", async (notifyNewUsers) => {
    await using bitbucket = await openBitbucket({ seed: { ...SEED, seats: 3 }, notifyNewUsers });

    expect(await bitbucket.target.apply([importOf("eve")], signal)).toMatchObject([
      { status: "failed", error: { code: "REFUSED", fix: expect.stringContaining("Licensing") } },
    ]);
  });

  it("and says when the new account does not show", async () => {
    await using bitbucket = await openBitbucket();
    const body = { values: [], isLastPage: true };
    bitbucket.traffic.add({ method: "GET", path: /users$/, fault: { kind: "status", status: 200, body } });

    expect(await bitbucket.target.apply([importOf("ada")], signal)).toMatchObject([
      { status: "failed", error: { code: "UNEXPECTED_ANSWER" } },
    ]);
  });

  it("story 41: and writes no password into the log", async () => {
    await using bitbucket = await openBitbucket();

    await bitbucket.target.apply([importOf("ada")], signal);

    const passwords = [
      queryOf(bitbucket.seen[0]?.replace("POST ", "")).get("password") ?? "",
      findUser(bitbucket.state, "ada")?.password ?? "",
    ];
    const log = JSON.stringify(bitbucket.log.lines);
    expect(passwords.filter((password) => log.includes(password))).toEqual([]);
  });
});

describe("bitbucket disables", () => {
  it("by taking away what the operation says, and nothing else", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });

    const results = await bitbucket.target.apply([disableOf(ADA, { groups: ["stash-users"] })], signal);

    expect(results).toEqual([{ status: "done" }]);
    expect(bitbucket.seen).toEqual(["POST /admin/users/remove-group"]);
    expect(groupsOf(bitbucket, "ada")).toEqual(["creators", "dev"]);
  });

  it("by revoking what somebody may do in person", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    const access = { groups: [], permission: "PROJECT_CREATE" };

    await bitbucket.target.apply([disableOf(BOB, access)], signal);

    expect(bitbucket.seen).toEqual(["DELETE /admin/permissions/users?name=bob"]);
    expect(findUser(bitbucket.state, "bob")?.permission).toBeUndefined();
  });

  it.each([
    { who: "by a group", user: ADA, left: ["dev"] },
    { who: "in person", user: BOB, left: [] },
    { who: "not at all", user: CLEO, left: [] },
  ])(
    "whoever is let in $who by taking away all of it, when the operation does not say what",
    async ({ user, left }) => {
      await using bitbucket = await openBitbucket({ seed: SEED });

      expect(await bitbucket.target.apply([disableOf(user)], signal)).toEqual([{ status: "done" }]);

      expect(groupsOf(bitbucket, user.username)).toEqual(left);
      expect(findUser(bitbucket.state, user.username)?.permission).toBeUndefined();
    },
  );

  it("an account that somebody has renamed since it was read", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    const { accounts } = await bitbucket.target.read({ groups: [], signal });
    const ada = findUser(bitbucket.state, "ada");
    if (ada !== undefined) renameUser(bitbucket.state, ada, "countess");
    const access = accounts.find(({ username }) => username === "ada")?.access;

    expect(await bitbucket.target.apply([disableOf(ADA, access)], signal)).toEqual([{ status: "done" }]);

    expect(groupsOf(bitbucket, "countess")).toEqual(["dev"]);
  });

  it.each([
    {
      what: "the account",
      user: account("gone", 99),
      access: { groups: ["stash-users"], permission: "ADMIN" },
    },
    { what: "one of the groups", user: ADA, access: { groups: ["gone", "stash-users"] } },
  ])("story 15: and counts as done what concerns $what that is gone", async ({ user, access }) => {
    await using bitbucket = await openBitbucket({ seed: SEED });

    expect(await bitbucket.target.apply([disableOf(user, access)], signal)).toEqual([{ status: "done" }]);
  });

  it("as far as it may, and says what it may not", async () => {
    const groups = [
      { name: "owners", permission: "SYS_ADMIN", members: ["ada"] },
      { name: "stash-users", permission: "LICENSED_USER", members: ["ada"] },
    ] as const;
    const self = { ...SELF, permission: "ADMIN" } as const;
    await using bitbucket = await openBitbucket({ seed: { users: [{ id: 11, name: "ada" }], groups }, self });

    const [result] = await bitbucket.target.apply(
      [disableOf(ADA, { groups: ["owners", "stash-users"] })],
      signal,
    );

    expect(result).toMatchObject({
      status: "failed",
      error: { code: "REFUSED", fix: expect.stringContaining("System admin") },
    });
    expect(groupsOf(bitbucket, "ada")).toEqual(["owners"]);
  });

  it("not itself: Bitbucket lets nobody lower their own rights", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    const access = { groups: [], permission: "SYS_ADMIN" };

    expect(await bitbucket.target.apply([disableOf(account("usersync", 1), access)], signal)).toMatchObject([
      { status: "failed", error: { code: "REFUSED", fix: expect.stringContaining("protect.users") } },
    ]);
    expect(findUser(bitbucket.state, "usersync")?.permission).toBe("SYS_ADMIN");
  });

  it("nobody any more once the sign-in is refused", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    bitbucket.traffic.add({ path: /remove-group$/, fault: { kind: "status", status: 401 } });
    const access = { groups: ["stash-users", "creators"] };

    await expect(bitbucket.target.apply([disableOf(ADA, access)], signal)).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
    });
    expect(bitbucket.seen).toHaveLength(1);
  });
});

describe("bitbucket enables", () => {
  it.each([
    {
      what: "what the account had",
      access: { groups: ["creators", "stash-users"], permission: "ADMIN" },
      groups: ["stash-users", "creators"],
    },
    { what: "the groups of the config, when nobody says what", access: undefined, groups: ["stash-users"] },
    { what: "nothing, where it says so", access: { groups: [] }, groups: [] },
  ])("with $what", async ({ access, groups }) => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    await bitbucket.target.read({ groups: [], signal });

    expect(await bitbucket.target.apply([enableOf(CLEO, access)], signal)).toEqual([{ status: "done" }]);

    expect(groupsOf(bitbucket, "cleo").toSorted()).toEqual(groups.toSorted());
    expect(findUser(bitbucket.state, "cleo")?.permission).toBe(access?.permission);
  });

  it.each([
    { who: "has signed in", lastSignIn: SIGNED_IN, replaced: false },
    { who: "has never signed in", lastSignIn: undefined, replaced: true },
  ])("whoever $who with a new password: $replaced", async ({ lastSignIn, replaced }) => {
    const users = [{ id: 13, name: "cleo", password: "old", lastSignIn }];
    await using bitbucket = await openBitbucket({ seed: { users } });

    expect(await bitbucket.target.apply([enableOf(CLEO)], signal)).toEqual([{ status: "done" }]);

    expect(findUser(bitbucket.state, "cleo")?.password !== "old").toBe(replaced);
  });

  it("whoever a group lets in who has never signed in, with a new password too, and only then", async () => {
    const outsider = { password: "old", email: "x@example.com" };
    const users = [
      { ...outsider, id: 21, name: "new" },
      { ...outsider, id: 22, name: "used", lastSignIn: SIGNED_IN },
      { ...outsider, id: 23, name: "inside", permission: "LICENSED_USER" },
    ] as const;
    await using bitbucket = await openBitbucket({ seed: { users, groups: [{ name: "dev" }] } });
    await bitbucket.target.read({ groups: [], signal });
    const people = users.map(({ name, id }) => account(name, id));
    const join = (group: string) =>
      bitbucket.target.apply(
        people.map((user) => addOf(user, group)),
        signal,
      );

    expect(await join("dev")).toEqual(Array(3).fill({ status: "done" }));
    expect(bitbucket.writes()).toEqual(["POST /admin/groups/add-users"]);
    expect(await join("stash-users")).toEqual(Array(3).fill({ status: "done" }));

    expect(bitbucket.writes().slice(1)).toEqual([
      "PUT /admin/users/credentials",
      "POST /admin/groups/add-users",
    ]);
    expect(findUser(bitbucket.state, "new")?.password).not.toBe("old");
  });

  it("nobody by a group whose password cannot be replaced, and all others", async () => {
    const users = [
      { id: 21, name: "new" },
      { id: 22, name: "used", lastSignIn: SIGNED_IN },
    ];
    await using bitbucket = await openBitbucket({ seed: { users } });
    await bitbucket.target.read({ groups: [], signal });
    bitbucket.traffic.add({ path: /credentials$/, times: 99, fault: { kind: "status", status: 500 } });

    const batch = users.map(({ name, id }) => addOf(account(name, id), "stash-users"));
    const results = await bitbucket.target.apply(batch, signal);

    expect(results.map(({ status }) => status)).toEqual(["failed", "done"]);
    expect(groupsOf(bitbucket, "new")).toEqual([]);
  });

  it("whoever got an e-mail without touching the password", async () => {
    const users = [{ id: 13, name: "cleo", password: "own" }];
    await using bitbucket = await openBitbucket({ seed: { users }, notifyNewUsers: true });

    expect(await bitbucket.target.apply([enableOf(CLEO)], signal)).toEqual([{ status: "done" }]);

    expect(findUser(bitbucket.state, "cleo")?.password).toBe("own");
  });

  it("without the groups that are gone, as long as something else lets the account in", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });

    const results = await bitbucket.target.apply([enableOf(CLEO, { groups: ["gone", "creators"] })], signal);

    expect(results).toEqual([{ status: "done" }]);
    expect(groupsOf(bitbucket, "cleo")).toEqual(["creators"]);
    expect(bitbucket.log.lines).toContainEqual(
      expect.objectContaining({ fields: { groups: "gone" }, message: expect.stringContaining("cleo") }),
    );
  });

  it("nobody when all of the groups are gone", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED, licenseGroups: ["gone", "gone-too"] });

    expect(await bitbucket.target.apply([enableOf(CLEO)], signal)).toMatchObject([
      { status: "failed", error: { code: "NOT_FOUND", fix: expect.stringContaining("`licenseGroups`") } },
    ]);
  });

  it("nobody who is gone, or whose name another has by now", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });

    const results = await bitbucket.target.apply([enableOf(account("gone", 99))], signal);
    const [other] = await bitbucket.target.apply([enableOf(account("ada", 99))], signal);

    expect(results).toMatchObject([{ status: "failed", error: { code: "NOT_FOUND" } }]);
    expect(other).toMatchObject({ status: "failed", error: { code: "NOT_FOUND" } });
    expect(bitbucket.writes()).toEqual([]);
  });

  it.each([
    { what: "by a group", access: { groups: ["stash-users"] } },
    { what: "in person", access: { groups: [], permission: "LICENSED_USER" } },
  ])("nobody beyond the licence, $what", async ({ access }) => {
    await using bitbucket = await openBitbucket({ seed: { ...SEED, seats: 3 } });

    expect(await bitbucket.target.apply([enableOf(CLEO, access)], signal)).toMatchObject([
      { status: "failed", error: { code: "REFUSED", fix: expect.stringContaining("Licensing") } },
    ]);
    expect(findGroup(bitbucket.state, "stash-users")?.members.size).toBe(1);
  });
});

describeRecordings(80);
