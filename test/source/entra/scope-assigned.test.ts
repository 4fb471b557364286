import { describe, expect, it } from "vitest";
import type { UserScopeConfig } from "../../../src/config/config.ts";
import { entraConfig, failureOf, group, groupId, member, names, read, user, userId } from "../fixtures.ts";
import { page, refusal, scriptedGraph } from "../scripted-graph.ts";

const APPLICATION = "cccccccc-0000-4000-8000-000000000003";
const ASSIGNED = `/servicePrincipals(appId='${APPLICATION}')/appRoleAssignedTo`;
const membersOf = (name: string) => `/groups/${groupId(name)}/members`;

function assignment(principalType: string, id: string, principalDisplayName: string) {
  return { id: `assignment-${id}`, principalType, principalId: id, principalDisplayName };
}

describe("users who are assigned to an application", () => {
  const users: Partial<UserScopeConfig> = { from: "assigned", application: APPLICATION };

  it("are those assigned in person and the members of assigned groups, each once", async () => {
    await using graph = await scriptedGraph((url) => ({
      [ASSIGNED]: [
        page(
          [
            assignment("User", userId("ada"), "Ada"),
            assignment("Group", groupId("staff"), "Staff"),
            assignment("User", userId("ada"), "Ada"),
          ],
          `${url}/v1.0${ASSIGNED}?$skiptoken=2`,
        ),
        page([
          assignment("User", userId("bob"), "Bob"),
          assignment("ServicePrincipal", userId("app"), "App"),
        ]),
      ],
      "/groups": [page([group("staff")])],
      [membersOf("staff")]: [page([member("bob"), member("cleo")])],
      "/users": [page([user("ada")])],
    }));

    const snapshot = await read(entraConfig(graph.url, { users, groups: { from: "assigned" } }));

    expect(names(snapshot)).toEqual(["bob", "cleo", "ada"]);
    expect(snapshot.groups).toEqual([
      { id: groupId("staff"), name: "staff", members: [userId("bob"), userId("cleo")] },
    ]);
    expect(snapshot.covers).toBe("selection");
    expect(graph.sent()[0]).toBe(`${ASSIGNED}?$top=999`);
    expect(graph.sent().at(-1)).toBe(
      `/users?$select=id,userPrincipalName,accountEnabled,userType,mail&$filter=id in ('${userId("ada")}')`,
    );
  });

  it("are asked for fifteen at a time", async () => {
    const everybody = Array.from({ length: 31 }, (_, at) => `u${at}`);
    const found = (from: number, to: number) => page(everybody.slice(from, to).map((name) => user(name)));
    await using graph = await scriptedGraph(() => ({
      [ASSIGNED]: [page(everybody.map((name) => assignment("User", userId(name), name)))],
      "/users": [found(0, 15), found(15, 30), found(30, 31)],
    }));

    const snapshot = await read(entraConfig(graph.url, { users, connection: { concurrency: 1 } }));

    expect(names(snapshot)).toEqual(everybody);
  });

  it("story 44: are gone though their assignment lingers: a note, and the rest goes on", async () => {
    await using graph = await scriptedGraph(() => ({
      [ASSIGNED]: [
        page([
          assignment("User", userId("ada"), "Ada"),
          assignment("User", userId("gone"), "Gone Person"),
          assignment("Group", groupId("gone"), "Gone Group"),
        ]),
      ],
      "/groups": [page([])],
      "/users": [page([user("ada")])],
    }));

    const snapshot = await read(entraConfig(graph.url, { users }));

    expect(names(snapshot)).toEqual(["ada"]);
    expect(snapshot.notes).toEqual([
      {
        subject: "Gone Group",
        reason: `is assigned to the application, but the group ${groupId("gone")} is gone`,
      },
      {
        subject: "Gone Person",
        reason: `is assigned to the application, but the user ${userId("gone")} is gone`,
      },
    ]);
  });

  it("are narrowed by the filter", async () => {
    await using graph = await scriptedGraph(() => ({
      [ASSIGNED]: [
        page([assignment("User", userId("ada"), "Ada"), assignment("User", userId("bob"), "Bob")]),
      ],
      "/users": [page([user("bob"), user("cleo")])],
    }));

    const snapshot = await read(
      entraConfig(graph.url, { users: { ...users, filter: "accountEnabled eq true" } }),
    );

    expect(names(snapshot)).toEqual(["bob"]);
  });

  it("cannot be known when the tenant has no such application", async () => {
    await using graph = await scriptedGraph(() => ({
      [ASSIGNED]: [refusal(404, "Request_ResourceNotFound")],
    }));

    const error = await failureOf(read(entraConfig(graph.url, { users })));

    expect(error).toMatchObject({ code: "CONFIG_INVALID", cause: { status: 404 } });
    expect(error.message).toContain(APPLICATION);
    expect(error.fix).toContain("source.users.application");
  });

  it("cannot be known when an assignment names nobody", async () => {
    await using graph = await scriptedGraph(() => ({ [ASSIGNED]: [page([{ principalType: "User" }])] }));

    expect((await failureOf(read(entraConfig(graph.url, { users })))).code).toBe("INCOMPLETE_READ");
  });

  it("need the application in the config", async () => {
    await using graph = await scriptedGraph(() => ({}));

    const error = await failureOf(read(entraConfig(graph.url, { users: { from: "assigned" } })));

    expect(error.code).toBe("CONFIG_INVALID");
  });

  it("can have groups mirrored while everybody is read", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada"), user("bob")])],
      [ASSIGNED]: [page([assignment("Group", groupId("staff"), "Staff")])],
      "/groups": [page([group("staff")])],
      [membersOf("staff")]: [page([member("ada")])],
    }));
    const config = entraConfig(graph.url, {
      users: { from: "all", application: APPLICATION },
      groups: { from: "assigned" },
    });

    const snapshot = await read(config);

    expect(names(snapshot)).toEqual(["ada", "bob"]);
    expect(snapshot.groups).toHaveLength(1);
  });
});
