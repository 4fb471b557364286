import { expect, it } from "vitest";
import { describeShared, readShared } from "../../support/shared.ts";
import { entraConfig, failureOf, group, groupId, read, user } from "../fixtures.ts";
import { page, type Reply, scriptedGraph } from "../scripted-graph.ts";

const recorded = (file: string, status = 200): Reply => ({ status, body: readShared("data", "graph", file) });

describeShared("bodies that the real Graph sent", () => {
  it("sandbox-users-32: everybody is read, and nobody is known to be enabled", async () => {
    await using graph = await scriptedGraph(() => ({ "/users": [recorded("sandbox-users-32.json")] }));

    const { people } = await read(entraConfig(graph.url));

    expect(people).toHaveLength(32);
    expect(people.filter(({ enabled }) => enabled !== null)).toEqual([]);
  });

  it("groups-list-page: every group is found", async () => {
    const groups = readShared<{ value: { id: string; displayName: string }[] }>(
      "data",
      "graph",
      "groups-list-page.json",
    );
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada")])],
      "/groups": [recorded("groups-list-page.json")],
      ...Object.fromEntries(groups.value.map(({ id }) => [`/groups/${id}/members`, [page([])]])),
    }));

    const snapshot = await read(entraConfig(graph.url, { groups: { from: "all" } }));

    expect(snapshot.groups.map(({ name }) => name)).toEqual(
      groups.value.map(({ displayName }) => displayName),
    );
  });

  it("group-transitivemembers-mixed: a member without a principal name is a missing permission", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page([group("one")])],
      [`/groups/${groupId("one")}/members`]: [recorded("group-transitivemembers-mixed.json")],
    }));

    const error = await failureOf(
      read(entraConfig(graph.url, { groups: { from: "names", names: ["one"] } })),
    );

    expect(error.code).toBe("PERMISSION_MISSING");
  });

  it("users-delta-nextlink-page: its link to the real Graph is not followed from elsewhere", async () => {
    const users = readShared<{ value: object[] }>("data", "graph", "users-delta-nextlink-page.json");
    const named = users.value.map((one) => ({
      ...one,
      id: user("ada").id,
      userPrincipalName: "ada@example.com",
    }));
    await using graph = await scriptedGraph(() => ({ "/users": [{ body: { ...users, value: named } }] }));

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.message).toContain("https://graph.microsoft.com");
  });

  it("error-429-toomanyrequests: is asked for again", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [recorded("error-429-toomanyrequests.json", 429), page([user("ada")])],
    }));

    expect((await read(entraConfig(graph.url))).people).toHaveLength(1);
  });

  it("error-401-invalidauthenticationtoken: ends the run, with Graph's words", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [recorded("error-401-invalidauthenticationtoken.json", 401)],
    }));

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error.code).toBe("SIGN_IN_FAILED");
    expect(error.why).toContain("CompactToken validation failed");
  });
});
