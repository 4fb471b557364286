import type { InjectOptions } from "fastify";
import { describe, expect, it } from "vitest";
import type { ScimSeed } from "../../src/sandbox/scim/scim-resource.ts";
import { scimServer } from "../../src/sandbox/scim/scim-server.ts";
import { recordExchanges } from "../support/record-exchanges.ts";
import { describeShared } from "../support/shared.ts";
import { openSpec } from "../support/specs.ts";

const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const BASE = "/scim/directory/dir-1";

function open(seed: ScimSeed = {}) {
  const server = scimServer({ directoryId: "dir-1", token: "key", seed });
  const recording = recordExchanges(server.app, openSpec("atlassian-cloud-scim.json"));
  const send = async (method: NonNullable<InjectOptions["method"]>, path: string, body?: object) => {
    const answer = await server.app.inject({
      method,
      url: path.startsWith("/") ? path : `${BASE}/${path}`,
      headers: { authorization: "Bearer key", "content-type": "application/scim+json" },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, body: (answer.body === "" ? {} : answer.json()) as Body, answer };
  };
  const patch = (path: string, ...Operations: object[]) =>
    send("PATCH", path, { schemas: [PATCH], Operations });
  const idOf = (userName: string) => server.directory.users.findByUserName(userName)?.id ?? "";
  const groupId = (name: string) => server.directory.groups.find(name)?.id ?? "";
  return { ...server, send, patch, idOf, groupId, recording };
}

interface Body {
  readonly Resources?: readonly Record<string, unknown>[];
  readonly totalResults?: number;
  readonly [name: string]: unknown;
}

const mail = (value: string, primary = true) => ({ value, type: "work", primary });
const ada = { userName: "ada", email: "ada@larkspur.example" };
const bob = { userName: "bob", email: "bob@larkspur.example" };
const crowd = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ userName: `user${n}`, email: `user${n}@larkspur.example` }));

describeShared("the SCIM server", () => {
  it("creates a user, gives it back and counts it", async () => {
    const { send, recording } = open();

    const created = await send("POST", "Users", {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName: "Ada",
      externalId: "x1",
      name: { givenName: "Ada", familyName: "King" },
      displayName: "Ada King",
      emails: [mail("ada@larkspur.example")],
      active: true,
    });
    const read = await send("GET", `Users/${String(created.body["id"])}`);

    expect(created.status).toBe(201);
    expect(read.body).toMatchObject({ userName: "Ada", externalId: "x1", active: true, groups: [] });
    expect(read.body["urn:scim:schemas:extension:atlassian-external:1.0"]).toEqual({
      atlassianAccountId: expect.stringMatching(/^[0-9a-f]{24}$/),
    });
    expect(read.body["meta"]).toMatchObject({ created: expect.stringMatching(/T\d\d:\d\d:\d\d\.\d{5,6}Z$/) });
    recording.assertClean();
  });

  it.each([
    { wrong: "no userName", body: { emails: [mail("a@b.example")] } },
    { wrong: "a blank userName", body: { userName: " ", emails: [mail("a@b.example")] } },
    { wrong: "no e-mail", body: { userName: "ada" } },
    { wrong: "an empty list of e-mails", body: { userName: "ada", emails: [] } },
    { wrong: "no primary e-mail", body: { userName: "ada", emails: [mail("a@b.example", false)] } },
    {
      wrong: "two primary e-mails",
      body: { userName: "a", emails: [mail("a@b.example"), mail("c@b.example")] },
    },
    { wrong: "an e-mail without a domain", body: { userName: "ada", emails: [mail("ada")] } },
    { wrong: "active as a string", body: { userName: "ada", emails: [mail("a@b.example")], active: "True" } },
    { wrong: "an unknown attribute", body: { userName: "ada", emails: [mail("a@b.example")], mail: "x" } },
    {
      wrong: "an unknown part of the name",
      body: { userName: "a", emails: [mail("a@b.example")], name: { x: "y" } },
    },
    { wrong: "a name that is text", body: { userName: "ada", emails: [mail("a@b.example")], name: "Ada" } },
    { wrong: "a list", body: [] },
  ])("refuses a new user with $wrong", async ({ body }) => {
    const { send, directory, recording } = open();

    expect((await send("POST", "Users", body)).status).toBe(400);
    expect(directory.users.all()).toEqual([]);
    recording.assertClean();
  });

  it.each([
    {
      twice: "the userName in another case",
      body: { userName: "ADA", emails: [mail("new@larkspur.example")] },
    },
    {
      twice: "the e-mail in another case",
      body: { userName: "new", emails: [mail("Ada@Larkspur.example")] },
    },
  ])("refuses $twice", async ({ body }) => {
    const { send, recording } = open({ users: [ada] });

    const { status, body: error } = await send("POST", "Users", body);

    expect({ status, type: error["scimType"] }).toEqual({ status: 409, type: "uniqueness" });
    recording.assertClean();
  });

  describe("lists", () => {
    it.each([
      { query: "", gives: 100, index: 1 },
      { query: "?count=1000", gives: 100, index: 1 },
      { query: "?startIndex=201&count=100", gives: 30, index: 201 },
      { query: "?startIndex=500", gives: 0, index: 500 },
      { query: "?startIndex=0&count=5", gives: 5, index: 1 },
      { query: "?count=-1", gives: 0, index: 1 },
    ])("give $gives of 230 users to Users$query", async ({ query, gives, index }) => {
      const { send, recording } = open({ users: crowd(230) });

      const { body } = await send("GET", `Users${query}`);

      expect(body.Resources?.length).toBe(gives);
      expect(body).toMatchObject({ totalResults: 230, startIndex: index, itemsPerPage: gives });
      recording.assertClean();
    });

    it.each([
      { filter: 'userName eq "ADA"', finds: ["ada"] },
      { filter: 'externalId eq "x1"', finds: ["ada"] },
      { filter: 'externalId eq "X1"', finds: [] },
      { filter: 'userName eq "o\\"brien"', finds: ['o"brien'] },
      { filter: 'userName eq "nobody"', finds: [] },
    ])("find users by $filter", async ({ filter, finds }) => {
      const quoted = { userName: 'o"brien', email: "o@larkspur.example" };
      const { send, recording } = open({ users: [{ ...ada, externalId: "x1" }, bob, quoted] });

      const { body } = await send("GET", `Users?filter=${encodeURIComponent(filter)}`);

      expect(body.Resources?.map((user) => user["userName"])).toEqual(finds);
      recording.assertClean();
    });

    it.each([
      "Users?filter=emails%20eq%20%22a%22",
      "Users?filter=userName%20sw%20%22a%22",
      "Users?filter=userName%20eq%20%22a%22%20or%20userName%20eq%20%22b%22",
      "Groups?filter=externalId%20eq%20%22a%22",
      "Users?attributes=id&excludedAttributes=name",
      "Users?startIndex=first",
      "Users?sortBy=userName",
    ])("refuse %s", async (path) => {
      const { send, recording } = open();

      expect((await send("GET", path)).status).toBe(400);
      recording.assertClean();
    });

    it("show only the attributes that were asked for", async () => {
      const { send } = open({ users: [ada] });

      const some = await send("GET", "Users?attributes=userName");
      const others = await send("GET", "Users?excludedAttributes=groups,emails,meta");

      expect(Object.keys(some.body.Resources?.[0] ?? {})).toEqual(["schemas", "userName", "id"]);
      expect(others.body.Resources?.[0]).not.toHaveProperty("groups");
    });
  });

  it.each([
    { op: { op: "replace", path: "active", value: false }, gives: { active: false } },
    { op: { op: "replace", value: { active: false } }, gives: { active: false } },
    { op: { op: "replace", path: "userName", value: "ada.king" }, gives: { userName: "ada.king" } },
    { op: { op: "add", path: "externalId", value: "x2" }, gives: { externalId: "x2" } },
    {
      op: { op: "replace", path: "name.familyName", value: "King" },
      gives: { name: { familyName: "King" } },
    },
    { op: { op: "replace", path: "name", value: { givenName: "A" } }, gives: { name: { givenName: "A" } } },
    { op: { op: "remove", path: "displayName" }, gives: { displayName: undefined } },
    { op: { op: "remove", path: "name.givenName" }, gives: { name: {} } },
    {
      op: { op: "replace", path: "emails", value: [mail("king@larkspur.example")] },
      gives: { emails: [mail("king@larkspur.example")] },
    },
  ])("changes a user by $op and answers with the whole", async ({ op, gives }) => {
    const { patch, idOf, recording } = open({
      users: [{ ...ada, displayName: "Ada", name: { givenName: "x" } }],
    });

    const { status, body } = await patch(`Users/${idOf("ada")}`, op);

    expect(status).toBe(200);
    expect({ ...body, displayName: body["displayName"] }).toMatchObject(gives);
    recording.assertClean();
  });

  it.each([
    { wrong: "op in upper case", op: { op: "Replace", path: "active", value: false } },
    { wrong: "a boolean as a string", op: { op: "replace", path: "active", value: "False" } },
    { wrong: "an unknown path", op: { op: "replace", path: "mail", value: "x" } },
    {
      wrong: "a path with a filter",
      op: { op: "replace", path: 'emails[type eq "work"].value', value: "x" },
    },
    { wrong: "an unknown part of the name", op: { op: "replace", path: "name.nick", value: "x" } },
    { wrong: "no value", op: { op: "replace", path: "displayName" } },
    { wrong: "a removal of nothing", op: { op: "remove" } },
    { wrong: "a removal of the userName", op: { op: "remove", path: "userName" } },
    { wrong: "a removal of active", op: { op: "remove", path: "active" } },
    { wrong: "text without a path", op: { op: "replace", value: "x" } },
    { wrong: "a path that is no text", op: { op: "replace", path: 1, value: "x" } },
  ])("refuses a change with $wrong", async ({ op }) => {
    const { patch, idOf, recording } = open({ users: [ada] });

    expect((await patch(`Users/${idOf("ada")}`, op)).status).toBe(400);
    recording.assertClean();
  });

  it.each([
    { wrong: "operations in lower case", body: { schemas: [PATCH], operations: [{ op: "replace" }] } },
    { wrong: "no schemas", body: { Operations: [{ op: "replace", path: "active", value: false }] } },
    { wrong: "no operations", body: { schemas: [PATCH], Operations: [] } },
    { wrong: "an operation that is text", body: { schemas: [PATCH], Operations: ["x"] } },
  ])("refuses a change with $wrong", async ({ body }) => {
    const { send, idOf } = open({ users: [ada] });

    expect((await send("PATCH", `Users/${idOf("ada")}`, body)).status).toBe(400);
  });

  it("refuses to rename onto another user", async () => {
    const { patch, idOf } = open({ users: [ada, bob] });

    const { status } = await patch(`Users/${idOf("ada")}`, { op: "replace", path: "userName", value: "BOB" });

    expect(status).toBe(409);
  });

  it("clears with PUT what is left out", async () => {
    const { send, idOf, recording } = open({ users: [{ ...ada, displayName: "Ada", externalId: "x1" }] });

    const { status, body } = await send("PUT", `Users/${idOf("ada")}`, {
      userName: "ada",
      emails: [mail("ada@larkspur.example")],
    });

    expect(status).toBe(200);
    expect([body["displayName"], body["externalId"]]).toEqual([undefined, undefined]);
    recording.assertClean();
  });

  it("forgets a deleted user for good", async () => {
    const { send, idOf, directory, recording } = open({
      users: [ada],
      groups: [{ displayName: "staff", members: ["ada"] }],
    });
    const id = idOf("ada");

    const gone = await send("DELETE", `Users/${id}`);
    const read = await send("GET", `Users/${id}`);
    const again = await send("POST", "Users", { userName: "ada", emails: [mail(ada.email)] });

    expect([gone.status, read.status, again.status]).toEqual([204, 404, 201]);
    expect(again.body["id"]).not.toBe(id);
    expect(directory.groups.find("staff")?.members.size).toBe(0);
    recording.assertClean();
  });

  describe("groups", () => {
    const seed = { users: [ada, bob, ...crowd(150)], groups: [{ displayName: "staff", members: ["ada"] }] };

    it("are listed with their members", async () => {
      const { send, idOf, quirks, recording } = open(seed);

      const full = await send("GET", "Groups?filter=displayName%20eq%20%22STAFF%22");
      quirks.membersInList = false;
      const bare = await send("GET", "Groups");

      expect(full.body.Resources?.[0]?.["members"]).toMatchObject([{ value: idOf("ada"), display: "ada" }]);
      expect(bare.body.Resources?.[0]).not.toHaveProperty("members");
      recording.assertClean();
    });

    it("are shown with each user", async () => {
      const { send, idOf, groupId, recording } = open(seed);

      const { body } = await send("GET", `Users/${idOf("ada")}`);

      expect(body["groups"]).toMatchObject([{ value: groupId("staff"), display: "staff" }]);
      recording.assertClean();
    });

    it("gain and lose members by PATCH and answer with the whole", async () => {
      const { patch, idOf, groupId, recording } = open(seed);

      await patch(`Groups/${groupId("staff")}`, {
        op: "add",
        path: "members",
        value: [{ value: idOf("bob") }],
      });
      const { status, body } = await patch(`Groups/${groupId("staff")}`, {
        op: "remove",
        path: `members[value eq "${idOf("ada")}"]`,
      });

      expect(status).toBe(200);
      expect(body["members"]).toMatchObject([{ value: idOf("bob") }]);
      recording.assertClean();
    });

    it("have their members replaced, or all removed", async () => {
      const { patch, send, idOf, groupId, directory } = open(seed);
      const path = `Groups/${groupId("staff")}`;

      await patch(path, { op: "replace", value: { members: [{ value: idOf("bob") }] } });
      const replaced = [...(directory.groups.find("staff")?.members ?? [])];
      await send("PUT", path, { displayName: "staff", members: [{ value: idOf("ada") }] });
      const put = [...(directory.groups.find("staff")?.members ?? [])];
      await patch(path, { op: "remove", path: "members" });

      expect([replaced, put]).toEqual([[idOf("bob")], [idOf("ada")]]);
      expect(directory.groups.find("staff")?.members.size).toBe(0);
    });

    it("take at most 100 changes at once, all or none", async () => {
      const { patch, directory, groupId, recording } = open(seed);
      const ids = directory.users.all().map(({ id }) => ({ value: id }));
      const path = `Groups/${groupId("staff")}`;

      const many = await patch(path, { op: "add", path: "members", value: ids.slice(0, 101) });
      const enough = await patch(path, { op: "add", path: "members", value: ids.slice(0, 100) });

      expect([many.status, enough.status]).toEqual([400, 200]);
      expect(directory.groups.find("staff")?.members.size).toBe(100);
      recording.assertClean();
    });

    it.each([
      { wrong: "an unknown member", op: { op: "add", path: "members", value: [{ value: "nobody" }] } },
      { wrong: "a member that is text", op: { op: "add", path: "members", value: ["x"] } },
      { wrong: "members that are no list", op: { op: "add", path: "members", value: {} } },
      { wrong: "another name", op: { op: "replace", path: "displayName", value: "crew" } },
      { wrong: "an unknown path", op: { op: "replace", path: "owner", value: "x" } },
      { wrong: "members to remove as a value", op: { op: "remove", path: "members", value: [] } },
      { wrong: "text without a path", op: { op: "add", value: "x" } },
    ])("refuse $wrong", async ({ op }) => {
      const { patch, groupId, directory, recording } = open(seed);

      expect((await patch(`Groups/${groupId("staff")}`, op)).status).toBe(400);
      expect(directory.groups.find("staff")?.members.size).toBe(1);
      recording.assertClean();
    });

    it.each([
      { name: "a name of the directory, in another case", displayName: "Staff" },
      { name: "a name of the organisation", displayName: "finance" },
    ])("refuse $name", async ({ displayName }) => {
      const { send, recording } = open({ ...seed, organisationGroups: ["Finance"] });

      expect((await send("POST", "Groups", { displayName })).status).toBe(409);
      recording.assertClean();
    });

    it.each([
      { wrong: "no name", body: {} },
      { wrong: "a blank name", body: { displayName: "" } },
      { wrong: "an unknown attribute", body: { displayName: "crew", owner: "ada" } },
      { wrong: "an unknown member", body: { displayName: "crew", members: [{ value: "x" }] } },
      { wrong: "a list", body: [] },
    ])("refuse a new one with $wrong", async ({ body }) => {
      const { send } = open(seed);

      expect((await send("POST", "Groups", body)).status).toBe(400);
    });

    it.each([
      "site-admins",
      "jira-users-software-users-larkspur",
      "confluence-users-larkspur",
      "trusted-users-x",
    ])("of the reserved name %s are answered and never stored", async (displayName) => {
      const { send, idOf, directory, recording } = open(seed);

      const created = await send("POST", "Groups", { displayName, members: [{ value: idOf("ada") }] });
      const read = await send("GET", `Groups/${String(created.body["id"])}`);

      expect([created.status, read.status]).toEqual([201, 404]);
      expect(directory.groups.find(displayName)).toBeUndefined();
      recording.assertClean();
    });

    it("are created with members and deleted", async () => {
      const { send, idOf, directory, recording } = open(seed);

      const created = await send("POST", "Groups", {
        displayName: "crew",
        externalId: "g1",
        members: [{ value: idOf("ada") }],
      });
      const renamed = await send("PUT", `Groups/${String(created.body["id"])}`, { displayName: "team" });
      const gone = await send("DELETE", `Groups/${String(created.body["id"])}`);

      expect([created.status, renamed.status, gone.status]).toEqual([201, 400, 204]);
      expect(created.body).toMatchObject({ displayName: "crew", externalId: "g1" });
      expect(directory.groups.find("crew")).toBeUndefined();
      recording.assertClean();
    });
  });

  it("leaves `active` out for chosen users", async () => {
    const { send, idOf, quirks, recording } = open({ users: [ada, bob] });
    quirks.withoutActive.set(idOf("ada"), "list").set(idOf("bob"), "always");

    const listed = await send("GET", "Users");
    const single = [await send("GET", `Users/${idOf("ada")}`), await send("GET", `Users/${idOf("bob")}`)];

    expect(listed.body.Resources?.map((user) => "active" in user)).toEqual([false, false]);
    expect(single.map(({ body }) => body["active"])).toEqual([true, undefined]);
    recording.assertClean();
  });

  it("lies about the items of a page when told to", async () => {
    const { send, quirks } = open({ users: crowd(3) });
    quirks.itemsPerPage = 50;

    expect((await send("GET", "Users")).body).toMatchObject({ itemsPerPage: 50, totalResults: 3 });
  });

  it("says what it can do", async () => {
    const { send, recording } = open();

    expect((await send("GET", "ServiceProviderConfig")).body).toMatchObject({ patch: { supported: true } });
    expect((await send("GET", "ResourceTypes")).body).toMatchObject({ totalResults: 2 });
    expect((await send("GET", "ResourceTypes/Group")).body).toMatchObject({ endpoint: "/Groups" });
    recording.assertClean();
  });

  it.each([
    { what: "a wrong key", headers: { authorization: "Bearer other" }, url: `${BASE}/Users`, status: 401 },
    { what: "no key", headers: {}, url: `${BASE}/Users`, status: 401 },
    { what: "another directory", headers: key(), url: "/scim/directory/dir-2/Users", status: 404 },
    { what: "an unknown user", headers: key(), url: `${BASE}/Users/1`, status: 404 },
    { what: "an unknown group", headers: key(), url: `${BASE}/Groups/1`, status: 404 },
    { what: "an unknown path", headers: key(), url: `${BASE}/People`, status: 404 },
  ])("answers $status to $what", async ({ headers, url, status }) => {
    const { app, recording } = open();

    expect((await app.inject({ url, headers })).statusCode).toBe(status);
    recording.assertClean();
  });

  it.each([
    { what: "a form", type: "application/x-www-form-urlencoded", status: 415 },
    { what: "broken JSON", type: "application/json", status: 400 },
  ])("refuses $what", async ({ type, status }) => {
    const { app } = open();

    const answer = await app.inject({
      method: "POST",
      url: `${BASE}/Users`,
      headers: { ...key(), "content-type": type },
      payload: "userName=ada",
    });

    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ status: String(status) });
  });
});

function key() {
  return { authorization: "Bearer key" };
}
