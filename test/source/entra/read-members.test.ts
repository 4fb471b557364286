import { describe, expect, it } from "vitest";
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
import { page, scriptedGraph } from "../scripted-graph.ts";

const membersOf = (name: string) => `/groups/${groupId(name)}/members`;
const people = (...names: string[]) => page(names.map((name) => user(name)));
const members = (...names: string[]) => page(names.map((name) => member(name)));

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

  it("story 13: asks for each group once and for twenty in one request, whatever the users times groups", async () => {
    const names = Array.from({ length: 20 }, (_, at) => `g${at}`);
    const everybody = Array.from({ length: 50 }, (_, at) => `u${at}`);
    await using graph = await scriptedGraph(() => ({
      "/users": [people(...everybody)],
      "/groups": [page(names.map((name) => group(name)))],
      ...Object.fromEntries(names.map((name) => [membersOf(name), [members(...everybody)]])),
    }));

    await read(entraConfig(graph.url, { groups: { from: "all" } }));

    expect(graph.sent()).toHaveLength(1 + 1 + 20);
    expect(graph.requests).toHaveLength(1 + 1 + 1);
  });

  it("sends as many requests for groups at a time as the config allows, with twenty groups in each", async () => {
    const names = Array.from({ length: 100 }, (_, at) => `g${at}`);
    const controller = new AbortController();
    await using graph = await scriptedGraph(() => ({
      "/users": [people("ada")],
      "/groups": [page(names.map((name) => group(name)))],
      ...Object.fromEntries(names.slice(0, 60).map((name) => [membersOf(name), ["hang" as const]])),
    }));
    const config = entraConfig(graph.url, { groups: { from: "all" }, connection: { concurrency: 3 } });

    const reading = entraSource(config).read({ signal: controller.signal });
    await graph.until(5);
    controller.abort();

    expect((await failureOf(reading)).code).toBe("CANCELED");
    expect(graph.requests.slice(2).map(({ batch }) => batch.length)).toEqual([20, 20, 20]);
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
