import { describe, expect, it } from "vitest";
import { sandboxToken } from "../../../src/sandbox/graph/token.ts";
import {
  entraConfig,
  failureOf,
  group,
  groupId,
  member,
  nestedGroup,
  read,
  TENANT_ID,
  user,
  userId,
} from "../fixtures.ts";
import { page, refusal, scriptedGraph } from "../scripted-graph.ts";

const membersOf = (name: string) => `/groups/${groupId(name)}/members`;
const people = (...names: string[]) => page(names.map((name) => user(name)));
const members = (...names: string[]) => page(names.map((name) => member(name)));

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
  const token = (...roles: string[]) =>
    ({ type: "access-token", token: sandboxToken({ roles, tenantId: TENANT_ID }) }) as const;
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
