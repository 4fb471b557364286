import { describe, expect, it } from "vitest";
import { where } from "../../../src/config/schema/where.ts";
import {
  entraConfig,
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
const users = { where: where.parse([{ any: [{ memberOf: "pilot" }, { property: "mail", absent: true }] }]) };

describe("a group that a rule names", () => {
  it("is read with the groups in it, though no group is synced", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada"), user("bob"), user("cleo")])],
      "/groups": [page([group("pilot")])],
      [membersOf("pilot")]: [page([member("ada"), nestedGroup("labs")])],
      [membersOf("labs")]: [page([member("bob")])],
    }));

    const snapshot = await read(entraConfig(graph.url, { users }));

    expect(snapshot.memberships).toEqual(new Map([["pilot", new Set([userId("ada"), userId("bob")])]]));
    expect(snapshot.groups).toEqual([]);
    expect(snapshot.people).toHaveLength(3);
  });

  it("is read once when it is synced too", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page([group("pilot")])],
      [membersOf("pilot")]: [page([member("ada")])],
    }));

    const snapshot = await read(
      entraConfig(graph.url, { users, groups: { from: "names", names: ["pil*"] } }),
    );

    expect(snapshot.groups.map(({ name }) => name)).toEqual(["pilot"]);
    expect(graph.sent()).toHaveLength(3);
  });

  it("that does not exist ends the run: nobody is taken for no member of it", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page([]), page([group("pilots")])],
    }));

    const failure = await failureOf(read(entraConfig(graph.url, { users })));

    expect(failure).toMatchObject({
      code: "CONFIG_INVALID",
      message: "The group pilot of source.users.where (memberOf) does not exist in Entra.",
    });
  });

  it("that cannot be read to its end ends the run", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada")])],
      "/groups": [page([group("pilot")])],
      [membersOf("pilot")]: [refusal(400, "Request_BadRequest")],
    }));

    expect(await failureOf(read(entraConfig(graph.url, { users })))).toMatchObject({
      code: "INCOMPLETE_READ",
    });
  });
});
