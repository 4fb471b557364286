import { describe, expect, it } from "vitest";
import { entraConfig, failureOf, group, groupId, member, read, user, userId } from "../fixtures.ts";
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

    const { groups } = await read(
      entraConfig(graph.url, {
        groups: { from: "names", names: ["atl-*", "sales", groupId("by id")] },
      }),
    );

    expect(groups.map(({ name }) => name)).toEqual(["Sales", "by id", "ATL-Jira", "atl-wiki"]);
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

    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain("atl-jira of source.groups.names does not exist");
    expect(error.fix).toContain(`${groupId("atl-jira-users")} (atl-jira-users)`);
    expect(graph.sent().at(-1)).toContain("startswith(displayName,'atl')");
  });

  it("stops when an id does not exist", async () => {
    await using graph = await scriptedGraph(() => ({ "/users": [people("ada")], "/groups": [page([])] }));

    const error = await failureOf(
      read(entraConfig(graph.url, { groups: { from: "names", names: [groupId("gone")] } })),
    );

    expect(error.code).toBe("CONFIG_INVALID");
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

    expect(error.message).toContain("(Atlas)");
    expect(error.message).not.toContain("(other)");
  });

  it("names every entry that is wrong in one error, whichever setting it stands in", async () => {
    await using graph = await scriptedGraph(() => ({
      "/groups": [page([group("staff"), group("twin", { displayName: "staff" })])],
    }));

    const error = await failureOf(
      read(
        entraConfig(graph.url, {
          users: { from: "groups", groups: ["staff", "gone"] },
          groups: { from: "names", names: ["x*", "staff", groupId("lost")] },
        }),
      ),
    );

    expect(error).toMatchObject({ code: "CONFIG_INVALID" });
    expect(error.message).toMatch(/^4 entries of the config do not say which group is meant:\n\n/);
    expect(error.message.match(/^ {2}\S.*/gm)?.map((line) => line.trim())).toEqual([
      "2 groups in Entra are called staff.",
      "The group gone of source.users.groups does not exist in Entra.",
      "No group in Entra has a name that fits x* of source.groups.names.",
      `The group ${groupId("lost")} of source.groups.names does not exist in Entra.`,
    ]);
  });

  it("stops when no group fits a pattern, rather than end the sync of groups silently", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page([group("atl-jira"), group("Atlas"), group("other")])],
    }));

    const error = await failureOf(
      read(entraConfig(graph.url, { groups: { from: "names", names: ["atl-jira", "atlassian-*"] } })),
    );

    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toBe("No group in Entra has a name that fits atlassian-* of source.groups.names.");
    expect(error.fix).toBe(
      `Correct or remove it in source.groups.names. Similar groups: ${groupId("atl-jira")} (atl-jira), ${groupId("Atlas")} (Atlas).`,
    );
  });

  it("suggests nothing for a pattern without letters", async () => {
    await using graph = await scriptedGraph(() => ({ "/users": [people("ada")], "/groups": [page([])] }));

    const error = await failureOf(read(entraConfig(graph.url, { groups: { from: "names", names: ["*"] } })));

    expect(error.fix).toBe("Correct or remove it in source.groups.names.");
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
