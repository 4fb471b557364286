import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { installFaults } from "../../../src/sandbox/faults.ts";
import { type GraphServer, graphServer } from "../../../src/sandbox/graph/graph-server.ts";
import type { GraphObject, Tenant } from "../../../src/sandbox/graph/tenant.ts";
import { SYNC_ROLES, sandboxToken } from "../../../src/sandbox/graph/token.ts";
import { type Recording, recordExchanges } from "../../support/record-exchanges.ts";
import { describeShared } from "../../support/shared.ts";
import { openSpec } from "../../support/specs.ts";
import {
  type ConfigOverrides,
  entraConfig,
  failureOf,
  groupId,
  read,
  TENANT_ID,
  user,
  userId,
} from "../fixtures.ts";

const APPLICATION = "cccccccc-0000-4000-8000-000000000003";
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Served extends GraphServer {
  readonly url: string;
  readonly requests: () => number;
  readonly recording: Recording;
}

async function serve(tenant: Partial<Tenant>): Promise<Served> {
  const server = graphServer({ id: TENANT_ID, displayName: "Contoso", users: [], groups: [], ...tenant });
  const recording = recordExchanges(server.app, openSpec("graph-v1.0.json"));
  const traffic = installFaults(server.app);
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  stops.push(() => server.app.close());
  const { port } = server.app.server.address() as AddressInfo;
  return {
    ...server,
    recording,
    url: `http://127.0.0.1:${port}`,
    requests: () => traffic.requests.length,
  };
}

function config(served: Served, overrides: ConfigOverrides, roles: readonly string[] = SYNC_ROLES) {
  const token = sandboxToken({ roles, tenantId: TENANT_ID });
  return entraConfig(served.url, { credential: { type: "access-token", token }, ...overrides });
}

const person = (name: string): GraphObject => user(name);
const crowd = (count: number) => Array.from({ length: count }, (_, at) => `u${at}`);
const group = (name: string, members: readonly string[]) => ({
  id: groupId(name),
  displayName: name,
  members,
});

describeShared("against the sandbox's Graph, every exchange validated", () => {
  it.each([0, 1, 101, 998, 999, 1000, 1001])(
    "story 9: a group of %i members is read to the last one",
    async (size) => {
      const names = crowd(size);
      const served = await serve({
        users: names.map(person),
        groups: [group("all", names.map(userId))],
      });

      const snapshot = await read(config(served, { groups: { from: "names", names: ["all"] } }));

      expect(new Set(snapshot.groups[0]?.members)).toEqual(new Set(names.map(userId)));
      expect(snapshot.groups[0]?.incomplete).toBeUndefined();
      const pages = Math.max(1, Math.ceil(size / 999));
      expect(served.requests()).toBe(pages + 1 + pages);
      served.recording.assertClean();
    },
  );

  it("story 9: a group of 25,000 members is read to the last one", async () => {
    const names = crowd(25_000);
    const served = await serve({
      users: names.map(person),
      groups: [group("all", names.map(userId))],
    });

    const snapshot = await read(config(served, { users: { from: "groups", groups: ["all"] } }));

    expect(snapshot.people).toHaveLength(25_000);
    expect(served.requests()).toBe(1 + 26);
  });

  const tenant: Partial<Tenant> = {
    users: ["ada", "bob", "cleo", "dan"].map(person),
    groups: [
      group("staff", [userId("ada"), groupId("labs")]),
      group("labs", [userId("bob"), groupId("staff")]),
      group("O'Hara & Sons", [userId("cleo")]),
    ],
    applications: [
      {
        id: groupId("service principal"),
        appId: APPLICATION,
        displayName: "Atlassian",
        assignedTo: [userId("dan"), groupId("staff"), userId("dan")],
      },
    ],
  };

  it("reads users and groups by assignment", async () => {
    const served = await serve(tenant);
    const scope = {
      users: { from: "assigned", application: APPLICATION },
      groups: { from: "assigned" },
    } as const;

    const snapshot = await read(config(served, scope, [...SYNC_ROLES, "Application.Read.All"]));

    expect(snapshot.people.map(({ id }) => id).sort()).toEqual(["ada", "bob", "dan"].map(userId).sort());
    expect(snapshot.groups[0]?.members).toEqual([userId("ada"), userId("bob")]);
    served.recording.assertClean();
  });

  it.each([
    { what: "names", names: ["O'Hara & Sons", "staff"] },
    { what: "object ids", names: [groupId("O'Hara & Sons"), groupId("staff")] },
    { what: "wildcards", names: ["o'hara*", "STA*"] },
  ])("finds groups by $what", async ({ names }) => {
    const served = await serve(tenant);

    const snapshot = await read(config(served, { groups: { from: "names", names } }));

    expect(snapshot.groups.map(({ name }) => name).sort()).toEqual(["O'Hara & Sons", "staff"]);
    served.recording.assertClean();
  });

  it.each([
    { what: "no permission to read users", roles: ["GroupMember.Read.All"], names: "User.Read.All" },
    { what: "no permission to read groups", roles: ["User.Read.All"], names: "GroupMember.Read.All" },
  ])("names what is missing with $what", async ({ roles, names }) => {
    const served = await serve(tenant);

    const scope = { users: { from: "groups", groups: ["staff"] } } as const;
    const error = await failureOf(read(config(served, scope, roles)));

    expect(error.code).toBe("PERMISSION_MISSING");
    expect(error.fix).toContain(names);
  });

  it("survives the oddities of listings: empty pages and an expired page", async () => {
    const served = await serve({ users: crowd(1500).map(person) });
    served.oddities.emptyPages = true;
    served.oddities.expiredPageTokens = 1;

    expect((await read(config(served, {}))).people).toHaveLength(1500);
  });

  it("stops at links in a circle, and at links to elsewhere", async () => {
    const served = await serve({ users: crowd(1500).map(person) });
    served.oddities.loopingNextLink = true;
    expect((await failureOf(read(config(served, {})))).code).toBe("INCOMPLETE_READ");

    served.oddities.loopingNextLink = false;
    served.oddities.foreignOrigin = "https://graph.example";
    expect((await failureOf(read(config(served, {})))).message).toContain("https://graph.example");
  });
});

describeShared("a group that vanishes between listing and reading", () => {
  it("is incomplete when it fits a wildcard, and ends the run when it is named", async () => {
    const served = await serve({ users: [person("ada")], groups: [group("atl-one", [userId("ada")])] });
    served.oddities.vanishedGroups.add(groupId("atl-one"));

    const snapshot = await read(config(served, { groups: { from: "names", names: ["atl-*"] } }));
    expect(snapshot.groups[0]?.incomplete).toContain("vanished");

    const named = config(served, { groups: { from: "names", names: ["atl-one"] } });
    expect((await failureOf(read(named))).code).toBe("INCOMPLETE_READ");
  });
});
