import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply-plan.ts";
import type { TargetId, Username } from "../../src/model/ids.ts";
import type { Change, ExistingUser, GroupRef, Operation } from "../../src/model/operation.ts";
import {
  CONFLUENCE_8_3,
  CONFLUENCE_8_4,
  CONFLUENCE_9_4,
  CONFLUENCE_10,
} from "../../src/sandbox/confluence/confluence-profile.ts";
import { type ConfluenceUserSeed, renameUser } from "../../src/sandbox/confluence/confluence-state.ts";
import { describeRecordings } from "../sandbox/confluence-recordings.ts";
import { NO_JOURNAL } from "../support/no-journal.ts";
import { sourceId } from "../support/people.ts";
import { recordingLog } from "../support/recording-log.ts";
import { startScripted } from "../support/scripted-server.ts";
import {
  type OpenedConfluence,
  openConfluence,
  openConfluenceAt,
  PASSWORD,
  TOKEN,
} from "./open-confluence.ts";

const signal = new AbortController().signal;
const STORED = { kind: "status", status: 500, stored: true } as const;
const RESET = { kind: "reset", stored: true } as const;
const BUSY = { kind: "status", status: 429, headers: { "retry-after": "1" }, stored: true } as const;

const user = (name: string, overrides: Partial<ConfluenceUserSeed> = {}): ConfluenceUserSeed => ({
  ...{ key: `key-${name}`, name, fullName: name, email: `${name}@example.com` },
  ...overrides,
});

function ref(name: string): ExistingUser {
  return { username: name as Username, targetId: `key-${name}` as TargetId, sourceId: sourceId(name) };
}

function change(field: Change["field"], to: string): Change {
  return { field, from: "", to };
}

function importOf(name: string, displayName = name): Operation {
  const email = change("email", `${name}@example.com`);
  const changes = [change("username", name), email, change("displayName", displayName)];
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

const apply = async ({ target }: Pick<OpenedConfluence, "target">, operation: Operation) =>
  (await target.apply([operation], signal))[0];
const failedWith = (code: string, fix = "") => ({
  ...{ status: "failed", error: { code, fix: expect.stringContaining(fix) } },
});
const accountOf = ({ state }: OpenedConfluence, name: string) => state.names.get(name);
const membersOf = ({ state }: OpenedConfluence, name: string) =>
  [...(state.groups.get(name)?.members ?? [])].map((member) => member.name);

describe("confluence imports", () => {
  it("in one request, and the default group comes with it", async () => {
    await using confluence = await openConfluence({ seed: { groups: [{ name: "confluence-users" }] } });

    const made = await apply(confluence, importOf("ada", "Ada Lovelace"));

    expect(made).toEqual({ status: "done", targetId: accountOf(confluence, "ada")?.key });
    expect(confluence.seen).toEqual(["POST /admin/user"]);
    expect(accountOf(confluence, "ada")).toMatchObject({
      ...{ email: "ada@example.com", fullName: "Ada Lovelace", active: true },
    });
    expect(membersOf(confluence, "confluence-users")).toEqual(["ada"]);
  });

  it("with a new password each time, which is in no log and no result", async () => {
    await using server = await startScripted(() => ({ status: 201, body: { userKey: "8a81" } }));
    const log = recordingLog();
    const target = openConfluenceAt(server.url, { log });

    const results = await target.apply([importOf("ada"), importOf("bob")], signal);

    const bodies = server.requests.map(({ body }) => JSON.parse(body) as { password: string });
    expect(new Set(bodies.map(({ password }) => password)).size).toBe(2);
    for (const { password } of bodies) {
      expect(password.length).toBeGreaterThanOrEqual(64);
      expect(JSON.stringify([results, log.lines])).not.toContain(password);
    }
  });

  it("story 12: a POST that was stored before the 429 counts as done", async () => {
    await using confluence = await openConfluence();
    confluence.traffic.add({ fault: BUSY, method: "POST" });

    const made = await apply(confluence, importOf("ada"));

    expect(made).toEqual({ status: "done", targetId: accountOf(confluence, "ada")?.key });
    expect(confluence.seen).toEqual([
      ...["POST /admin/user", "POST /admin/user", "GET /user?username=ada&expand=status"],
    ]);
    expect(confluence.state.users.size).toBe(2);
  });

  it.each([
    { what: "was stored", fault: STORED, posts: 1 },
    { what: "was stored, before the connection broke,", fault: RESET, posts: 1 },
    { what: "was not stored", fault: { kind: "status", status: 500 } as const, posts: 2 },
  ])("after a 500: a POST that $what is looked up before it is repeated", async ({ fault, posts }) => {
    await using confluence = await openConfluence();
    confluence.traffic.add({ fault, method: "POST" });

    expect(await apply(confluence, importOf("ada"))).toMatchObject({ status: "done" });

    expect(confluence.seen.slice(0, 2)).toEqual([
      ...["POST /admin/user", "GET /user?username=ada&expand=status"],
    ]);
    expect(confluence.writes()).toHaveLength(posts);
    expect(confluence.state.users.size).toBe(2);
  });

  it("and looks the account up where the server does not tell its key", async () => {
    const ada = { type: "known", username: "ada", userKey: "8a81", displayName: "ada", status: "current" };
    await using server = await startScripted([{ status: 201 }, { body: ada }]);

    expect(await apply({ target: openConfluenceAt(server.url) }, importOf("ada"))).toEqual({
      ...{ status: "done", targetId: "8a81" },
    });
  });

  it("and says UNEXPECTED_ANSWER when it cannot be found after that", async () => {
    const missing = { status: 404, body: { statusCode: 404, message: "No user" } };
    await using server = await startScripted([{ status: 201 }, missing]);

    expect(await apply({ target: openConfluenceAt(server.url) }, importOf("ada"))).toMatchObject(
      failedWith("UNEXPECTED_ANSWER"),
    );
  });

  it.each([
    { who: "somebody of another name", existing: user("ada", { fullName: "Ada King" }) },
    { who: "disabled", existing: user("ada", { active: false }) },
  ])("and says CONFLICT when the username is that of an account that is $who", async ({ existing }) => {
    await using confluence = await openConfluence({ seed: { users: [existing] } });
    const before = structuredClone(accountOf(confluence, "ada"));

    expect(await apply(confluence, importOf("ada"))).toMatchObject(failedWith("CONFLICT", "Run again"));
    expect(accountOf(confluence, "ada")).toEqual(before);
  });

  it("and names `listing.groups` when that account may not have been listed", async () => {
    const wire = { type: "known", userKey: "k-eve", username: "eve", displayName: "Somebody" };
    const refusal = { status: 409, body: { statusCode: 409, message: "exists" } };
    await using server = await startScripted(({ method, url }) => {
      if (method !== "GET") return refusal;
      return { body: url.startsWith("/rest/api/user/list") ? { results: [] } : wire };
    });
    const target = openConfluenceAt(server.url);
    await target.read({ groups: [], signal });

    expect(await apply({ target }, importOf("eve"))).toMatchObject(
      failedWith("CONFLICT", "`listing.groups`"),
    );
  });

  it("and says what to do when there is no licence left", async () => {
    await using confluence = await openConfluence({ seed: { seats: 1 } });

    const made = await apply(confluence, importOf("ada"));

    expect(made).toMatchObject(failedWith("REFUSED", "License details"));
    expect(confluence.seen).toEqual(["POST /admin/user"]);
  });

  it.each([
    { what: "a username with a capital", operation: importOf("Ada"), says: "upper case" },
    { what: "an e-mail that is none", operation: withEmail("ada", "ada"), says: "Email" },
  ])("and passes the server's own words on about $what", async ({ operation, says }) => {
    await using confluence = await openConfluence();

    expect(await apply(confluence, operation)).toMatchObject({
      ...{ status: "failed", error: { code: "REFUSED", message: expect.stringContaining(says) } },
    });
  });

  it("and sends nothing for a display name that Confluence does not take", async () => {
    await using confluence = await openConfluence();

    expect(await apply(confluence, importOf("ada", "Ada <3"))).toMatchObject(
      failedWith("REFUSED", "`mapping.displayName`"),
    );
    expect(confluence.seen).toEqual([]);
  });

  it("and explains a server that has no such call", async () => {
    await using confluence = await openConfluence({ profile: CONFLUENCE_8_3 });

    expect(await apply(confluence, importOf("ada"))).toMatchObject(failedWith("REFUSED", "Upgrade"));
  });
});

function withEmail(name: string, email: string): Operation {
  const operation = importOf(name);
  if (operation.kind !== "import") return operation;
  return { ...operation, changes: [change("username", name), change("email", email)] };
}

describe("confluence updates", () => {
  it.each([
    {
      what: "the display name alone, with what the last reading knows",
      changes: [change("displayName", "Ada King")],
      sent: { fullName: "Ada King" },
    },
    {
      what: "the e-mail, with the display name",
      changes: [change("email", "a@new.example")],
      sent: { fullName: "ada", email: "a@new.example" },
    },
    {
      what: "both",
      changes: [change("email", "a@new.example"), change("displayName", "Ada King")],
      sent: { fullName: "Ada King", email: "a@new.example" },
    },
  ])("$what, in one request", async ({ changes, sent }) => {
    await using confluence = await openConfluence({ seed: { users: [user("ada")] } });
    await confluence.target.read({ groups: [], signal });
    const before = confluence.seen.length;

    expect(await apply(confluence, update(ref("ada"), ...changes))).toEqual({ status: "done" });

    expect(confluence.seen.slice(before)).toEqual(["PUT /admin/user/ada"]);
    expect(accountOf(confluence, "ada")).toMatchObject({ email: "ada@example.com", ...sent });
  });

  it("and never blanks the e-mail, nor sends one that it does not know", async () => {
    await using server = await startScripted(() => ({ status: 204 }));

    await apply({ target: openConfluenceAt(server.url) }, update(ref("ada"), change("displayName", "Ada")));

    expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual([{ fullName: "Ada" }]);
  });

  it("and sends the e-mail along that this run has written", async () => {
    const profile = { ...CONFLUENCE_10, withoutEmail: "refused" } as const;
    await using confluence = await openConfluence({ seed: { users: [user("ada")] }, profile });

    await apply(confluence, update(ref("ada"), change("email", "a@new.example")));
    const named = await apply(confluence, update(ref("ada"), change("displayName", "Ada King")));

    expect(named).toEqual({ status: "done" });
    expect(accountOf(confluence, "ada")).toMatchObject({ fullName: "Ada King", email: "a@new.example" });
  });

  it("and says what is missing where the server wants an e-mail that nobody knows", async () => {
    const profile = { ...CONFLUENCE_10, withoutEmail: "refused" } as const;
    await using confluence = await openConfluence({ seed: { users: [user("ada")] }, profile });

    expect(await apply(confluence, update(ref("ada"), change("displayName", "Ada King")))).toMatchObject(
      failedWith("REFUSED", "General configuration > Users"),
    );
    expect(accountOf(confluence, "ada")).toMatchObject({ fullName: "ada", email: "ada@example.com" });
  });

  it("and reads the display name that it has not seen yet", async () => {
    await using confluence = await openConfluence({
      seed: { users: [user("ada", { fullName: "Ada Lovelace" })] },
    });

    await apply(confluence, update(ref("ada"), change("email", "a@new.example")));

    expect(confluence.seen).toEqual(["GET /user?key=key-ada&expand=status", "PUT /admin/user/ada"]);
    expect(accountOf(confluence, "ada")).toMatchObject({ fullName: "Ada Lovelace", email: "a@new.example" });
  });

  it("and sends nothing when there is nothing that Confluence holds", async () => {
    await using confluence = await openConfluence({ seed: { users: [user("ada")] } });

    expect(await apply(confluence, update(ref("ada"), change("givenName", "Ada")))).toEqual({
      status: "done",
    });
    expect(confluence.seen).toEqual([]);
  });

  it("and says that a username is changed by hand, rather than leave that out", async () => {
    await using confluence = await openConfluence({ seed: { users: [user("ada")] } });

    expect(await apply(confluence, update(ref("ada"), change("username", "ada.king")))).toMatchObject(
      failedWith("REFUSED", "Edit details"),
    );
    expect(confluence.seen).toEqual([]);
  });

  it("story 12: a display name that was stored before the 429 counts as done", async () => {
    await using confluence = await openConfluence({ seed: { users: [user("ada")] } });
    confluence.traffic.add({ fault: BUSY, method: "PUT" });

    expect(await apply(confluence, update(ref("ada"), change("displayName", "Ada King")))).toEqual({
      status: "done",
    });
    expect(accountOf(confluence, "ada")?.fullName).toBe("Ada King");
  });

  it.each([
    { what: "a display name that was stored counts as done", changes: [change("displayName", "Ada")] },
    {
      what: "an e-mail that was stored does not, since nobody can look",
      changes: [change("email", "a@new.example")],
      code: "NETWORK",
    },
  ])("after faults to the end: $what", async ({ changes, code }) => {
    await using confluence = await openConfluence({ seed: { users: [user("ada")] } });
    confluence.traffic.add({ fault: STORED, method: "PUT", times: 6 });

    expect(await apply(confluence, update(ref("ada"), ...changes))).toMatchObject(
      code === undefined ? { status: "done" } : failedWith(code),
    );
    expect(confluence.traffic.pending()).toEqual([]);
  });

  it("under the name that the account has now, if somebody has renamed it", async () => {
    await using confluence = await openConfluence({ seed: { users: [user("ada")] } });
    await confluence.target.read({ groups: [], signal });
    const account = accountOf(confluence, "ada");
    if (account !== undefined) renameUser(confluence.state, account, "ada.king");

    expect(await apply(confluence, update(ref("ada"), change("displayName", "Ada King")))).toEqual({
      status: "done",
    });
    expect(await apply(confluence, disable(ref("ada")))).toEqual({ status: "done" });
    expect(accountOf(confluence, "ada.king")).toMatchObject({ fullName: "Ada King", active: false });
    expect(confluence.writes().slice(-1)).toEqual(["PUT /admin/user/ada.king/disable"]);
  });

  it.each([
    { what: "an e-mail", operation: update(ref("ada"), change("email", "a@new.example")) },
    { what: "a display name", operation: update(ref("ada"), change("displayName", "Ada")) },
    { what: "an account that is to be enabled", operation: enable(ref("ada")) },
  ])("and says NOT_FOUND for $what when the account is gone", async ({ operation }) => {
    await using confluence = await openConfluence();

    expect(await apply(confluence, operation)).toMatchObject(failedWith("NOT_FOUND", "Run again"));
  });

  it("and explains a server that has no such call", async () => {
    await using confluence = await openConfluence({
      ...{ seed: { users: [user("ada")] }, profile: CONFLUENCE_8_4 },
    });

    expect(await apply(confluence, update(ref("ada"), change("displayName", "Ada")))).toMatchObject(
      failedWith("REFUSED", "Upgrade"),
    );
  });
});

describe("confluence disables and enables", () => {
  it("in one request, without a body and without calling it a form", async () => {
    await using server = await startScripted(() => ({ status: 204 }));

    await openConfluenceAt(server.url).apply([disable(ref("ada"))], signal);

    expect(server.requests).toMatchObject([
      { method: "PUT", url: "/rest/api/admin/user/ada/disable", body: "" },
    ]);
    expect(server.requests[0]?.headers).not.toHaveProperty("content-type");
  });

  it("also where nothing else can be done", async () => {
    await using confluence = await openConfluence({
      ...{ seed: { users: [user("ada"), user("bob", { active: false })] }, profile: CONFLUENCE_8_3 },
    });

    expect(await apply(confluence, disable(ref("ada")))).toEqual({ status: "done" });
    expect(await apply(confluence, enable(ref("bob")))).toEqual({ status: "done" });

    expect([accountOf(confluence, "ada")?.active, accountOf(confluence, "bob")?.active]).toEqual([
      false,
      true,
    ]);
    expect(confluence.seen).toEqual(["PUT /admin/user/ada/disable", "PUT /admin/user/bob/enable"]);
  });

  it("and counts what was stored under faults to the end", async () => {
    await using confluence = await openConfluence({ seed: { users: [user("ada")] } });
    confluence.traffic.add({ fault: STORED, method: "PUT", times: 6 });

    expect(await apply(confluence, disable(ref("ada")))).toEqual({ status: "done" });
    expect(confluence.seen.at(-1)).toBe("GET /user?key=key-ada&expand=status");
  });

  it("and takes an account that is gone for disabled", async () => {
    await using confluence = await openConfluence();

    expect(await apply(confluence, disable(ref("ada")))).toEqual({ status: "done" });
  });
});

describe("confluence changes groups", () => {
  const seed = { users: [user("ada")], groups: [{ name: "dev" }, { name: "ops", members: ["ada"] }] };

  it("in one request each", async () => {
    await using confluence = await openConfluence({ seed });

    const results = await Promise.all(
      [createGroup("R&D"), add("dev", ref("ada")), remove("ops", ref("ada"))].map((one) =>
        apply(confluence, one),
      ),
    );

    expect(results).toEqual([{ status: "done", targetId: "R&D" }, { status: "done" }, { status: "done" }]);
    expect(confluence.seen.toSorted()).toEqual([
      ...["DELETE /user/ada/group/ops", "POST /admin/group", "PUT /user/ada/group/dev"],
    ]);
    expect([membersOf(confluence, "dev"), membersOf(confluence, "ops")]).toEqual([["ada"], []]);
  });

  it.each([
    { what: "a group of that name, in any case", operation: createGroup("DEV"), is: { targetId: "DEV" } },
    { what: "a member", operation: add("ops", ref("ada")), is: {} },
    { what: "nobody to remove", operation: remove("dev", ref("ada")), is: {} },
    { what: "no group to remove from", operation: remove("none", ref("ada")), is: {} },
    { what: "no account to remove", operation: remove("ops", ref("eve")), is: {} },
  ])("and takes it for done when there is $what already", async ({ operation, is }) => {
    await using confluence = await openConfluence({ seed });

    expect(await apply(confluence, operation)).toEqual({ status: "done", ...is });
  });

  it.each([
    { what: "the group", operation: add("none", ref("ada")), says: "group none" },
    { what: "the account", operation: add("dev", ref("eve")), says: "account eve" },
  ])("and says NOT_FOUND when $what to add is gone", async ({ operation, says }) => {
    await using confluence = await openConfluence({ seed });

    expect(await apply(confluence, operation)).toMatchObject({
      ...{ status: "failed", error: { code: "NOT_FOUND", message: expect.stringContaining(says) } },
    });
  });

  it.each([
    { what: "story 12: a group that was stored before the 429", operation: createGroup("new"), fault: BUSY },
    {
      what: "a group that was stored before the connection broke",
      operation: createGroup("new"),
      fault: RESET,
    },
    { what: "a member who was stored", operation: add("dev", ref("ada")), fault: STORED, times: 6 },
    { what: "a member who was removed", operation: remove("ops", ref("ada")), fault: STORED, times: 6 },
  ])("$what counts as done", async ({ operation, fault, times = 1 }) => {
    await using confluence = await openConfluence({ seed });
    confluence.traffic.add({ fault, method: methodOf(operation), times });

    expect(await apply(confluence, operation)).toMatchObject({ status: "done" });
    expect(confluence.traffic.pending()).toEqual([]);
  });

  it("under the name that the account has now, if somebody has renamed it", async () => {
    await using confluence = await openConfluence({ seed });
    const account = accountOf(confluence, "ada");
    if (account !== undefined) renameUser(confluence.state, account, "ada.king");

    expect(await apply(confluence, add("dev", ref("ada")))).toEqual({ status: "done" });
    expect(await apply(confluence, remove("ops", ref("ada")))).toEqual({ status: "done" });

    expect([membersOf(confluence, "dev"), membersOf(confluence, "ops")]).toEqual([["ada.king"], []]);
  });

  it("and looks through all groups of an account for the one that matters", async () => {
    const many = Array.from({ length: 450 }, (_, index) => ({ name: `g${index}`, members: ["ada"] }));
    await using confluence = await openConfluence({
      seed: { ...seed, groups: many },
      profile: CONFLUENCE_9_4,
    });
    confluence.traffic.add({ fault: STORED, method: "PUT", times: 6 });

    expect(await apply(confluence, add("g449", ref("ada")))).toEqual({ status: "done" });
    expect(confluence.seen.filter((one) => one.includes("/user/memberof"))).toHaveLength(3);
  });
});

function methodOf({ kind }: Operation): string {
  if (kind === "create-group") return "POST";
  return kind === "remove-member" ? "DELETE" : "PUT";
}

describe("confluence explains a refusal", () => {
  const readOnly = {
    users: [user("ada", { readOnly: true })],
    groups: [{ name: "dev" }, { name: "ops", members: ["ada"] }],
  };

  it.each([
    { what: "an update", operation: update(ref("ada"), change("email", "a@new.example")) },
    { what: "a disabling", operation: disable(ref("ada")) },
    { what: "a membership", operation: add("dev", ref("ada")) },
    { what: "the end of one", operation: remove("ops", ref("ada")) },
  ])("of $what by the directory that the account comes from", async ({ operation }) => {
    await using confluence = await openConfluence({ seed: readOnly });

    expect(await apply(confluence, operation)).toMatchObject({
      status: "failed",
      error: { code: "REFUSED", message: expect.stringContaining("only reads") },
    });
    expect(await apply(confluence, operation)).toMatchObject({ status: "failed" });
    const asked = confluence.seen.filter((one) => /accessmode|confluence-administrators/.test(one));
    expect(asked).toHaveLength(2);
  });

  it.each([
    { what: "accounts", operation: importOf("ada"), says: "the account ada" },
    { what: "groups", operation: createGroup("dev"), says: "the group dev" },
  ])("of new $what by a server that has no directory for them", async ({ operation, says }) => {
    await using confluence = await openConfluence();
    const body = { statusCode: 403, message: "External user management is on" };
    confluence.traffic.add({ fault: { kind: "status", status: 403, body }, method: "POST" });

    expect(await apply(confluence, operation)).toMatchObject({
      status: "failed",
      error: {
        ...{ code: "REFUSED", fix: expect.stringContaining("User directories") },
        message: expect.stringContaining(says),
      },
    });
  });

  it("by a missing right, where the account has none", async () => {
    await using confluence = await openConfluence({ rights: new Set(["LOGIN"]), seed: readOnly });

    expect(await apply(confluence, disable(ref("ada")))).toMatchObject(
      failedWith("PERMISSION_MISSING", "Global permissions"),
    );
  });

  it.each([
    { what: "says so itself", faulty: false },
    { what: "does not say so", faulty: true },
  ])("by the read-only mode, also where a server $what", async ({ faulty }) => {
    await using confluence = await openConfluence({
      seed: { users: [user("ada")], accessMode: "READ_ONLY" },
    });
    const fault = { kind: "status", status: 405, body: "" } as const;
    if (faulty) confluence.traffic.add({ fault, method: "PUT" });

    expect(await apply(confluence, disable(ref("ada")))).toMatchObject(failedWith("REFUSED", "Maintenance"));
    expect(accountOf(confluence, "ada")?.active).toBe(true);
  });

  it("and stops the whole run at the first 401", async () => {
    await using confluence = await openConfluence({ credentials: { token: "old" } });

    await expect(
      confluence.target.apply([disable(ref("ada")), enable(ref("bob"))], signal),
    ).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    expect(confluence.seen).toHaveLength(1);
  });

  it("and keeps passwords and tokens to itself", async () => {
    const body = { message: `${TOKEN} ${PASSWORD}` };
    await using server = await startScripted(() => ({ status: 400, body }));
    const password = openConfluenceAt(server.url, {
      credentials: { username: "usersync", password: PASSWORD },
    });

    const results = [
      await openConfluenceAt(server.url).apply([createGroup("dev")], signal),
      await password.apply([createGroup("dev")], signal),
    ];

    expect(results[0]).toMatchObject([{ status: "failed" }]);
    expect(JSON.stringify(results[0])).not.toContain(TOKEN);
    expect(JSON.stringify(results[1])).not.toContain(PASSWORD);
  });

  it("and does not hide that something was to be handed over there", async () => {
    await using confluence = await openConfluence();
    const lead = { of: "project", id: "1", name: "CORE" } as const;
    const ends = { from: "ada", to: "bob", fromId: "key-ada", toId: "key-bob" };

    const result = await apply(confluence, {
      ...{ id: "h", kind: "hand-over", lead, user: ref("ada"), reason: "left-scope", ...ends },
    } as Operation);

    expect(result).toMatchObject({ status: "failed", error: { code: "BUG" } });
  });
});

describe("confluence carries out a plan", () => {
  it("in one request for each operation, none of which is needed again", async () => {
    const groups = [{ name: "dev" }];
    await using confluence = await openConfluence({ seed: { users: [user("ada"), user("bob")], groups } });
    await confluence.target.read({ groups: ["dev"], signal });
    const operations = [
      ...[importOf("cleo"), update(ref("ada"), change("displayName", "Ada King"))],
      ...[add("dev", ref("ada")), disable(ref("bob"))],
    ].map((one, index) => ({ ...one, id: `${index}`, status: "planned" as const }));
    const read = { users: 2, groups: 1, memberships: 0 };
    const unharmed = { notes: [], tripped: [], incomplete: [] };
    const plan = { name: "confluence", type: "confluence", read, operations, ...unharmed };
    const before = confluence.seen.length;

    const applied = await applyPlan(plan, confluence.target, {
      ...{ signal, finish: signal, journal: NO_JOURNAL },
    });

    expect(applied.operations.map(({ status }) => status)).toEqual(operations.map(() => "done"));
    expect(confluence.seen.slice(before)).toHaveLength(operations.length);
  });
});

describeRecordings(50);
