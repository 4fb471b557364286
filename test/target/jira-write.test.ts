import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply-plan.ts";
import type { TargetId, Username } from "../../src/model/ids.ts";
import type { Change, ExistingUser, GroupRef, Operation } from "../../src/model/operation.ts";
import { JIRA_8_2, JIRA_10_3_0 } from "../../src/sandbox/jira/jira-profile.ts";
import type { JiraUserSeed } from "../../src/sandbox/jira/jira-state.ts";
import { describeRecordings } from "../sandbox/jira-recordings.ts";
import { NO_JOURNAL } from "../support/no-journal.ts";
import { sourceId } from "../support/people.ts";
import { recordingLog } from "../support/recording-log.ts";
import { startScripted } from "../support/scripted-server.ts";
import { type OpenedJira, openJira, openJiraAt, PASSWORD, TOKEN } from "./open-jira.ts";

const signal = new AbortController().signal;
const STORED = { kind: "status", status: 500, stored: true } as const;
const RESET = { kind: "reset", stored: true } as const;
const BUSY = { kind: "status", status: 429, headers: { "retry-after": "1" }, stored: true } as const;

const user = (name: string, overrides: Partial<JiraUserSeed> = {}): JiraUserSeed => ({
  key: `key-${name}`,
  name,
  displayName: name,
  email: `${name}@example.com`,
  ...overrides,
});

function ref(name: string): ExistingUser {
  return { username: name as Username, targetId: `key-${name}` as TargetId, sourceId: sourceId(name) };
}

function change(field: Change["field"], to: string): Change {
  return { field, from: "", to };
}

function importOf(name: string): Operation {
  const changes = [
    change("username", name),
    change("email", `${name}@example.com`),
    change("displayName", name),
  ];
  const whom = { username: name as Username, sourceId: sourceId(name) };
  return { id: name, kind: "import", user: whom, changes, reason: "not-in-target" };
}

const update = (whom: ExistingUser, ...changes: Change[]): Operation => ({
  ...{ id: "u", kind: "update", user: whom, changes, reason: "differs" },
});
const disable = (whom: ExistingUser): Operation => ({
  ...{ id: "d", kind: "disable", user: whom, reason: "left-scope" },
});
const enable = (whom: ExistingUser): Operation => ({
  ...{ id: "e", kind: "enable", user: whom, reason: "active-in-source" },
});
const createGroup = (name: string): Operation => ({
  ...{ id: "g", kind: "create-group", group: { name }, reason: "not-in-target" },
});
const groupRef = (name: string): GroupRef => ({ name, targetId: name });
const add = (group: string, whom: ExistingUser): Operation => ({
  ...{ id: "a", kind: "add-member", group: groupRef(group), user: whom, reason: "member-in-source" },
});
const remove = (group: string, whom: ExistingUser): Operation => ({
  ...{ id: "r", kind: "remove-member", group: groupRef(group), user: whom, reason: "not-member-in-source" },
});

const apply = async ({ target }: Pick<OpenedJira, "target">, operation: Operation) =>
  (await target.apply([operation], signal))[0];
const failedWith = (code: string) => ({ status: "failed", error: { code } });
const accountOf = ({ state }: OpenedJira, name: string) => state.names.get(name);

describe("jira imports", () => {
  it("in one request, without a licence", async () => {
    await using jira = await openJira({ seed: { groups: [{ name: "jira-software-users" }] } });

    const made = await apply(jira, importOf("ada"));

    expect(made).toEqual({ status: "done", targetId: accountOf(jira, "ada")?.key });
    expect(jira.seen).toEqual(["POST /user"]);
    expect(accountOf(jira, "ada")).toMatchObject({ email: "ada@example.com", active: true });
    expect(jira.state.groups.get("jira-software-users")?.members.size).toBe(0);
  });

  it("with a new password each time, which is in no log and no result, and no mail to anybody", async () => {
    await using server = await startScripted(({ body }) => ({
      ...{ status: 201, body: { key: "1", name: JSON.parse(body).name } },
    }));
    const log = recordingLog();
    const target = openJiraAt(server.url, { log });

    const results = await target.apply([importOf("ada"), importOf("bob")], signal);

    const bodies = server.requests.map(({ body }) => JSON.parse(body));
    const passwords: string[] = bodies.map(({ password }) => password);
    expect(new Set(passwords).size).toBe(2);
    for (const password of passwords) {
      expect(password.length).toBeGreaterThanOrEqual(64);
      expect(JSON.stringify([results, log.lines])).not.toContain(password);
    }
    expect(Object.keys(bodies[0]).toSorted()).toEqual(
      ["applicationKeys", "displayName", "emailAddress", "name", "password"].toSorted(),
    );
  });

  it("story 12: a POST that was stored before the 429 counts as done", async () => {
    await using jira = await openJira();
    jira.traffic.add({ fault: BUSY, method: "POST" });

    expect(await apply(jira, importOf("ada"))).toMatchObject({ status: "done" });

    expect(jira.seen).toEqual(["POST /user", "POST /user", "GET /user?username=ada"]);
    expect(jira.state.users.size).toBe(2);
  });

  it.each([
    { what: "was stored", fault: STORED, posts: 1 },
    { what: "was stored, before the connection broke,", fault: RESET, posts: 1 },
    { what: "was not stored", fault: { kind: "status", status: 500 } as const, posts: 2 },
  ])("after a 500: a POST that $what is looked up before it is repeated", async ({ fault, posts }) => {
    await using jira = await openJira();
    jira.traffic.add({ fault, method: "POST" });

    expect(await apply(jira, importOf("ada"))).toMatchObject({ status: "done" });

    expect(jira.seen.slice(0, 2)).toEqual(["POST /user", "GET /user?username=ada"]);
    expect(jira.writes()).toHaveLength(posts);
  });

  it("from a server that answers with nothing", async () => {
    await using server = await startScripted([
      { status: 201 },
      { body: user("ada") },
      { status: 201 },
      gone(),
    ]);
    const target = openJiraAt(server.url);

    expect(await target.apply([importWithout("ada")], signal)).toEqual([
      { status: "done", targetId: "key-ada" },
    ]);
    expect(await target.apply([importWithout("bob")], signal)).toMatchObject([
      failedWith("UNEXPECTED_ANSWER"),
    ]);
  });

  it.each([
    { who: "another person's", existing: user("ada", { email: "other@example.com" }) },
    { who: "disabled", existing: user("ADA", { active: false }) },
  ])("and says CONFLICT when the name is taken by an account that is $who", async ({ existing }) => {
    await using jira = await openJira({ seed: { users: [existing] } });
    const before = structuredClone(accountOf(jira, "ada"));

    expect(await apply(jira, importOf("ada"))).toMatchObject({
      status: "failed",
      error: { code: "CONFLICT", fix: expect.not.stringContaining("listing.groups") },
    });
    expect(accountOf(jira, "ada")).toEqual(before);
  });

  it("and names listing.groups when the listing may have left that account out", async () => {
    const existing = user("ada", { email: "", displayName: "Somebody" });
    await using jira = await openJira({ seed: { users: [existing] }, profile: JIRA_10_3_0 });
    await jira.target.read({ groups: [], signal });

    expect(await apply(jira, importOf("ada"))).toMatchObject({
      status: "failed",
      error: { code: "CONFLICT", fix: expect.stringContaining("`listing.groups`") },
    });
  });

  it("and passes the server's own words on when it refuses for another reason", async () => {
    await using jira = await openJira();

    expect(await apply(jira, importOf("<ada>"))).toMatchObject({
      status: "failed",
      error: { code: "REFUSED", message: expect.stringContaining("'<'") },
    });
    expect(jira.seen).toEqual(["POST /user", "GET /user?username=%3Cada%3E"]);
  });

  it("story 37: one of many that is refused fails alone", async () => {
    await using jira = await openJira();
    const names = Array.from({ length: 200 }, (_, index) => (index === 77 ? "x".repeat(256) : `u${index}`));
    const operations = names.map((name) => ({ ...importOf(name), status: "planned" as const }));
    const read = { users: 0, groups: 0, memberships: 0 };
    const rest = { notes: [], tripped: [], incomplete: [] };

    const applied = await applyPlan({ name: "jira", type: "jira", read, operations, ...rest }, jira.target, {
      ...{ signal, finish: signal, journal: NO_JOURNAL },
    });

    const failed = applied.operations.filter(({ status }) => status === "failed");
    expect(applied.operations.filter(({ status }) => status === "done")).toHaveLength(199);
    expect(failed).toMatchObject([{ id: "x".repeat(256), error: { code: "REFUSED" } }]);
  });
});

describe("jira updates", () => {
  const seed = { users: [user("ada"), user("bob")] };

  it("what differs, in one request by the key, and leaves the rest", async () => {
    await using jira = await openJira({ seed });

    const operation = update(ref("ada"), change("email", "a@new.example"), change("username", "ada.king"));
    expect(await apply(jira, operation)).toEqual({ status: "done" });

    expect(jira.seen).toEqual(["PUT /user?key=key-ada"]);
    expect(accountOf(jira, "ada.king")).toMatchObject({ key: "key-ada", displayName: "ada" });
  });

  it("nothing that Jira does not have", async () => {
    await using jira = await openJira({ seed });

    expect(await apply(jira, update(ref("ada"), change("givenName", "Ada")))).toEqual({ status: "done" });
    expect(jira.seen).toEqual([]);
  });

  it("and knows a renamed account for all that the same run does with it", async () => {
    const groups = [{ name: "old", members: ["ada"] }, { name: "new" }];
    await using jira = await openJira({ seed: { ...seed, groups } });

    await apply(jira, update(ref("ada"), change("username", "ada.king")));
    for (const operation of [add("new", ref("ada")), remove("old", ref("ada")), disable(ref("ada"))]) {
      expect(await apply(jira, operation)).toEqual({ status: "done" });
    }

    const account = accountOf(jira, "ada.king");
    expect(account?.active).toBe(false);
    expect([...(jira.state.groups.get("new")?.members ?? [])]).toEqual([account]);
    expect(jira.state.groups.get("old")?.members.size).toBe(0);
  });

  it("and keeps two accounts apart when a new one takes a name that was given up in the same run", async () => {
    await using jira = await openJira({ seed: { ...seed, groups: [{ name: "dev" }] } });
    await apply(jira, update(ref("ada"), change("username", "ada.king")));

    await apply(jira, importOf("ada"));
    await apply(jira, add("dev", ref("ada")));

    const members = [...(jira.state.groups.get("dev")?.members ?? [])];
    expect(members.map(({ name }) => name)).toEqual(["ada.king"]);
  });

  it.each([
    { what: "was answered with a 500", fault: STORED },
    { what: "broke off", fault: RESET },
    { what: "was answered with a 429", fault: BUSY },
  ])("and a PUT that was done and $what counts as done", async ({ fault }) => {
    await using jira = await openJira({ seed });
    jira.traffic.add({ fault, method: "PUT" });

    expect(await apply(jira, update(ref("ada"), change("username", "ada.king")))).toEqual({ status: "done" });
    expect(accountOf(jira, "ada.king")?.key).toBe("key-ada");
  });

  it("and a PUT whose every answer is a 500 is looked at in the end", async () => {
    await using jira = await openJira({ seed });
    jira.traffic.add({ fault: STORED, method: "PUT", times: 6 });

    expect(await apply(jira, disable(ref("ada")))).toEqual({ status: "done" });
    expect(jira.seen.at(-1)).toBe("GET /user?key=key-ada");
  });

  it("and says CONFLICT when the new name is somebody else's", async () => {
    await using jira = await openJira({ seed });

    expect(await apply(jira, update(ref("ada"), change("username", "BOB")))).toMatchObject(
      failedWith("CONFLICT"),
    );
    expect(accountOf(jira, "ada")?.key).toBe("key-ada");
  });

  it("and changes no more than the case of a name", async () => {
    await using jira = await openJira({ seed });

    expect(await apply(jira, update(ref("ada"), change("username", "Ada")))).toEqual({ status: "done" });
    expect(accountOf(jira, "ada")?.name).toBe("Ada");
  });

  it("and passes on a refusal of a value", async () => {
    await using jira = await openJira({ seed });

    expect(await apply(jira, update(ref("ada"), change("email", "nobody")))).toMatchObject({
      status: "failed",
      error: { code: "REFUSED", message: expect.stringContaining("valid email") },
    });
    expect(jira.seen).not.toContain("GET /mypermissions");
  });
});

describe("jira disables and enables", () => {
  it("and leaves everything else as it is", async () => {
    await using jira = await openJira({ seed: { users: [user("ada")] } });
    const before = structuredClone(accountOf(jira, "ada"));

    expect(await apply(jira, disable(ref("ada")))).toEqual({ status: "done" });
    expect(accountOf(jira, "ada")).toEqual({ ...before, active: false });

    expect(await apply(jira, enable(ref("ada")))).toEqual({ status: "done" });
    expect(accountOf(jira, "ada")).toEqual(before);
    expect(jira.seen).toHaveLength(2);
  });

  it("but not before Jira 8.3, which says no", async () => {
    await using jira = await openJira({ seed: { users: [user("ada")] }, profile: JIRA_8_2 });

    expect(await apply(jira, disable(ref("ada")))).toMatchObject(failedWith("REFUSED"));
    expect(accountOf(jira, "ada")?.active).toBe(true);
  });
});

describe("jira refuses to change an account of another directory", () => {
  const seedOf = (readOnly: 400 | 403) => ({ users: [user("ada", { readOnly }), user("bob")] });

  it.each([400, 403] as const)(
    "with %i, which is that account's affair and no missing right",
    async (status) => {
      await using jira = await openJira({ seed: seedOf(status) });

      for (const operation of [update(ref("ada"), change("displayName", "Ada")), disable(ref("ada"))]) {
        expect(await apply(jira, operation)).toMatchObject({
          status: "failed",
          error: {
            code: "REFUSED",
            message: expect.stringMatching(/account ada.*directory is read-only.*LDAP or Crowd/s),
            fix: expect.stringContaining("protect.users"),
          },
        });
      }
      expect(await apply(jira, disable(ref("bob")))).toEqual({ status: "done" });
      const questions = jira.seen.filter((request) => request === "GET /mypermissions");
      expect(questions).toHaveLength(status === 403 ? 1 : 0);
    },
  );

  it("and a missing right is told as one", async () => {
    await using jira = await openJira({ seed: seedOf(403), rights: new Set(["USER_PICKER"]) });

    for (const operation of [disable(ref("ada")), disable(ref("bob")), importOf("eve"), createGroup("dev")]) {
      expect(await apply(jira, operation)).toMatchObject({
        status: "failed",
        error: { code: "PERMISSION_MISSING", fix: expect.stringContaining("Global permissions") },
      });
    }
    expect(jira.seen.filter((request) => request === "GET /mypermissions")).toHaveLength(1);
  });

  it("and when nobody can tell, it stays a missing right", async () => {
    await using jira = await openJira({ seed: seedOf(403) });
    jira.traffic.add({ fault: { kind: "status", status: 500 }, path: /mypermissions$/, times: 6 });

    expect(await apply(jira, disable(ref("ada")))).toMatchObject(failedWith("PERMISSION_MISSING"));
  });

  it("and ends the run when the question itself is refused", async () => {
    await using jira = await openJira({ seed: seedOf(403) });
    jira.traffic.add({ fault: { kind: "status", status: 401 }, path: /mypermissions$/ });

    await expect(apply(jira, disable(ref("ada")))).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
  });

  it.each([
    { what: "an account", operation: importOf("eve") },
    { what: "a group", operation: createGroup("dev") },
  ])("or to create $what where users are managed elsewhere", async ({ operation }) => {
    await using jira = await openJira();
    const body = { errorMessages: ["External user management"], errors: {} };
    jira.traffic.add({ fault: { kind: "status", status: 403, body }, method: "POST" });

    expect(await apply(jira, operation)).toMatchObject({
      status: "failed",
      error: { code: "REFUSED", fix: expect.stringContaining("External user management") },
    });
  });
});

describe("jira counts what is gone", () => {
  it.each([
    {
      what: "story 15: disabling an account that was deleted",
      operation: disable(ref("gone")),
      code: "done",
    },
    {
      what: "story 15: removing an account that was deleted from a group",
      operation: remove("staff", ref("gone")),
      code: "done",
    },
    {
      what: "story 15: removing from a group that was deleted",
      operation: remove("gone", ref("ada")),
      code: "done",
    },
    { what: "enabling an account that was deleted", operation: enable(ref("gone")), code: "NOT_FOUND" },
    {
      what: "updating an account that was deleted",
      operation: update(ref("gone"), change("email", "a@b.example")),
      code: "NOT_FOUND",
    },
    {
      what: "adding an account that was deleted",
      operation: add("staff", ref("gone")),
      code: "NOT_FOUND",
      names: "account gone",
    },
    {
      what: "adding to a group that was deleted",
      operation: add("gone", ref("ada")),
      code: "NOT_FOUND",
      names: "group gone",
    },
  ])("$what: $code", async ({ operation, code, names = "" }) => {
    await using jira = await openJira({ seed: { users: [user("ada")], groups: [{ name: "staff" }] } });

    const result = await apply(jira, operation);

    const message = expect.stringContaining(names);
    expect(result).toMatchObject(
      code === "done" ? { status: "done" } : { status: "failed", error: { code, message } },
    );
  });

  it("but a bare 404 comes from something in between", async () => {
    await using jira = await openJira({ seed: { users: [user("ada")] } });
    jira.traffic.add({ fault: { kind: "status", status: 404, body: {} }, method: "PUT" });

    expect(await apply(jira, disable(ref("ada")))).toMatchObject(failedWith("NOT_FOUND"));
  });
});

describe("jira groups", () => {
  const seed = {
    users: [user("ada")],
    groups: [{ name: "Staff", members: ["ada"] }, { name: "empty" }, { name: "all", subgroups: ["Staff"] }],
  };

  it("are created once, and one that is there in any case counts as created", async () => {
    await using jira = await openJira({ seed });

    expect(await apply(jira, createGroup("R&D / Köln"))).toEqual({ status: "done", targetId: "R&D / Köln" });
    expect(await apply(jira, createGroup("staff"))).toEqual({ status: "done", targetId: "staff" });
    expect(jira.state.groups.size).toBe(4);
  });

  it("are looked up after a 500 before they are created again", async () => {
    await using jira = await openJira();
    jira.traffic.add({ fault: STORED, method: "POST" });

    expect(await apply(jira, createGroup("new"))).toEqual({ status: "done", targetId: "new" });
    expect(jira.writes()).toEqual(["POST /group"]);
  });

  it("with a name that the server refuses fail alone", async () => {
    await using jira = await openJira();

    expect(await apply(jira, createGroup(" "))).toMatchObject({
      status: "failed",
      error: { code: "REFUSED", message: expect.stringMatching(/must not be empty\.$/) },
    });
  });

  it("get a member once: who is in it already counts as added, after a second look", async () => {
    await using jira = await openJira({ seed });

    expect(await apply(jira, add("Staff", ref("ada")))).toEqual({ status: "done" });
    expect(jira.seen).toEqual(["POST /group/user?groupname=Staff", "GET /user?key=key-ada&expand=groups"]);
  });

  it.each([
    { what: "get", operation: add("empty", ref("ada")), group: "empty", size: 1 },
    { what: "lose", operation: remove("Staff", ref("ada")), group: "staff", size: 0 },
  ])(
    "$what a member though the first answer is a 500 that was stored",
    async ({ operation, group, size }) => {
      await using jira = await openJira({ seed });
      jira.traffic.add({ fault: STORED, path: /group\/user$/ });

      expect(await apply(jira, operation)).toEqual({ status: "done" });
      expect(jira.state.groups.get(group)?.members.size).toBe(size);
    },
  );

  it.each([
    { how: "get", operation: add("Staff", ref("ada")) },
    { how: "lose", operation: remove("Staff", ref("ada")) },
  ])("$how a member whom somebody has renamed since it was read", async ({ how, operation }) => {
    const groups = [{ name: "Staff", members: how === "get" ? [] : ["countess"] }];
    await using jira = await openJira({ seed: { users: [user("ada", { name: "countess" })], groups } });

    expect(await apply(jira, operation)).toEqual({ status: "done" });
    expect(jira.state.groups.get("staff")?.members.size).toBe(how === "get" ? 1 : 0);
  });

  it("keep a member who is in a group in them, and say so", async () => {
    await using jira = await openJira({ seed });

    expect(await apply(jira, remove("all", ref("ada")))).toMatchObject({
      status: "failed",
      error: { code: "REFUSED", message: expect.stringContaining("nested in all") },
    });
  });

  it("get no member when the server refuses, and its own words are passed on", async () => {
    await using jira = await openJira({ seed });
    const body = { errorMessages: ["no room"], errors: {} };
    jira.traffic.add({ fault: { kind: "status", status: 400, body }, method: "POST" });

    expect(await apply(jira, add("empty", ref("ada")))).toMatchObject({
      status: "failed",
      error: { code: "REFUSED", message: expect.stringContaining("no room") },
    });
  });
});

describe("jira hands over", () => {
  const seed = {
    users: [user("ada"), user("office")],
    projects: [
      { key: "CORE", name: "Core platform", lead: "ada", components: [{ name: "Login", lead: "ada" }] },
    ],
  };
  const handOver = (of: "project" | "component", id = "10000"): Operation => ({
    ...{ id: "h", kind: "hand-over", reason: "left-scope", user: ref("ada") },
    lead: { of, id, name: "CORE (Core platform)" },
    ...{ from: "ada" as Username, fromId: ref("ada").targetId },
    ...{ to: "office" as Username, toId: ref("office").targetId },
  });
  const leaderOf = ({ state: { projects } }: OpenedJira, of: "project" | "component") =>
    (of === "project" ? projects[0] : projects[0]?.components[0])?.lead?.name;

  it.each(["project", "component"] as const)("a %s, and a second time that changes nothing", async (of) => {
    await using jira = await openJira({ seed });

    for (let times = 0; times < 2; times += 1) {
      expect(await apply(jira, handOver(of))).toEqual({ status: "done" });
      expect(leaderOf(jira, of)).toBe("office");
    }
    expect(jira.seen).toEqual(Array(2).fill(`PUT /${of}/10000`));
  });

  it.each(["project", "component"] as const)("a %s though every answer to it is a 500", async (of) => {
    await using jira = await openJira({ seed });
    jira.traffic.add({ fault: STORED, method: "PUT", times: 6 });

    expect(await apply(jira, handOver(of))).toEqual({ status: "done" });
    expect(jira.seen.at(-1)).toBe(`GET /${of}/10000`);
  });

  it("nothing to somebody who cannot lead", async () => {
    await using jira = await openJira({
      seed: { ...seed, users: [user("ada"), user("office", { active: false })] },
    });

    expect(await apply(jira, handOver("project"))).toMatchObject({
      status: "failed",
      error: { code: "REFUSED", message: expect.stringContaining("active user") },
    });
    expect(leaderOf(jira, "project")).toBe("ada");
  });

  it("to the name that an account has by now", async () => {
    await using jira = await openJira({ seed });
    await apply(jira, update(ref("office"), change("username", "front.office")));

    expect(await apply(jira, handOver("project"))).toEqual({ status: "done" });
    expect(leaderOf(jira, "project")).toBe("front.office");
  });

  it("nothing that is not there, or that usersync cannot see", async () => {
    await using jira = await openJira({ seed });

    expect(await apply(jira, handOver("project", "1"))).toMatchObject(failedWith("NOT_FOUND"));
  });

  it("nothing that it may not change, and says where the right is granted", async () => {
    await using jira = await openJira({ seed });
    const body = { errorMessages: ["You cannot edit this project"], errors: {} };
    jira.traffic.add({ fault: { kind: "status", status: 403, body }, method: "PUT" });

    expect(await apply(jira, handOver("project"))).toMatchObject({
      status: "failed",
      error: { code: "REFUSED", fix: expect.stringContaining("Administer projects") },
    });
  });
});

describe("jira ends the run", () => {
  it("when the sign-in is refused, and sends nothing more", async () => {
    await using jira = await openJira({ credentials: { token: "old" } });

    for (const name of ["ada", "bob"]) {
      await expect(apply(jira, importOf(name))).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    }
    expect(jira.seen).toHaveLength(1);
  });

  it("when it is told to stop", async () => {
    await using jira = await openJira();

    await expect(jira.target.apply([importOf("ada")], AbortSignal.abort())).rejects.toMatchObject({
      code: "CANCELED",
    });
  });
});

it("never deletes a user or a group, and never shows a secret", async () => {
  const groups = [{ name: "staff", members: ["ada"] }];
  await using jira = await openJira({ seed: { users: [user("ada")], groups } });
  const results = [];

  for (const operation of [
    disable(ref("ada")),
    remove("staff", ref("ada")),
    createGroup("staff"),
    importOf("ada"),
    update(ref("ada"), change("username", " ")),
  ]) {
    results.push(await apply(jira, operation));
  }

  expect(jira.writes().filter((write) => /^DELETE (?!\/group\/user\?)/.test(write))).toEqual([]);
  for (const secret of [TOKEN, PASSWORD]) {
    expect(JSON.stringify([jira.log.lines, results])).not.toContain(secret);
  }
});

describeRecordings(100);

function gone() {
  return { status: 404, body: { errorMessages: ["gone"], errors: {} } };
}

/** An import of somebody of whom nothing but the username is known. */
function importWithout(name: string): Operation {
  return { ...importOf(name), changes: [change("username", name)] } as Operation;
}
