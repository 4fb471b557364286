import { describe, expect, it } from "vitest";
import { sandboxToken } from "../../../src/sandbox/graph/token.ts";
import {
  entraConfig,
  entraSource,
  failureOf,
  group,
  groupId,
  member,
  nestedGroup,
  read,
  user,
  userId,
} from "../fixtures.ts";
import { page, refusal, scriptedGraph } from "../scripted-graph.ts";

const membersOf = (name: string) => `/groups/${groupId(name)}/members`;
const people = (...names: string[]) => page(names.map((name) => user(name)));
const members = (...names: string[]) => page(names.map((name) => member(name)));
const SELECT = "$select=id,displayName,visibility";

describe("which groups are read", () => {
  it("asks for one name with one request, quotes doubled", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("R&D's")])],
      [membersOf("R&D's")]: [members("ada")],
    }));

    const { groups } = await read(entraConfig(graph.url, { groups: { from: "names", names: ["R&D's"] } }));

    expect(graph.sent()).toContain(`/groups?${SELECT}&$filter=displayName eq 'R&D''s'`);
    expect(graph.sent()).toContain(`${membersOf("R&D's")}?$select=id,userPrincipalName&$top=999`);
    expect(groups).toEqual([{ id: groupId("R&D's"), name: "R&D's", members: [userId("ada")] }]);
  });

  it("finds object ids, fifteen to a request", async () => {
    const names = Array.from({ length: 16 }, (_, at) => `g${at}`);
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page(names.slice(0, 15).map((name) => group(name))), page([group("g15")])],
      ...Object.fromEntries(names.map((name) => [membersOf(name), [members("ada")]])),
    }));

    const { groups } = await read(
      entraConfig(graph.url, {
        groups: { from: "names", names: names.map((name) => groupId(name).toUpperCase()) },
        connection: { concurrency: 1 },
      }),
    );

    expect(groups.map(({ name }) => name)).toEqual(names);
    expect(graph.sent().filter((url) => url.startsWith("/groups?"))).toHaveLength(2);
  });

  it("lists all groups once when there is a wildcard, and looks every name up in that list", async () => {
    await using graph = await scriptedGraph((url) => ({
      "/users": [people("ada")],
      "/groups": [
        page([group("ATL-Jira"), group("other")], `${url}/v1.0/groups?$skiptoken=2`),
        page([group("atl-wiki"), group("Sales"), group("by id")]),
      ],
      [membersOf("ATL-Jira")]: [members("ada")],
      [membersOf("atl-wiki")]: [members()],
      [membersOf("Sales")]: [members()],
      [membersOf("by id")]: [members()],
    }));

    const { groups, notes } = await read(
      entraConfig(graph.url, {
        groups: { from: "names", names: ["atl-*", "sales", groupId("by id"), "nobody-*"] },
      }),
    );

    expect(groups.map(({ name }) => name)).toEqual(["Sales", "by id", "ATL-Jira", "atl-wiki"]);
    expect(notes).toEqual([{ subject: "nobody-*", reason: "no group in Entra has a name like this" }]);
  });

  it("reads all groups", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("one"), group("two")])],
      [membersOf("one")]: [members("ada")],
      [membersOf("two")]: [members()],
    }));

    const { groups } = await read(entraConfig(graph.url, { groups: { from: "all" } }));

    expect(graph.sent()).toContain(`/groups?${SELECT}&$top=999`);
    expect(groups.map(({ name }) => name)).toEqual(["one", "two"]);
  });

  it("returns both of two groups with one name: that they collide is found where the plan is made", async () => {
    const twin = group("twin", { displayName: "one" });
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("one"), twin])],
      [membersOf("one")]: [members("ada")],
      [membersOf("twin")]: [members()],
    }));

    const { groups } = await read(entraConfig(graph.url, { groups: { from: "names", names: ["one"] } }));

    expect(groups.map(({ id, name }) => [id, name])).toEqual([
      [groupId("one"), "one"],
      [groupId("twin"), "one"],
    ]);
  });

  it("stops when a name does not exist, and names similar groups", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([]), page([group("atl-jira-users")])],
    }));

    const error = await failureOf(
      read(entraConfig(graph.url, { groups: { from: "names", names: ["atl-jira"] } })),
    );

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.message).toContain("atl-jira of source.groups.names does not exist");
    expect(error.fix).toContain(`${groupId("atl-jira-users")} (atl-jira-users)`);
    expect(graph.sent().at(-1)).toContain("startswith(displayName,'atl')");
  });

  it("stops when an id does not exist", async () => {
    await using graph = await scriptedGraph(() => ({ "/users": [people("ada")], "/groups": [page([])] }));

    const error = await failureOf(
      read(entraConfig(graph.url, { groups: { from: "names", names: [groupId("gone")] } })),
    );

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.message).toContain(groupId("gone"));
  });

  it("stops when a name does not exist in the list of all, and names similar ones from it", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("Atlas"), group("other")])],
    }));

    const error = await failureOf(
      read(entraConfig(graph.url, { groups: { from: "names", names: ["atl-jira", "x*"] } })),
    );

    expect(error.fix).toContain("(Atlas)");
    expect(error.fix).not.toContain("(other)");
  });

  it("story 2: a list of groups that breaks off on page two stops the run, users and all", async () => {
    await using graph = await scriptedGraph((url) => ({
      "/users": [people("ada")],
      "/groups": [page([group("one")], `${url}/v1.0/groups?$skiptoken=2`), ...Array(6).fill(refusal(503))],
    }));

    const error = await failureOf(read(entraConfig(graph.url, { groups: { from: "all" } })));

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.message).toContain("the list of groups");
  });

  it.each([{ displayName: null }, { id: null }])("does not believe a group with %o", async (blank) => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("one", blank)])],
    }));

    const error = await failureOf(read(entraConfig(graph.url, { groups: { from: "all" } })));

    expect(error.code).toBe("INCOMPLETE_READ");
  });
});

describe("members", () => {
  const named = (...names: string[]) => ({ groups: { from: "names" as const, names } });

  it("flattens nested groups, and survives circles and groups that are held twice", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada", "bob", "cleo", "dan")],
      "/groups": [page([group("top")])],
      [membersOf("top")]: [page([member("ada"), nestedGroup("left"), nestedGroup("right")])],
      [membersOf("left")]: [page([member("bob"), nestedGroup("deep")])],
      [membersOf("right")]: [page([member("bob"), nestedGroup("deep"), nestedGroup("top")])],
      [membersOf("deep")]: [page([member("cleo"), member("ada"), nestedGroup("left")])],
    }));

    const { groups, notes } = await read(entraConfig(graph.url, named("top")));

    expect(groups[0]?.members).toEqual([userId("ada"), userId("bob"), userId("cleo")]);
    expect(notes).toEqual([]);
  });

  it("reads each group once, however many hold it", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("one")]), page([group("two")])],
      [membersOf("one")]: [page([nestedGroup("shared")])],
      [membersOf("two")]: [page([nestedGroup("shared"), nestedGroup("one")])],
      [membersOf("shared")]: [members("ada")],
    }));

    const { groups } = await read(
      entraConfig(graph.url, { ...named("one", "two"), connection: { concurrency: 1 } }),
    );

    expect(groups.map((one) => one.members)).toEqual([[userId("ada")], [userId("ada")]]);
  });

  it("leaves nested groups out when that is configured", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("top")])],
      [membersOf("top")]: [page([member("ada"), nestedGroup("left")])],
    }));

    const { groups } = await read(
      entraConfig(graph.url, { groups: { from: "names", names: ["top"], nested: false } }),
    );

    expect(groups[0]?.members).toEqual([userId("ada")]);
  });

  it("says which members are no people", async () => {
    const other = (type: string) => ({ "@odata.type": `#microsoft.graph.${type}`, id: userId(type) });
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("one")]), page([group("two")])],
      [membersOf("one")]: [page([other("device"), member("ada"), other("orgContact")])],
      [membersOf("two")]: [page([other("servicePrincipal")])],
    }));

    const { groups, notes } = await read(
      entraConfig(graph.url, { ...named("one", "two"), connection: { concurrency: 1 } }),
    );

    expect(groups.map((one) => one.members)).toEqual([[userId("ada")], []]);
    expect(notes).toEqual([
      { subject: "one", reason: "2 members are no people (devices, contacts or apps) and were left out" },
      { subject: "two", reason: "1 member is no person (a device, a contact or an app) and was left out" },
    ]);
  });

  it("story 13: sends no more requests than there are pages, whatever the users times groups", async () => {
    const names = Array.from({ length: 20 }, (_, at) => `g${at}`);
    const everybody = Array.from({ length: 50 }, (_, at) => `u${at}`);
    await using graph = await scriptedGraph(() => ({
      "/users": [people(...everybody)],
      "/groups": [page(names.map((name) => group(name)))],
      ...Object.fromEntries(names.map((name) => [membersOf(name), [members(...everybody)]])),
    }));

    await read(entraConfig(graph.url, { groups: { from: "all" } }));

    expect(graph.requests).toHaveLength(1 + 1 + 20);
  });

  it("reads several groups at a time, as many as the config allows", async () => {
    const names = ["a", "b", "c", "d", "e", "f"];
    const controller = new AbortController();
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page(names.map((name) => group(name)))],
      ...Object.fromEntries(["a", "b", "c"].map((name) => [membersOf(name), ["hang" as const]])),
    }));
    const config = entraConfig(graph.url, { groups: { from: "all" }, connection: { concurrency: 3 } });

    const reading = entraSource(config).read({ signal: controller.signal });
    await graph.until(5);
    controller.abort();

    expect((await failureOf(reading)).code).toBe("CANCELED");
    expect(graph.requests).toHaveLength(5);
  });

  it("story 44: a member who is not among the users is a note, neither fatal nor a sign to remove", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("one")])],
      [membersOf("one")]: [members("ada", "deleted")],
    }));

    const { groups, notes } = await read(entraConfig(graph.url, named("one")));

    expect(groups[0]).toEqual({
      id: groupId("one"),
      name: "one",
      members: [userId("ada"), userId("deleted")],
    });
    expect(notes).toEqual([
      { subject: "one", reason: `members that are not among the users: 1 (${userId("deleted")})` },
    ]);
  });
});

describe("members that cannot be believed", () => {
  const all = { groups: { from: "all" as const } };
  const named = { groups: { from: "names" as const, names: ["one"] } };

  it("stops with PERMISSION_MISSING when a member's properties are all null", async () => {
    const blank = { "@odata.type": "#microsoft.graph.user", id: userId("ada"), userPrincipalName: null };
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("one")])],
      [membersOf("one")]: [page([blank])],
    }));

    const error = await failureOf(read(entraConfig(graph.url, named)));

    expect(error.code).toBe("PERMISSION_MISSING");
    expect(error.fix).toContain("User.Read.All");
  });

  it("story 4: members cut off by a nextLink that is gone leave the group incomplete, the rest whole", async () => {
    await using graph = await scriptedGraph((url) => ({
      "/users": [people("ada", "bob")],
      "/groups": [page([group("one"), group("two")])],
      [membersOf("one")]: [
        page([member("ada")], `${url}/v1.0${membersOf("one")}?$skiptoken=2`),
        refusal(404, "Request_ResourceNotFound"),
      ],
      [membersOf("two")]: [members("bob")],
    }));

    const { groups } = await read(entraConfig(graph.url, all));

    expect(groups[0]).toMatchObject({ name: "one", members: [] });
    expect(groups[0]?.incomplete).toContain("the members of the group one");
    expect(groups[1]).toEqual({ id: groupId("two"), name: "two", members: [userId("bob")] });
  });

  it("leaves a group incomplete whose nested group cannot be read, and keeps what is known", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("one")])],
      [membersOf("one")]: [page([member("ada"), nestedGroup("broken")])],
      [membersOf("broken")]: Array(6).fill(refusal(500)),
    }));

    const { groups } = await read(entraConfig(graph.url, named));

    expect(groups[0]?.members).toEqual([userId("ada")]);
    expect(groups[0]?.incomplete).toContain(`${groupId("broken")} inside one`);
  });

  it("goes on without a nested group that vanished, and says so", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("one")])],
      [membersOf("one")]: [page([member("ada"), nestedGroup("gone")])],
      [membersOf("gone")]: [refusal(404, "Request_ResourceNotFound")],
    }));

    const { groups, notes } = await read(entraConfig(graph.url, named));

    expect(groups[0]).toEqual({ id: groupId("one"), name: "one", members: [userId("ada")] });
    expect(notes).toEqual([
      { subject: "one", reason: `the group ${groupId("gone")} inside it is gone and was left out` },
    ]);
  });

  it("stops when a group that the config names vanished between listing and reading", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("one")])],
      [membersOf("one")]: [refusal(404, "Request_ResourceNotFound")],
    }));

    const error = await failureOf(read(entraConfig(graph.url, named)));

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.message).toContain("vanished");
  });

  it("leaves a group incomplete that was only found in the list and vanished", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("one")])],
      [membersOf("one")]: [refusal(404, "Request_ResourceNotFound")],
    }));

    const { groups } = await read(entraConfig(graph.url, all));

    expect(groups).toEqual([
      {
        id: groupId("one"),
        name: "one",
        members: [],
        incomplete: "The group one vanished while it was read.",
      },
    ]);
  });

  it.each([
    { what: "no type", member: { id: userId("ada"), userPrincipalName: "ada@example.com" } },
    { what: "a group without an id", member: { "@odata.type": "#microsoft.graph.group", id: null } },
  ])("leaves a group incomplete that holds $what", async ({ member: odd }) => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("one")])],
      [membersOf("one")]: [page([odd])],
    }));

    const { groups } = await read(entraConfig(graph.url, named));

    expect(groups[0]?.incomplete).toContain("without a type or an id");
  });

  it("stops the whole run when Graph asks for more rest than the config allows", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("one")])],
      [membersOf("one")]: [refusal(429, "TooManyRequests", { "retry-after": "9999" })],
    }));

    expect((await failureOf(read(entraConfig(graph.url, named)))).code).toBe("RATE_LIMITED");
  });
});

describe("groups that hide their members", () => {
  const hidden = group("one", { visibility: "HiddenMembership" });
  const token = (...roles: string[]) => ({ type: "access-token", token: sandboxToken({ roles }) }) as const;
  const groups = { from: "names", names: ["one"] } as const;

  it.each([
    { what: "empty, without the permission", reply: members(), roles: ["User.Read.All"], incomplete: true },
    {
      what: "empty, with the permission",
      reply: members(),
      roles: ["Member.Read.Hidden"],
      incomplete: false,
    },
    { what: "not empty, without the permission", reply: members("ada"), roles: [], incomplete: false },
    { what: "refused", reply: refusal(403, "Authorization_RequestDenied"), roles: [], incomplete: true },
  ])("are incomplete only when that may be hidden: $what", async ({ reply, roles, incomplete }) => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([hidden])],
      [membersOf("one")]: [reply],
    }));

    const snapshot = await read(entraConfig(graph.url, { groups, credential: token(...roles) }));

    expect(snapshot.groups[0]?.incomplete).toBe(
      incomplete ? "The group one hides its members from this app." : undefined,
    );
  });

  it("counts as hidden when the token cannot be read", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([hidden])],
      [membersOf("one")]: [members()],
    }));

    const snapshot = await read(entraConfig(graph.url, { groups }));

    expect(snapshot.groups[0]?.incomplete).toBeDefined();
  });
});
