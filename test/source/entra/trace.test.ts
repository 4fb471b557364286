import { describe, expect, it } from "vitest";
import { where } from "../../../src/config/schema/where.ts";
import type { SourceSnapshot } from "../../../src/model/source-snapshot.ts";
import {
  type ConfigOverrides,
  entraConfig,
  entraSource,
  group,
  groupId,
  member,
  nestedGroup,
  user,
  userId,
} from "../fixtures.ts";
import { page, type Script, scriptedGraph } from "../scripted-graph.ts";

const membersOf = (name: string) => `/groups/${groupId(name)}/members`;
/** A group in a group, with its name as it is answered when it is asked for. */
const held = (name: string) => ({ ...nestedGroup(name), displayName: name });
const NAMED = { groups: { from: "names" as const, names: ["all staff"] } };

async function traced(script: Script, overrides: ConfigOverrides = NAMED, trace = userId("ada")) {
  await using graph = await scriptedGraph(script);
  const source = entraSource(entraConfig(graph.url, { connection: { concurrency: 1 }, ...overrides }));
  const snapshot = await source.read({ signal: new AbortController().signal, trace });
  return { ...snapshot, sent: graph.sent() };
}

const pathsOf = ({ traces = [] }: SourceSnapshot) =>
  traces.map(({ role, name, paths }) => [role, name, ...paths.map((path) => path.join(" ▸ "))]);

describe("a traced person", () => {
  it("is found by all ways through nested groups, the shortest first", async () => {
    const { sent, ...snapshot } = await traced(() => ({
      "/users": [page([user("ada"), user("bob")])],
      "/groups": [page([group("all staff")])],
      [membersOf("all staff")]: [page([held("engineering"), held("on call"), member("bob")])],
      [membersOf("engineering")]: [page([held("platform")])],
      [membersOf("platform")]: [page([member("ada")])],
      [membersOf("on call")]: [page([member("ada")])],
    }));

    expect(pathsOf(snapshot)).toEqual([
      ["groups", "all staff", "all staff ▸ on call", "all staff ▸ engineering ▸ platform"],
    ]);
    expect(sent.filter((url) => url.includes("/members"))).toEqual(
      sent
        .filter((url) => url.includes("/members"))
        .map(() => expect.stringContaining("$select=id,userPrincipalName,displayName&")),
    );
  });

  it("is found through groups that hold each other", async () => {
    const snapshot = await traced(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page([group("all staff")])],
      [membersOf("all staff")]: [page([held("left"), held("right")])],
      [membersOf("left")]: [page([held("right"), held("all staff")])],
      [membersOf("right")]: [page([member("ada"), held("left")])],
    }));

    expect(pathsOf(snapshot)).toEqual([
      ["groups", "all staff", "all staff ▸ right", "all staff ▸ left ▸ right"],
    ]);
    expect(snapshot.traces?.[0]?.hasMore).toBe(false);
  });

  it("is shown a few ways, where there are a million", async () => {
    const levels = Array.from({ length: 20 }, (_, level) => [`a${level}`, `b${level}`] as const);
    const below = (level: number) => (levels[level] ?? []).map(held);
    const snapshot = await traced(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page([group("all staff")])],
      [membersOf("all staff")]: [page(below(0))],
      ...Object.fromEntries(
        levels.flatMap((names, level) =>
          names.map((name) => [membersOf(name), [page(level === 19 ? [member("ada")] : below(level + 1))]]),
        ),
      ),
    }));

    expect(snapshot.traces).toMatchObject([{ hasMore: true, paths: { length: 5 } }]);
    expect(snapshot.traces?.[0]?.paths.map(({ length }) => length)).toEqual([21, 21, 21, 21, 21]);
  });

  it("is found when thirty groups hold each other, and only one leads up", async () => {
    const ring = Array.from({ length: 30 }, (_, at) => `g${at}`);
    const snapshot = await traced(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page([group("all staff")])],
      [membersOf("all staff")]: [page([held("g0")])],
      ...Object.fromEntries(
        ring.map((name) => [
          membersOf(name),
          [
            page([
              ...ring.filter((other) => other !== name).map(held),
              ...(name === "g29" ? [member("ada")] : []),
            ]),
          ],
        ]),
      ),
    }));

    expect(snapshot.traces?.[0]?.paths[0]).toEqual(["all staff", "g0", "g29"]);
    expect(snapshot.traces?.[0]?.hasMore).toBe(true);
  });

  it("keeps the id of a nested group whose name was not answered", async () => {
    const snapshot = await traced(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page([group("all staff")])],
      [membersOf("all staff")]: [page([nestedGroup("nameless")])],
      [membersOf("nameless")]: [page([member("ada")])],
    }));

    expect(pathsOf(snapshot)).toEqual([["groups", "all staff", `all staff ▸ ${groupId("nameless")}`]]);
  });

  it("is not found in groups that lead nowhere", async () => {
    const snapshot = await traced(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page([group("all staff")])],
      [membersOf("all staff")]: [page([held("gone"), member("bob")])],
      [membersOf("gone")]: [{ status: 404, body: { error: { code: "Request_ResourceNotFound" } } }],
    }));

    expect(snapshot.traces).toEqual([]);
  });

  it("is said by which groups they are in scope, and for which rules they count", async () => {
    const snapshot = await traced(
      () => ({
        "/groups": [page([group("staff")]), page([group("pilot")])],
        [membersOf("staff")]: [page([held("labs")])],
        [membersOf("labs")]: [page([member("ada")])],
        [membersOf("pilot")]: [page([member("ada")])],
      }),
      { users: { from: "groups", groups: ["staff"], where: where.parse([{ memberOf: "pilot" }]) } },
    );

    expect(pathsOf(snapshot)).toEqual([
      ["users", "staff", "staff ▸ labs"],
      ["where", "pilot", "pilot"],
    ]);
  });

  it("is traced by nobody unless somebody asks", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page([group("all staff")])],
      [membersOf("all staff")]: [page([member("ada")])],
    }));

    const snapshot = await entraSource(entraConfig(graph.url, NAMED)).read({
      signal: new AbortController().signal,
    });

    expect(snapshot).not.toHaveProperty("traces");
    expect(graph.sent().join()).not.toContain("userPrincipalName,displayName");
  });
});
