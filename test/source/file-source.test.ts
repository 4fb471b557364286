import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { where } from "../../src/config/schema/where.ts";
import type { SourceId } from "../../src/model/ids.ts";
import type { Scope } from "../../src/model/scope.ts";
import { openSource } from "../../src/source/open-source.ts";
import { NO_RULES } from "../support/people.ts";
import { describeShared, sharedPath } from "../support/shared.ts";
import { failureOf, groupId, silent, testClock, user, userId } from "./fixtures.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "usersync-file-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

function fileSource(path: string, users: Partial<Scope> = {}, nests = false) {
  return openSource(
    { type: "file", path, users: { ...NO_RULES, ...users } },
    { clock: testClock(), log: silent, proxy: {}, properties: ["mail", "displayName"], nests },
  );
}

async function sourceOf(content: unknown, users: Partial<Scope> = {}, nests = false) {
  const path = join(folder, "snapshot.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return fileSource(path, users, nests);
}

const signal = new AbortController().signal;

describe("a snapshot in a file", () => {
  it("is looked at again for single people, whoever is gone left out", async () => {
    const source = await sourceOf({ users: [user("ada"), user("bob")] });

    const people = await source.look([userId("bob"), userId("gone")], signal);

    expect(people.map(({ id }) => id)).toEqual([userId("bob")]);
  });

  it.each([
    { how: "a name in any case", name: "BOB@example.com", found: userId("bob") },
    { how: "an object id in any case", name: userId("bob").toUpperCase(), found: userId("bob") },
    { how: "a guest's name", name: "eve_x.com#EXT#@example.com", found: userId("eve") },
    { how: "a name that only begins alike", name: "bob@example.co", found: undefined },
    { how: "an id that nobody has", name: userId("gone"), found: undefined },
  ])("is searched for $how", async ({ name, found }) => {
    const source = await sourceOf({
      users: [user("ada"), user("bob"), user("eve", { userPrincipalName: "eve_x.com#EXT#@example.com" })],
    });

    expect((await source.find(name, signal))?.id).toBe(found);
  });

  it("says which groups hold a traced person, and which of them a rule names", async () => {
    const groups = ["labs", "pilot", "board"].map((name) => ({
      id: groupId(name),
      displayName: name,
      members: name === "board" ? [] : [userId("ada")],
    }));
    const source = await sourceOf(
      { users: [user("ada")], groups },
      { where: where.parse([{ any: [{ memberOf: "Pilot" }, { memberOf: "board" }] }]) },
    );

    const { traces } = await source.read({ signal, trace: userId("ada") });

    expect(traces?.map(({ role, name, paths }) => [role, name, paths])).toEqual([
      ["groups", "labs", [["labs"]]],
      ["groups", "pilot", [["pilot"]]],
      ["where", "pilot", [["pilot"]]],
    ]);
  });

  describe("with groups inside groups", () => {
    const holding = (name: string, ...members: string[]) => ({
      id: groupId(name),
      displayName: name,
      members,
    });
    const content = {
      users: [user("ada"), user("bob")],
      groups: [
        holding("all", userId("ada"), groupId("labs")),
        holding("labs", groupId("pilot"), groupId("all")),
        holding("pilot", userId("bob")),
      ],
    };

    it("puts their people into the outer ones, and tells which is in which only when asked to", async () => {
      const flat = await (await sourceOf(content)).read({ signal });
      const nested = await (await sourceOf(content, {}, true)).read({ signal });

      expect(flat.groups.map(({ members }) => members)).toEqual([
        [userId("ada"), userId("bob")],
        [userId("bob"), userId("ada")],
        [userId("bob")],
      ]);
      expect(flat.groups.every((group) => !("nest" in group))).toBe(true);
      expect(nested.groups.map(({ nest }) => nest)).toEqual([
        { people: [userId("ada")], groups: [groupId("labs")] },
        { people: [], groups: [groupId("pilot"), groupId("all")] },
        { people: [userId("bob")], groups: [] },
      ]);
    });

    it("says by which ways somebody is in them", async () => {
      const { traces } = await (await sourceOf(content)).read({ signal, trace: userId("bob") as SourceId });

      expect(traces?.map(({ name, paths }) => [name, paths])).toEqual([
        ["all", [["all", "labs", "pilot"]]],
        ["labs", [["labs", "pilot"]]],
        ["pilot", [["pilot"]]],
      ]);
    });
  });

  it("gives the members of groups that rules of the scope name, by name or id", async () => {
    const labs = { id: groupId("labs"), displayName: "Labs", members: [userId("ada")] };
    const rules = where.parse([{ any: [{ memberOf: "LABS" }, { memberOf: groupId("labs") }] }]);
    const source = await sourceOf({ users: [user("ada")], groups: [labs] }, { where: rules });

    const { memberships } = await source.read({ signal });

    const members = new Set([userId("ada")]);
    expect(memberships).toEqual(
      new Map([
        ["LABS", members],
        [groupId("labs"), members],
      ]),
    );
  });

  it.each([
    { names: ["Board"], message: "No group of the source file is called Labs." },
    { names: ["Labs", "labs"], message: "More than one group (2) of the source file is called Labs." },
  ])("is refused when a rule names a group of $names", async ({ names: all, message }) => {
    const groups = all.map((displayName, at) => ({ id: groupId(`g${at}`), displayName, members: [] }));
    const source = await sourceOf({ users: [], groups }, { where: where.parse([{ memberOf: "Labs" }]) });

    expect(await failureOf(source.read({ signal }))).toMatchObject({ code: "CONFIG_INVALID", message });
  });

  it("says what rules look at and nobody has, in the check and in the snapshot", async () => {
    const rules = where.parse([
      { property: "departement", equals: "R&D" },
      { any: [{ property: "mail", present: true }, { memberOf: "Labs" }] },
      { property: "homeUserPrincipalName", present: true },
    ]);
    const people = {
      users: [user("ada", { departement: null })],
      groups: [],
    };
    const source = await sourceOf(people, { where: rules });

    expect((await source.check(signal)).map(({ level, message }) => `${level}: ${message}`)).toEqual([
      expect.stringMatching(/^ok: .* holds 1 users and 0 groups\.$/),
      expect.stringMatching(/^problem: No group of the source file is called Labs\./),
      "warning: A rule looks at departement, which nobody in the file has.",
    ]);
    const [rule] = rules;
    const other = await sourceOf(people, { where: rule === undefined ? [] : [rule] });
    expect((await other.read({ signal })).notes).toEqual([
      {
        subject: "source.users.where",
        reason:
          "A rule looks at departement, which nobody in the file has; correct its name if it is misspelled",
      },
    ]);
    const nobody = await sourceOf({ users: [], groups: [] }, { where: rule === undefined ? [] : [rule] });
    expect((await nobody.read({ signal })).notes).toEqual([]);
  });

  it("is read as Graph would answer: users, and groups with their members", async () => {
    const source = await sourceOf({
      users: [
        user("ada", { department: "Labs" }),
        { id: userId("bob").toUpperCase(), userPrincipalName: "bob@example.com" },
        user("eve", { userType: "Guest", accountEnabled: false }),
      ],
      groups: [
        { id: groupId("one"), displayName: "one", members: [userId("ada"), userId("ada"), userId("eve")] },
        { id: groupId("two"), displayName: "two", members: [] },
      ],
    });

    expect(await source.read({ signal })).toEqual({
      people: [
        {
          id: userId("ada"),
          enabled: true,
          guest: false,
          properties: { userPrincipalName: "ada@example.com", mail: "ada@example.com" },
        },
        {
          id: userId("bob"),
          enabled: null,
          guest: false,
          properties: { userPrincipalName: "bob@example.com" },
        },
        {
          id: userId("eve"),
          enabled: false,
          guest: true,
          properties: { userPrincipalName: "eve@example.com", mail: "eve@example.com" },
        },
      ],
      covers: "everyone",
      groups: [
        { id: groupId("one"), name: "one", members: [userId("ada"), userId("eve")] },
        { id: groupId("two"), name: "two", members: [] },
      ],
      notes: [],
    });
  });

  it("may have no groups, a byte order mark, and one user twice: the last counts", async () => {
    const users = [user("ada", { mail: "old@example.com" }), user("ada", { mail: "new@example.com" })];
    const source = await sourceOf(`\uFEFF${JSON.stringify({ users })}`);

    const { people, groups } = await source.read({ signal });

    expect(people.map(({ properties }) => properties["mail"])).toEqual(["new@example.com"]);
    expect(groups).toEqual([]);
  });

  it("says how much it holds", async () => {
    const said: unknown[] = [];
    const source = await sourceOf({ value: [user("ada")], groups: [] });

    await source.read({ signal, onRead: (progress) => said.push(progress) });

    expect(said).toEqual([
      { what: "users", count: 1 },
      { what: "groups", count: 0 },
    ]);
    expect(await source.check(signal)).toEqual([
      {
        level: "ok",
        subject: "source file",
        message: `${join(folder, "snapshot.json")} holds 1 users and 0 groups.`,
      },
    ]);
  });

  it("tells everything that is wrong with it, and where", async () => {
    const source = await sourceOf({
      users: [{ id: "7" }, "ada", user("bob", { userPrincipalName: null }), {}],
      groups: [
        { id: groupId("one"), displayName: " ", members: [] },
        { id: groupId("two"), displayName: "two" },
        { id: groupId("three"), displayName: "three", members: [userId("ada"), "x".repeat(99), 7] },
        null,
      ],
    });

    const error = await failureOf(source.read({ signal }));

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.message.split("\n").slice(1)).toEqual([
      '  users[0].id is no object id (a GUID): "7"',
      '  users[1] is no object: "ada"',
      "  users[2].userPrincipalName is null: exported without the permission to read users",
      "  users[3].id is no object id (a GUID): missing",
      "  groups[0].displayName is missing",
      "  groups[1].members is missing: a list of object ids, empty for a group without members",
      `  groups[2].members[1] is no object id: "${"x".repeat(59)}…`,
      "  groups[2].members[2] is no object id: 7",
      "  groups[3] is no object: null",
    ]);
  });

  it.each([
    { what: "no users", content: { groups: [] }, says: '"users" is missing' },
    { what: "a list at the top", content: [], says: '"users" is missing' },
    { what: "groups that are no list", content: { users: [], groups: {} }, says: '"groups" is no list' },
    {
      what: "the first of several pages",
      content: { value: [], "@odata.nextLink": "https://graph.example" },
      says: "one page of several",
    },
    { what: "JSON that is cut off", content: '{"users":[', says: "is not JSON" },
    { what: "mistakes without number", content: { users: Array(150).fill(0) }, says: "and 50 more" },
  ])("is refused with $what", async ({ content, says }) => {
    const source = await sourceOf(content);

    const error = await failureOf(source.read({ signal }));

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.message).toContain(says);
    expect(await source.check(signal)).toMatchObject([{ level: "problem", fix: error.fix }]);
  });

  it("is refused when it is not there", async () => {
    const error = await failureOf(fileSource(join(folder, "absent.json")).read({ signal }));

    expect(error).toMatchObject({ code: "INCOMPLETE_READ", cause: { code: "ENOENT" } });
    expect(error.fix).toContain("source.path");
  });

  it("is not read when the run was stopped", async () => {
    const source = await sourceOf({ users: [] });

    expect((await failureOf(source.read({ signal: AbortSignal.abort() }))).code).toBe("CANCELED");
    expect((await failureOf(source.check(AbortSignal.abort()))).code).toBe("CANCELED");
  });
});

describeShared("the 32 users of Microsoft's demo tenant, as /users answered", () => {
  it("are read, with nobody known to be enabled or disabled", async () => {
    const { people } = await fileSource(sharedPath("data", "graph", "sandbox-users-32.json")).read({
      signal,
    });

    expect(people).toHaveLength(32);
    expect(new Set(people.map(({ enabled }) => enabled))).toEqual(new Set([null]));
    expect(people[1]?.properties).toEqual({
      userPrincipalName: "AdeleV@M365x214355.onmicrosoft.com",
      mail: "AdeleV@M365x214355.onmicrosoft.com",
      displayName: "Adele Vance",
    });
  });
});
