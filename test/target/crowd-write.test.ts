import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply-plan.ts";
import type { TargetId, Username } from "../../src/model/ids.ts";
import type { Change, ExistingUser, GroupRef, Operation } from "../../src/model/operation.ts";
import { ALL_RIGHTS, NEWER_CROWD, OLDER_CROWD } from "../../src/sandbox/crowd/crowd-profile.ts";
import type { CrowdUserSeed } from "../../src/sandbox/crowd/crowd-state.ts";
import { describeRecordings } from "../sandbox/crowd-recordings.ts";
import { NO_JOURNAL } from "../support/no-journal.ts";
import { sourceId } from "../support/people.ts";
import { recordingLog } from "../support/recording-log.ts";
import { startScripted } from "../support/scripted-server.ts";
import { type OpenedCrowd, openCrowd, openCrowdAt, PASSWORD } from "./open-crowd.ts";

const signal = new AbortController().signal;
const LINK = "usersync.sourceId";
const STORED = { kind: "status", status: 500, stored: true } as const;

/** An account that is linked to the person of the same name. */
function linked(name: string, overrides: Partial<CrowdUserSeed> = {}): CrowdUserSeed {
  const names = { firstName: name, lastName: "Example", displayName: name, email: `${name}@example.com` };
  return { name, ...names, ...overrides, attributes: { [LINK]: [sourceId(name)], colour: ["blue"] } };
}

function ref(name: string, person = name): ExistingUser {
  return { username: name as Username, targetId: name as TargetId, sourceId: sourceId(person) };
}

function change(field: Change["field"], to: string): Change {
  return { field, from: "", to };
}

function importOf(name: string): Operation {
  const changes = [
    change("username", name),
    change("email", `${name}@example.com`),
    change("displayName", name),
    change("familyName", "Example"),
  ];
  const user = { username: name as Username, sourceId: sourceId(name) };
  return { id: name, kind: "import", user, changes, reason: "not-in-target" };
}

const update = (user: ExistingUser, ...changes: Change[]): Operation => ({
  id: "u",
  kind: "update",
  user,
  changes,
  reason: "differs",
});
const disable = (user: ExistingUser): Operation => ({ id: "d", kind: "disable", user, reason: "left-scope" });
const enable = (user: ExistingUser): Operation => ({
  id: "e",
  kind: "enable",
  user,
  reason: "active-in-source",
});
const link = (user: ExistingUser): Operation => ({
  id: "l",
  kind: "link",
  user,
  changes: [],
  reason: "differs",
  matchedBy: "username",
});
const createGroup = (name: string): Operation => ({
  id: "g",
  kind: "create-group",
  group: { name },
  reason: "not-in-target",
});
const groupRef = (name: string): GroupRef => ({ name, targetId: name });
const add = (group: string, user: ExistingUser): Operation => ({
  id: "a",
  kind: "add-member",
  group: groupRef(group),
  user,
  reason: "member-in-source",
});
const remove = (group: string, user: ExistingUser): Operation => ({
  id: "r",
  kind: "remove-member",
  group: groupRef(group),
  user,
  reason: "not-member-in-source",
});

const apply = async ({ target }: Pick<OpenedCrowd, "target">, operation: Operation) =>
  (await target.apply([operation], signal))[0];
const failedWith = (code: string) => ({ status: "failed", error: { code } });
const linkOf = ({ state }: OpenedCrowd, name: string) => state.users.get(name)?.attributes.get(LINK);

describe("crowd imports", () => {
  it("in one request where the server stores attributes along", async () => {
    await using crowd = await openCrowd({ profile: NEWER_CROWD });

    expect(await apply(crowd, importOf("ada"))).toEqual({ status: "done", targetId: "ada" });

    expect(crowd.seen).toEqual(["POST /user"]);
    expect(crowd.state.users.get("ada")).toMatchObject({
      email: "ada@example.com",
      lastName: "Example",
      active: true,
    });
    expect(linkOf(crowd, "ada")).toEqual([sourceId("ada")]);
  });

  it("and writes the link by itself where the server reads over it", async () => {
    await using crowd = await openCrowd({ profile: OLDER_CROWD });

    expect(await apply(crowd, importOf("ada"))).toEqual({ status: "done", targetId: "ada" });

    expect(crowd.seen).toEqual(["POST /user", "POST /user/attribute?username=ada"]);
    expect(linkOf(crowd, "ada")).toEqual([sourceId("ada")]);
  });

  it("with a new password each time, which is in no log and no result", async () => {
    await using server = await startScripted([
      { status: 201 },
      { status: 204 },
      { status: 201 },
      { status: 204 },
    ]);
    const log = recordingLog();
    const target = openCrowdAt(server.url, { log });

    const results = await target.apply([importOf("ada"), importOf("bob")], signal);

    const bodies = [server.requests[0], server.requests[2]].map((request) => JSON.parse(request?.body ?? ""));
    const passwords: string[] = bodies.map(({ password }) => password.value);
    expect(new Set(passwords).size).toBe(2);
    for (const password of passwords) {
      expect(password.length).toBeGreaterThanOrEqual(64);
      expect(JSON.stringify([results, log.lines])).not.toContain(password);
    }
  });

  it.each([
    { server: "newer", profile: NEWER_CROWD },
    { server: "older", profile: OLDER_CROWD },
  ])(
    "story 12: a POST that was stored before the 429 counts as done, on a $server server",
    async ({ profile }) => {
      await using crowd = await openCrowd({ profile });
      const fault = { kind: "status", status: 429, headers: { "retry-after": "1" }, stored: true } as const;
      crowd.traffic.add({ fault, method: "POST", path: /user$/ });

      expect(await apply(crowd, importOf("ada"))).toEqual({ status: "done", targetId: "ada" });

      expect(crowd.seen.slice(0, 3)).toEqual([
        "POST /user",
        "POST /user",
        "GET /user?username=ada&expand=attributes",
      ]);
      expect(linkOf(crowd, "ada")).toEqual([sourceId("ada")]);
      expect(crowd.state.users.size).toBe(1);
    },
  );

  it.each([
    { what: "was stored", fault: STORED, posts: 1 },
    {
      what: "was stored, before the connection broke,",
      fault: { kind: "reset", stored: true } as const,
      posts: 1,
    },
    { what: "was not stored", fault: { kind: "status", status: 500 } as const, posts: 2 },
  ])("after a 500: a POST that $what is looked up before it is repeated", async ({ fault, posts }) => {
    await using crowd = await openCrowd();
    crowd.traffic.add({ fault, method: "POST" });

    expect(await apply(crowd, importOf("ada"))).toEqual({ status: "done", targetId: "ada" });

    expect(crowd.seen.slice(0, 2)).toEqual(["POST /user", "GET /user?username=ada&expand=attributes"]);
    expect(crowd.seen.filter((request) => request === "POST /user")).toHaveLength(posts);
  });

  it("and gives up after the second 500", async () => {
    await using crowd = await openCrowd();
    crowd.traffic.add({ fault: { kind: "status", status: 500 }, method: "POST", times: 2 });

    expect(await apply(crowd, importOf("ada"))).toMatchObject(failedWith("NETWORK"));
    expect(crowd.state.users.size).toBe(0);
  });

  it.each([
    { who: "another person's", existing: { ...linked("ada"), attributes: { [LINK]: [sourceId("eve")] } } },
    { who: "nobody's, and differs", existing: { name: "ada", email: "other@example.com" } },
    {
      who: "nobody's, and disabled",
      existing: { ...linked("ada"), firstName: "", active: false, attributes: {} },
    },
  ])("and says CONFLICT when the name is taken by an account that is $who", async ({ existing }) => {
    await using crowd = await openCrowd({ seed: { users: [existing] } });
    const before = structuredClone(crowd.state.users.get("ada"));

    expect(await apply(crowd, importOf("ada"))).toMatchObject(failedWith("CONFLICT"));
    expect(crowd.state.users.get("ada")).toEqual(before);
  });

  it("and passes the server's own words on when it refuses for another reason", async () => {
    await using crowd = await openCrowd();

    const result = await apply(crowd, importOf(" ada"));

    expect(result).toMatchObject({
      status: "failed",
      error: { code: "REFUSED", message: expect.stringContaining("no blanks around it") },
    });
  });

  it("story 37: one of many that is refused fails alone", async () => {
    await using crowd = await openCrowd();
    const names = Array.from({ length: 200 }, (_, index) =>
      index === 77 ? "x".repeat(256) : `user${index}`,
    );
    const operations = names.map((name) => ({ ...importOf(name), status: "planned" as const }));
    const plan = {
      name: "crowd",
      type: "crowd",
      read: { users: 0, groups: 0, memberships: 0 },
      operations,
      notes: [],
      tripped: [],
      incomplete: [],
    };

    const applied = await applyPlan(plan, crowd.target, { signal, finish: signal, journal: NO_JOURNAL });

    const failed = applied.operations.filter(({ status }) => status === "failed");
    expect(applied.operations.filter(({ status }) => status === "done")).toHaveLength(199);
    expect(failed).toMatchObject([{ id: "x".repeat(256), error: { code: "REFUSED" } }]);
    expect(crowd.state.users.size).toBe(199);
  });
});

describe("crowd updates", () => {
  it("one field and sends all of them, since PUT empties what is left out", async () => {
    await using crowd = await openCrowd({ seed: { users: [linked("ada", { active: false })] } });

    expect(await apply(crowd, update(ref("ada"), change("email", "ada@new.example.com")))).toEqual({
      status: "done",
    });

    expect(crowd.state.users.get("ada")).toMatchObject({
      email: "ada@new.example.com",
      firstName: "ada",
      lastName: "Example",
      active: false,
    });
    expect(crowd.state.users.get("ada")?.attributes.size).toBe(2);
  });

  it("by renaming first, without a PUT when nothing else differs", async () => {
    await using crowd = await openCrowd({ seed: { users: [linked("ada")] } });

    await apply(crowd, update(ref("ada"), change("username", "ada.king")));

    expect(crowd.writes()).toEqual(["POST /user/rename?username=ada"]);
    expect(linkOf(crowd, "ada.king")).toEqual([sourceId("ada")]);
  });

  it("and finds a renamed account again for all that the same run does with it", async () => {
    await using crowd = await openCrowd({
      seed: { users: [linked("ada")], groups: [{ name: "old", members: ["ada"] }, { name: "new" }] },
    });
    const ada = ref("ada");

    await apply(crowd, update(ada, change("username", "ada.king"), change("displayName", "Ada King")));
    for (const operation of [add("new", ada), remove("old", ada), link(ada), disable(ada)]) {
      expect(await apply(crowd, operation)).toEqual({ status: "done" });
    }

    const account = crowd.state.users.get("ada.king");
    expect(account).toMatchObject({ displayName: "Ada King", active: false });
    expect([...(crowd.state.groups.get("new")?.members ?? [])]).toEqual([account]);
    expect(crowd.state.groups.get("old")?.members.size).toBe(0);
  });

  it("and keeps two accounts apart when a new one takes a name that was given up in the same run", async () => {
    await using crowd = await openCrowd({ seed: { users: [linked("ada")] } });
    await apply(crowd, update(ref("ada"), change("username", "ada.king")));
    const second = {
      ...importOf("ada"),
      user: { username: "ada" as Username, sourceId: sourceId("second") },
    } as Operation;

    const made = await apply(crowd, second);
    const targetId = (made?.status === "done" ? made.targetId : "") as TargetId;
    await apply(crowd, disable({ ...ref("ada", "second"), targetId }));

    expect(crowd.state.users.get("ada")?.active).toBe(false);
    expect(crowd.state.users.get("ada.king")?.active).toBe(true);
    expect(made).toMatchObject({ lastingId: "ada" });
    expect(targetId).not.toBe("ada");
  });

  it.each([
    { what: "was done", fault: STORED },
    { what: "broke off after it was done", fault: { kind: "reset", stored: true } as const },
  ])("and counts a rename that $what as done", async ({ fault }) => {
    await using crowd = await openCrowd({ seed: { users: [linked("ada")] } });
    crowd.traffic.add({ fault, path: /rename$/ });

    expect(
      await apply(crowd, update(ref("ada"), change("username", "ada.king"), change("email", "a@b.example"))),
    ).toEqual({ status: "done" });
    expect(crowd.state.users.get("ada.king")?.email).toBe("a@b.example");
  });

  it("and goes on where an earlier run stopped between rename and PUT", async () => {
    await using crowd = await openCrowd({ seed: { users: [{ ...linked("ada"), name: "ada.king" }] } });

    await apply(crowd, update(ref("ada"), change("username", "ada.king"), change("email", "a@b.example")));

    expect(crowd.state.users.get("ada.king")?.email).toBe("a@b.example");
    expect(crowd.writes()).toEqual(["PUT /user?username=ada.king"]);
  });

  it("and says CONFLICT when the new name is somebody else's", async () => {
    await using crowd = await openCrowd({ seed: { users: [linked("ada"), linked("bob")] } });

    expect(await apply(crowd, update(ref("ada"), change("username", "bob")))).toMatchObject(
      failedWith("CONFLICT"),
    );
    expect(crowd.state.users.get("ada")?.name).toBe("ada");
  });

  it("and passes on a refusal of the new name", async () => {
    await using crowd = await openCrowd({ seed: { users: [linked("ada")] } });

    expect(await apply(crowd, update(ref("ada"), change("username", "x".repeat(256))))).toMatchObject(
      failedWith("REFUSED"),
    );
  });

  it("and never an account that has come to be another person's", async () => {
    await using crowd = await openCrowd({
      seed: { users: [{ ...linked("ada"), attributes: { [LINK]: [sourceId("eve")] } }] },
    });

    for (const operation of [
      update(ref("ada"), change("email", "x@y.example")),
      disable(ref("ada")),
      enable(ref("ada")),
    ]) {
      expect(await apply(crowd, operation)).toMatchObject(failedWith("CONFLICT"));
    }
    expect(crowd.writes()).toEqual([]);
  });

  it("and says which permission is missing", async () => {
    const rights = new Set([...ALL_RIGHTS].filter((right) => right !== "modify-user"));
    await using crowd = await openCrowd({ seed: { users: [linked("ada")] }, rights });

    expect(await apply(crowd, update(ref("ada"), change("email", "x@y.example")))).toMatchObject({
      status: "failed",
      error: { code: "PERMISSION_MISSING", fix: expect.stringContaining("Permissions") },
    });
  });
});

describe("crowd disables, enables and links", () => {
  it("and leaves everything else as it is", async () => {
    await using crowd = await openCrowd({ seed: { users: [linked("ada")] } });
    const before = structuredClone(crowd.state.users.get("ada"));

    await apply(crowd, disable(ref("ada")));
    expect(crowd.state.users.get("ada")).toEqual({ ...before, active: false });

    await apply(crowd, enable(ref("ada")));
    expect(crowd.state.users.get("ada")).toEqual(before);
  });

  it("without a write when it is so already", async () => {
    await using crowd = await openCrowd({ seed: { users: [linked("ada")] } });

    expect(await apply(crowd, enable(ref("ada")))).toEqual({ status: "done" });
    expect(crowd.writes()).toEqual([]);
  });

  it("though the first answer to the PUT is a 500", async () => {
    await using crowd = await openCrowd({ seed: { users: [linked("ada")] } });
    crowd.traffic.add({ fault: STORED, method: "PUT" });

    expect(await apply(crowd, disable(ref("ada")))).toEqual({ status: "done" });
    expect(crowd.state.users.get("ada")?.active).toBe(false);
  });

  it("and keeps other attributes while it links", async () => {
    await using crowd = await openCrowd({
      seed: { users: [{ name: "ada", attributes: { colour: ["blue"] } }] },
    });

    expect(await apply(crowd, link(ref("ada")))).toEqual({ status: "done" });
    expect(Object.fromEntries(crowd.state.users.get("ada")?.attributes ?? [])).toEqual({
      colour: ["blue"],
      [LINK]: [sourceId("ada")],
    });
  });

  it.each([
    {
      what: "story 15: disabling an account that was deleted counts as done",
      operation: disable(ref("gone")),
      result: { status: "done" },
    },
    {
      what: "story 15: removing an account that was deleted from a group counts as done",
      operation: remove("staff", ref("gone")),
      result: { status: "done" },
    },
    {
      what: "story 15: removing from a group that was deleted counts as done",
      operation: remove("gone", ref("ada")),
      result: { status: "done" },
    },
    {
      what: "enabling an account that was deleted fails alone",
      operation: enable(ref("gone")),
      result: failedWith("NOT_FOUND"),
    },
    {
      what: "updating an account that was deleted fails alone",
      operation: update(ref("gone"), change("email", "a@b.c")),
      result: failedWith("NOT_FOUND"),
    },
    {
      what: "renaming an account that was deleted fails alone",
      operation: update(ref("gone"), change("username", "gone2")),
      result: failedWith("NOT_FOUND"),
    },
    {
      what: "linking an account that was deleted fails alone",
      operation: link(ref("gone")),
      result: failedWith("NOT_FOUND"),
    },
    {
      what: "adding an account that was deleted fails alone",
      operation: add("staff", ref("gone")),
      result: failedWith("NOT_FOUND"),
    },
    {
      what: "adding to a group that was deleted fails alone",
      operation: add("gone", ref("ada")),
      result: failedWith("NOT_FOUND"),
    },
  ])("$what", async ({ operation, result }) => {
    await using crowd = await openCrowd({ seed: { users: [linked("ada")], groups: [{ name: "staff" }] } });

    expect(await apply(crowd, operation)).toMatchObject(result);
  });
});

describe("crowd groups", () => {
  const seed = { users: [linked("ada")], groups: [{ name: "Staff", members: ["ada"] }, { name: "empty" }] };

  it("are created once, and one that is there in any case counts as created", async () => {
    await using crowd = await openCrowd({ seed });

    expect(await apply(crowd, createGroup("R&D / Köln"))).toEqual({ status: "done", targetId: "R&D / Köln" });
    expect(await apply(crowd, createGroup("staff"))).toEqual({ status: "done", targetId: "Staff" });
    expect(crowd.state.groups.size).toBe(3);
  });

  it("are looked up after a 500 before they are created again", async () => {
    await using crowd = await openCrowd();
    crowd.traffic.add({ fault: STORED, method: "POST" });

    expect(await apply(crowd, createGroup("new"))).toEqual({ status: "done", targetId: "new" });
    expect(crowd.seen).toEqual(["POST /group", "GET /group?groupname=new"]);
  });

  it("with a name that the server refuses fail alone", async () => {
    await using crowd = await openCrowd();

    expect(await apply(crowd, createGroup(" new"))).toMatchObject(failedWith("REFUSED"));
  });

  it("get a member once: who is in it already counts as added, after a second look", async () => {
    await using crowd = await openCrowd({ seed });

    expect(await apply(crowd, add("Staff", ref("ada")))).toEqual({ status: "done" });
    expect(crowd.seen).toEqual([
      "POST /group/user/direct?groupname=Staff",
      "GET /group/user/direct?groupname=Staff&username=ada",
    ]);
  });

  it("get a member though the first answer is a 500 that was stored", async () => {
    await using crowd = await openCrowd({ seed });
    crowd.traffic.add({ fault: STORED, method: "POST" });

    expect(await apply(crowd, add("empty", ref("ada")))).toEqual({ status: "done" });
    expect(crowd.state.groups.get("empty")?.members.size).toBe(1);
  });

  it("lose a member though the first answer is a 500 that was stored", async () => {
    await using crowd = await openCrowd({ seed });
    crowd.traffic.add({ fault: STORED, method: "DELETE" });

    expect(await apply(crowd, remove("Staff", ref("ada")))).toEqual({ status: "done" });
    expect(crowd.state.groups.get("staff")?.members.size).toBe(0);
  });

  it("get no member when the server refuses, and its own words are passed on", async () => {
    await using crowd = await openCrowd({ seed });
    const body = { reason: "ILLEGAL_ARGUMENT", message: "no room" };
    crowd.traffic.add({ fault: { kind: "status", status: 400, body }, method: "POST" });

    expect(await apply(crowd, add("empty", ref("ada")))).toMatchObject({
      status: "failed",
      error: { code: "REFUSED", message: expect.stringContaining("no room") },
    });
  });

  it("keep a member when the removal is refused", async () => {
    await using crowd = await openCrowd({ seed });
    const body = { reason: "ILLEGAL_ARGUMENT", message: "no" };
    crowd.traffic.add({ fault: { kind: "status", status: 400, body }, method: "DELETE", times: 2 });

    expect(await apply(crowd, remove("Staff", ref("ada")))).toMatchObject(failedWith("REFUSED"));
    expect(await apply(crowd, remove("Staff", ref("gone")))).toEqual({ status: "done" });
  });
});

describe("crowd ends the run", () => {
  it("when the sign-in is refused, and sends nothing more", async () => {
    await using crowd = await openCrowd({ sent: "wrong" });

    await expect(crowd.target.apply([importOf("ada")], signal)).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
    });
    await expect(crowd.target.apply([importOf("bob")], signal)).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
    });
    expect(crowd.seen).toHaveLength(1);
  });

  it("when it is told to stop", async () => {
    await using crowd = await openCrowd();

    await expect(crowd.target.apply([importOf("ada")], AbortSignal.abort())).rejects.toMatchObject({
      code: "CANCELED",
    });
  });
});

it("never deletes a user or a group, and never shows the password", async () => {
  await using crowd = await openCrowd({
    seed: { users: [linked("ada")], groups: [{ name: "staff", members: ["ada"] }] },
  });
  const ada = ref("ada");
  const results = [];

  for (const operation of [
    disable(ada),
    remove("staff", ada),
    createGroup("staff"),
    importOf("ada"),
    importOf(PASSWORD),
    update(ada, change("username", " ")),
  ]) {
    results.push(await apply(crowd, operation));
  }

  expect(crowd.writes().filter((write) => /^DELETE \/(user|group)\?/.test(write))).toEqual([]);
  expect(JSON.stringify(crowd.log.lines)).not.toContain(PASSWORD);
});

describeRecordings(100);
