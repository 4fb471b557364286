import { describe, expect, it } from "vitest";
import { graphServer } from "../../src/sandbox/graph/graph-server.ts";
import type { GraphGroup, GraphObject, Tenant } from "../../src/sandbox/graph/tenant.ts";
import { SYNC_ROLES, sandboxToken } from "../../src/sandbox/graph/token.ts";
import { recordExchanges } from "../support/record-exchanges.ts";
import { describeShared } from "../support/shared.ts";
import { openSpec } from "../support/specs.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

function user(n: number, overrides: Partial<GraphObject> = {}): GraphObject {
  return {
    id: id(n),
    displayName: `User ${n}`,
    userPrincipalName: `user${n}@larkspur.example`,
    accountEnabled: true,
    userType: "Member",
    ...overrides,
  };
}

function group(n: number, members: readonly number[] = [], overrides: Partial<GraphGroup> = {}): GraphGroup {
  return { id: id(n), displayName: `group-${n}`, members: members.map(id), ...overrides };
}

function open(
  seed: Partial<Tenant> = {},
  roles: readonly string[] = [...SYNC_ROLES, "Application.Read.All"],
) {
  const server = graphServer({ id: id(9000), displayName: "Larkspur", users: [], groups: [], ...seed });
  const recording = recordExchanges(server.app, openSpec("graph-v1.0.json"));
  const get = async (url: string, headers: Record<string, string> = {}) => {
    const authorization = `Bearer ${sandboxToken({ roles })}`;
    const answer = await server.app.inject({ url, headers: { authorization, ...headers } });
    return { status: answer.statusCode, body: answer.json<Answer>() };
  };
  const readAll = async (url: string) => {
    const pages: Answer[] = [];
    for (let next: string | undefined = url; next !== undefined; ) {
      const { body }: { body: Answer } = await get(next);
      pages.push(body);
      next = body["@odata.nextLink"];
    }
    return { pages, items: pages.flatMap(({ value = [] }) => value) };
  };
  return { ...server, get, readAll, recording };
}

interface Answer {
  readonly "@odata.nextLink"?: string;
  readonly value?: readonly Record<string, unknown>[];
  readonly error?: { code: string; message: string; innerError: Record<string, string> };
  readonly [property: string]: unknown;
}

const people = (count: number) => Array.from({ length: count }, (_, index) => user(index + 1));

describeShared("the Graph server", () => {
  it("answers the usual properties when none are selected, and no accountEnabled", async () => {
    const { get, recording } = open({ users: [user(1)] });

    const { body } = await get("/v1.0/users");

    expect(body.value?.[0]).toEqual({
      businessPhones: [],
      displayName: "User 1",
      givenName: null,
      id: id(1),
      jobTitle: null,
      mail: null,
      mobilePhone: null,
      officeLocation: null,
      preferredLanguage: null,
      surname: null,
      userPrincipalName: "user1@larkspur.example",
    });
    recording.assertClean();
  });

  it("answers exactly what is selected, unset values as null or an empty list", async () => {
    const { get, recording } = open({ users: [user(1)] });

    const { body } = await get("/v1.0/users?$select=id,accountEnabled,mail,otherMails");

    expect(body.value).toEqual([{ id: id(1), accountEnabled: true, mail: null, otherMails: [] }]);
    recording.assertClean();
  });

  it("serves pages of 100 unless told otherwise, each linking to the next on its own origin", async () => {
    const { readAll, recording } = open({ users: people(205) });

    const { pages, items } = await readAll("/v1.0/users");

    expect(pages.map(({ value }) => value?.length)).toEqual([100, 100, 5]);
    expect(pages[0]?.["@odata.nextLink"]).toMatch(
      /^http:\/\/localhost:80\/v1\.0\/users\?\$skiptoken=[\w-]+$/,
    );
    expect(new Set(items.map((item) => item["id"])).size).toBe(205);
    recording.assertClean();
  });

  it("keeps the options in nextLink and refuses its token in another query", async () => {
    const { get, readAll, recording } = open({ users: people(7) });

    const { pages } = await readAll("/v1.0/users?$select=id&$top=3");
    const token = pages[0]?.["@odata.nextLink"]?.split("$skiptoken=")[1];
    const lifted = await get(`/v1.0/users?$top=3&$skiptoken=${token}`);

    expect(pages.map(({ value }) => value?.length)).toEqual([3, 3, 1]);
    expect(lifted.status).toBe(400);
    recording.assertClean();
  });

  it.each([
    { filter: "accountEnabled eq false", finds: [2] },
    { filter: "userType eq 'Guest'", finds: [3] },
    { filter: "department eq 'R&D' and accountEnabled eq true", finds: [1] },
    { filter: "startsWith(displayName,'o''b')", finds: [1] },
    { filter: `id in ('${id(1)}', '${id(3)}')`, finds: [1, 3] },
    { filter: "(userType eq 'Guest') or displayName eq 'USER 2'", finds: [2, 3] },
    { filter: "mail eq null", finds: [1, 2, 3] },
    { filter: "onPremisesExtensionAttributes/extensionAttribute7 eq 'x'", finds: [3] },
  ])("filters by $filter", async ({ filter, finds }) => {
    const { get, recording } = open({
      users: [
        user(1, { displayName: "O'Brien", department: "R&D" }),
        user(2, { accountEnabled: false, department: "R&D" }),
        user(3, { userType: "Guest", onPremisesExtensionAttributes: { extensionAttribute7: "x" } }),
      ],
    });

    const { body } = await get(`/v1.0/users?$select=id&$filter=${encodeURIComponent(filter)}`);

    expect(body.value).toEqual(finds.map((n) => ({ id: id(n) })));
    recording.assertClean();
  });

  it.each([
    { query: "$top=1000", code: "Request_BadRequest", says: "Must be between 1 and 999 inclusive." },
    { query: "$top=0", code: "Request_BadRequest", says: "Invalid page size specified: '0'." },
    { query: "$skip=10", code: "Request_BadRequest", says: "$skip" },
    { query: "$expand=manager", code: "Request_UnsupportedQuery", says: "$expand" },
    { query: "$select=name", code: "BadRequest", says: "Could not find a property named 'name'" },
    { query: "$skiptoken=abc", code: "Request_BadRequest", says: "Skip token" },
    {
      query: "$filter=accountEnabled%20ne%20true",
      code: "Request_UnsupportedQuery",
      says: "ConsistencyLevel",
    },
    { query: "$filter=not(accountEnabled%20eq%20true)", code: "Request_UnsupportedQuery", says: "not" },
    { query: "$filter=aboutMe%20eq%20'x'", code: "Request_UnsupportedQuery", says: "aboutMe" },
    { query: "$filter=department%20eq%20'R", code: "Request_BadRequest", says: "Syntax error" },
    { query: "$filter=department%20is%20'R'", code: "Request_BadRequest", says: "Syntax error at 'is'" },
    { query: "$filter=department%20eq%20R", code: "Request_BadRequest", says: "Syntax error at 'R'" },
    { query: "$filter=mail%20eq%20null%20null", code: "Request_BadRequest", says: "Syntax error" },
    {
      query: `$filter=id%20in%20(${Array.from({ length: 16 }, (_, n) => `'${n}'`).join(",")})`,
      code: "Request_UnsupportedQuery",
      says: "Max allowed: 15",
    },
    { query: "$top=1&$top=2", code: "Request_BadRequest", says: "more than once" },
    { query: "select=id", code: "Request_BadRequest", says: "Unrecognized" },
  ])("refuses ?$query", async ({ query, code, says }) => {
    const { get, recording } = open({ users: people(3) });

    const { status, body } = await get(`/v1.0/users?${query}`);

    expect(status).toBe(400);
    expect(body.error?.code).toBe(code);
    expect(body.error?.message).toContain(says);
    expect(body.error?.innerError["request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    recording.assertClean();
  });

  it.each([
    { token: "none", authorization: "", says: "not well formed" },
    { token: "another scheme", authorization: "Basic eDp5", says: "not well formed" },
    { token: "no JSON", authorization: "Bearer e30.eA.x", says: "not well formed" },
    {
      token: "an expired one",
      authorization: `Bearer ${sandboxToken({ roles: SYNC_ROLES, expiresIn: -1 })}`,
      says: "expired",
    },
  ])("answers 401 to $token as a token", async ({ authorization, says }) => {
    const { get, recording } = open();

    const { status, body } = await get("/v1.0/users", { authorization });

    expect({ status, code: body.error?.code }).toEqual({ status: 401, code: "InvalidAuthenticationToken" });
    expect(body.error?.message).toContain(says);
    recording.assertClean();
  });

  it("refuses the language that Node's fetch asks for by itself", async () => {
    const { get } = open();

    const { status, body } = await get("/v1.0/users", { "accept-language": "*" });

    expect({ status, message: body.error?.message }).toEqual({
      status: 400,
      message: "Invalid language specified.",
    });
  });

  it.each([
    { path: "/v1.0/users", lacks: ["GroupMember.Read.All", "User.ReadBasic.All"] },
    { path: `/v1.0/users/${id(1)}`, lacks: [] },
    { path: "/v1.0/groups", lacks: ["User.Read.All"] },
    { path: `/v1.0/groups/${id(50)}`, lacks: ["User.Read.All"] },
    { path: `/v1.0/groups/${id(50)}/members`, lacks: ["User.Read.All"] },
    { path: `/v1.0/groups/${id(50)}/transitiveMembers`, lacks: [] },
    { path: "/v1.0/servicePrincipals", lacks: SYNC_ROLES },
    { path: "/v1.0/organization", lacks: ["GroupMember.Read.All"] },
  ])("answers 403 to $path when the permission is missing", async ({ path, lacks }) => {
    const { get, recording } = open({ users: people(1), groups: [group(50)] }, lacks);

    const { status, body } = await get(path);

    expect({ status, code: body.error?.code }).toEqual({ status: 403, code: "Authorization_RequestDenied" });
    recording.assertClean();
  });

  it.each([
    `/v1.0/users/${id(7)}`,
    `/v1.0/groups/${id(7)}`,
    `/v1.0/groups/${id(7)}/members`,
    `/v1.0/servicePrincipals/${id(7)}`,
    `/v1.0/servicePrincipals(appId='${id(7)}')`,
  ])("answers 404 to %s, which does not exist", async (path) => {
    const { get, recording } = open();

    const { status, body } = await get(path);

    expect({ status, code: body.error?.code }).toEqual({ status: 404, code: "Request_ResourceNotFound" });
    recording.assertClean();
  });

  it("finds one user by id or by name", async () => {
    const { get, recording } = open({ users: people(2) });

    const byId = await get(`/v1.0/users/${id(2)}?$select=id,accountEnabled`);
    const byName = await get("/v1.0/users/USER2@larkspur.example?$select=id");

    expect(byId.body).toMatchObject({ id: id(2), accountEnabled: true });
    expect(byName.body).toMatchObject({ id: id(2) });
    recording.assertClean();
  });

  describe("members", () => {
    const seed = {
      users: people(4),
      groups: [group(50, [1, 51, 60]), group(51, [2, 52]), group(52, [3, 1, 50])],
      others: [{ id: id(60), type: "device" as const, displayName: "Printer" }],
    };

    it("come with their types, direct ones only", async () => {
      const { get, recording } = open(seed);

      const { body } = await get(`/v1.0/groups/${id(50)}/members?$select=id,userPrincipalName&$top=999`);

      expect(body.value).toEqual([
        { "@odata.type": "#microsoft.graph.user", id: id(1), userPrincipalName: "user1@larkspur.example" },
        { "@odata.type": "#microsoft.graph.group", id: id(51) },
        { "@odata.type": "#microsoft.graph.device", id: id(60) },
      ]);
      recording.assertClean();
    });

    it("come nested, each once and in spite of a cycle", async () => {
      const { get, recording } = open(seed);

      const { body } = await get(`/v1.0/groups/${id(50)}/transitiveMembers?$select=id`);

      expect(body.value?.map((member) => member["id"])).toEqual([1, 51, 60, 2, 52, 3].map(id));
      recording.assertClean();
    });

    it("have nothing but an id when the token may not read users", async () => {
      const { get, recording } = open(seed, ["GroupMember.Read.All"]);

      const { body } = await get(`/v1.0/groups/${id(51)}/members?$select=id,userPrincipalName`);

      expect(body.value?.[0]).toEqual({
        "@odata.type": "#microsoft.graph.user",
        id: id(2),
        userPrincipalName: null,
      });
      recording.assertClean();
    });

    it("of a hidden group are not shown without the permission for it", async () => {
      const hidden = { users: people(1), groups: [group(50, [1], { visibility: "HiddenMembership" })] };

      const without = await open(hidden).get(`/v1.0/groups/${id(50)}/members`);
      const allowed = await open(hidden, [...SYNC_ROLES, "Member.Read.Hidden"]).get(
        `/v1.0/groups/${id(50)}/members`,
      );

      expect([without.body.value?.length, allowed.body.value?.length]).toEqual([0, 1]);
    });
  });

  it("finds groups by name", async () => {
    const { get, recording } = open({ groups: [group(50), group(51)] });

    const { body } = await get("/v1.0/groups?$select=id,displayName&$filter=displayName%20eq%20'group-51'");

    expect(body.value).toEqual([{ id: id(51), displayName: "group-51" }]);
    recording.assertClean();
  });

  it("lists who is assigned to an application, once for each role", async () => {
    const { get, recording } = open({
      users: people(1),
      groups: [group(50)],
      applications: [
        { id: id(70), appId: id(71), displayName: "Atlassian", assignedTo: [id(1), id(50), id(1)] },
      ],
    });

    const found = await get(`/v1.0/servicePrincipals(appId='${id(71)}')?$select=id,displayName`);
    const listed = await get(`/v1.0/servicePrincipals?$filter=appId%20eq%20'${id(71)}'&$select=id`);
    const byId = await get(`/v1.0/servicePrincipals/${id(70)}/appRoleAssignedTo?$top=999`);
    const byApp = await get(`/v1.0/servicePrincipals(appId='${id(71)}')/appRoleAssignedTo`);
    const refused = await get(
      `/v1.0/servicePrincipals/${id(70)}/appRoleAssignedTo?$filter=principalType%20eq%20'User'`,
    );

    expect(found.body).toMatchObject({ id: id(70), displayName: "Atlassian" });
    expect(listed.body.value).toEqual([{ id: id(70) }]);
    expect(byId.body.value?.map((one) => [one["principalType"], one["principalId"]])).toEqual([
      ["User", id(1)],
      ["Group", id(50)],
      ["User", id(1)],
    ]);
    expect(byApp.body.value?.length).toBe(3);
    expect(refused.status).toBe(400);
    recording.assertClean();
  });

  it("names the tenant", async () => {
    const { get, recording } = open();

    expect((await get("/v1.0/organization")).body.value).toEqual([{ id: id(9000), displayName: "Larkspur" }]);
    recording.assertClean();
  });

  describe("on purpose", () => {
    it("lets page tokens expire, and only those", async () => {
      const { get, oddities, recording } = open({ users: people(3) });
      oddities.expiredPageTokens = 1;

      const first = await get("/v1.0/users?$top=2");
      const expired = await get(first.body["@odata.nextLink"] ?? "");
      const again = await get(first.body["@odata.nextLink"] ?? "");

      expect([first.status, expired.body.error?.code, again.status]).toEqual([
        200,
        "Directory_ExpiredPageToken",
        200,
      ]);
      recording.assertClean();
    });

    it("links a page to itself", async () => {
      const { get, oddities } = open({ users: people(5) });
      oddities.loopingNextLink = true;

      const first = await get("/v1.0/users?$top=2");
      const second = await get(first.body["@odata.nextLink"] ?? "");

      expect(second.body["@odata.nextLink"]).toBe(first.body["@odata.nextLink"]);
    });

    it("links to another origin", async () => {
      const { get, oddities } = open({ users: people(5) });
      oddities.foreignOrigin = "https://elsewhere.example";

      const { body } = await get("/v1.0/users?$top=2");

      expect(body["@odata.nextLink"]).toMatch(/^https:\/\/elsewhere\.example\/v1\.0\/users\?/);
    });

    it("answers an empty list", async () => {
      const { get, oddities } = open({ users: people(5) });
      oddities.emptyCollections = true;

      expect((await get("/v1.0/users")).body).toMatchObject({ value: [] });
    });

    it("puts empty pages between the others", async () => {
      const { readAll, oddities } = open({ users: people(5) });
      oddities.emptyPages = true;

      const { pages, items } = await readAll("/v1.0/users?$top=2");

      expect(pages.map(({ value }) => value?.length)).toEqual([2, 0, 2, 0, 1]);
      expect(new Set(items.map((item) => item["id"])).size).toBe(5);
    });

    it("lists a group that cannot be read any more", async () => {
      const { get, oddities } = open({ groups: [group(50)] });
      oddities.vanishedGroups.add(id(50));

      const listed = await get("/v1.0/groups");
      const read = await get(`/v1.0/groups/${id(50)}/members`);

      expect([listed.body.value?.length, read.status]).toEqual([1, 404]);
    });
  });

  it("shows what changed between two runs", async () => {
    const { get, directory } = open({ users: people(2), groups: [group(50, [1, 2])] });
    const filtered = "/v1.0/users?$select=id&$filter=accountEnabled%20eq%20true";
    await get(filtered);

    directory.putUser(user(3));
    directory.removeUser(id(1));
    directory.putGroup(group(51));
    directory.removeGroup(id(51));

    expect((await get(filtered)).body.value).toEqual([{ id: id(2) }, { id: id(3) }]);
    expect((await get(`/v1.0/groups/${id(50)}/members?$select=id`)).body.value?.length).toBe(1);
    expect((await get("/v1.0/groups")).body.value?.length).toBe(1);
  });
});
