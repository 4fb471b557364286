import { describe, expect, it } from "vitest";
import type { UserScopeConfig } from "../../../src/config/config.ts";
import {
  entraConfig,
  entraSource,
  failureOf,
  group,
  groupId,
  member,
  names,
  nestedGroup,
  read,
  user,
  userId,
} from "../fixtures.ts";
import { page, refusal, scriptedGraph } from "../scripted-graph.ts";

const DETAILS = "$select=id,userPrincipalName,accountEnabled,userType,mail&$top=999";
const membersOf = (name: string) => `/groups/${groupId(name)}/members`;

describe("users from groups", () => {
  const users: Partial<UserScopeConfig> = { from: "groups", groups: ["staff"] };

  it("reads their details out of the member lists, nested ones too, and asks for nobody twice", async () => {
    await using graph = await scriptedGraph(() => ({
      "/groups": [page([group("staff")])],
      [membersOf("staff")]: [page([member("ada"), nestedGroup("labs")])],
      [membersOf("labs")]: [page([member("bob", { userType: "Guest" }), member("ada")])],
    }));

    const snapshot = await read(entraConfig(graph.url, { users }));

    expect(names(snapshot)).toEqual(["ada", "bob"]);
    expect(snapshot.people[1]).toMatchObject({ guest: true, properties: { mail: "bob@example.com" } });
    expect(snapshot).toMatchObject({ covers: "selection", groups: [], notes: [] });
    expect(graph.sent()[1]).toBe(`${membersOf("staff")}?${DETAILS}`);
  });

  it("leaves nested groups out when that is configured", async () => {
    await using graph = await scriptedGraph(() => ({
      "/groups": [page([group("staff")])],
      [membersOf("staff")]: [page([member("ada"), nestedGroup("labs")])],
    }));

    const snapshot = await read(entraConfig(graph.url, { users: { ...users, nested: false } }));

    expect(names(snapshot)).toEqual(["ada"]);
  });

  it("reads a group that is mirrored too only once, and details of scope members only", async () => {
    await using graph = await scriptedGraph(() => ({
      "/groups": [page([group("staff"), group("atl-all")])],
      [membersOf("staff")]: [page([member("ada")])],
      [membersOf("atl-all")]: [page([nestedGroup("staff"), member("bob")])],
    }));
    const config = entraConfig(graph.url, { users, groups: { from: "names", names: ["atl-*", "staff"] } });

    const snapshot = await read(config);

    expect(names(snapshot)).toEqual(["ada"]);
    expect(snapshot.groups).toEqual([
      { id: groupId("staff"), name: "staff", members: [userId("ada")] },
      { id: groupId("atl-all"), name: "atl-all", members: [userId("bob"), userId("ada")] },
    ]);
    expect(snapshot.notes).toEqual([]);
    expect(graph.sent()).toContain(`${membersOf("atl-all")}?$select=id,userPrincipalName&$top=999`);
  });

  it("narrows by the filter, which comes from the list of users since member lists have none", async () => {
    await using graph = await scriptedGraph(() => ({
      "/groups": [page([group("staff")])],
      "/users": [page([user("ada"), user("cleo")])],
      [membersOf("staff")]: [page([member("ada"), member("bob")])],
    }));

    const snapshot = await read(
      entraConfig(graph.url, { users: { ...users, filter: "department eq 'Labs'" } }),
    );

    expect(names(snapshot)).toEqual(["ada"]);
    expect(graph.sent()).toContain(`/users?${DETAILS}&$filter=department eq 'Labs'`);
  });

  it("refuses a name that two groups have, and lists both", async () => {
    await using graph = await scriptedGraph(() => ({
      "/groups": [page([group("staff"), group("twin", { displayName: "staff" })])],
    }));

    const error = await failureOf(read(entraConfig(graph.url, { users })));

    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.fix).toContain(`${groupId("staff")} (staff), ${groupId("twin")} (staff)`);
  });

  it("refuses a name that no group has", async () => {
    await using graph = await scriptedGraph(() => ({ "/groups": [page([]), page([])] }));

    const error = await failureOf(read(entraConfig(graph.url, { users })));

    expect(error).toMatchObject({ code: "CONFIG_INVALID" });
    expect(error.fix).toBe("Correct or remove it in source.users.groups.");
  });

  it.each([
    { what: "vanished", reply: [refusal(404, "Request_ResourceNotFound")], says: "vanished" },
    { what: "could not be read", reply: Array(6).fill(refusal(503)), says: "people in scope are not known" },
  ])("stops when such a group $what", async ({ reply, says }) => {
    await using graph = await scriptedGraph(() => ({
      "/groups": [page([group("staff")])],
      [membersOf("staff")]: reply,
    }));

    const error = await failureOf(read(entraConfig(graph.url, { users })));

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.message).toContain(says);
  });

  it("stops when a group inside it could not be read", async () => {
    await using graph = await scriptedGraph(() => ({
      "/groups": [page([group("staff")])],
      [membersOf("staff")]: [page([member("ada"), nestedGroup("labs")])],
      [membersOf("labs")]: Array(6).fill(refusal(503)),
    }));

    expect((await failureOf(read(entraConfig(graph.url, { users })))).code).toBe("INCOMPLETE_READ");
  });

  it("stops when the group may hide its members", async () => {
    await using graph = await scriptedGraph(() => ({
      "/groups": [page([group("staff", { visibility: "HiddenMembership" })])],
      [membersOf("staff")]: [page([])],
    }));

    const error = await failureOf(read(entraConfig(graph.url, { users })));

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.fix).toContain("Member.Read.Hidden");
  });

  it("takes a group without members for what it says", async () => {
    await using graph = await scriptedGraph(() => ({
      "/groups": [page([group("staff")])],
      [membersOf("staff")]: [page([])],
    }));

    expect((await read(entraConfig(graph.url, { users }))).people).toEqual([]);
  });
});

it("says how far the read is: users, groups and members", async () => {
  const said: string[] = [];
  await using graph = await scriptedGraph(() => ({
    "/users": [page([user("ada"), user("bob")])],
    "/groups": [page([group("one"), group("two")])],
    [membersOf("one")]: [page([member("ada")])],
    [membersOf("two")]: [page([member("ada"), member("bob")])],
  }));
  const config = entraConfig(graph.url, { groups: { from: "all" }, connection: { concurrency: 1 } });

  await entraSource(config).read({
    signal: new AbortController().signal,
    onRead: ({ what, count }) => said.push(`${what} ${count}`),
  });

  expect(said.sort()).toEqual(["groups 1", "groups 2", "members 1", "members 3", "users 2"]);
});
