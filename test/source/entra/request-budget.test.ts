import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { installFaults } from "../../../src/sandbox/faults.ts";
import { graphServer } from "../../../src/sandbox/graph/graph-server.ts";
import type { GraphGroup } from "../../../src/sandbox/graph/tenant.ts";
import { SYNC_ROLES, sandboxToken } from "../../../src/sandbox/graph/token.ts";
import { type ConfigOverrides, entraConfig, groupId, read, TENANT_ID, user, userId } from "../fixtures.ts";

const APPLICATION = "cccccccc-0000-4000-8000-000000000003";
const PEOPLE = 300;

const many = (count: number, name: string) => Array.from({ length: count }, (_, at) => `${name}-${at}`);
const SCOPE = many(40, "atl");
/** Held by two groups of the scope each, some of them by four. */
const TEAMS = many(60, "team");
/** Held by two teams each, and half of them by a group of the scope, too. */
const SQUADS = many(30, "squad");
const OTHERS = many(5000 - SCOPE.length - TEAMS.length - SQUADS.length, "other");

const group = (name: string, inner: readonly string[], person: number): GraphGroup => ({
  id: groupId(name),
  displayName: name,
  members: [...inner.map(groupId), userId(`u${person % PEOPLE}`), userId("u0")],
});
const pick = (names: readonly string[], at: number) => names[at % names.length] ?? "";

const groups = [
  ...SCOPE.map((name, at) =>
    group(
      name,
      [
        pick(TEAMS, 3 * at),
        pick(TEAMS, 3 * at + 1),
        pick(TEAMS, 3 * at + 2),
        ...(at < 15 ? [pick(SQUADS, at)] : []),
      ],
      at,
    ),
  ),
  // Each holds the group that leads to it, too.
  ...TEAMS.map((name, at) => group(name, [pick(SQUADS, at), pick(SCOPE, at)], at + 40)),
  ...SQUADS.map((name, at) => group(name, [], at + 100)),
  // What is not in scope holds groups that are, and others.
  ...OTHERS.map((name, at) => group(name, [pick(SCOPE, at), pick(OTHERS, at + 1)], at)),
];
const users = Array.from({ length: PEOPLE }, (_, at) => user(`u${at}`));

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** What reading sends. */
async function budgetOf(overrides: ConfigOverrides) {
  const assignedTo = SCOPE.map(groupId);
  const application = { id: groupId("principal"), appId: APPLICATION, displayName: "Atlassian", assignedTo };
  const { app } = graphServer({
    id: TENANT_ID,
    displayName: "Contoso",
    users,
    groups,
    applications: [application],
  });
  const traffic = installFaults(app);
  await app.listen({ host: "127.0.0.1", port: 0 });
  stops.push(() => app.close());
  const token = sandboxToken({ roles: [...SYNC_ROLES, "Application.Read.All"], tenantId: TENANT_ID });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const credential = { type: "access-token", token } as const;

  const snapshot = await read(entraConfig(url, { credential, ...overrides }));

  const all = [...traffic.requests, ...traffic.batched];
  const listings = all
    .filter(({ path }) => path.endsWith("/members"))
    .map(({ path }) => path.split("/")[3] ?? "");
  return { snapshot, listings, requests: traffic.requests.map(({ path }) => path) };
}

const READ = [...SCOPE, ...TEAMS, ...SQUADS].map(groupId).sort();
const batches = (requests: number) => Math.ceil(requests / 20);

describe("with 5,000 groups of which 40 are in scope", () => {
  const one = { connection: { concurrency: 1 } } as const;
  const usersPages = Math.ceil(PEOPLE / 999);

  it.each([
    {
      scope: "by a wildcard",
      config: { groups: { from: "names", names: ["atl-*"] } },
      // The list of all groups, to look for what fits.
      before: usersPages + Math.ceil(5000 / 999),
    },
    {
      scope: "by object id",
      config: { groups: { from: "names", names: SCOPE.map(groupId) } },
      before: usersPages + Math.ceil(SCOPE.length / 15),
    },
    {
      scope: "assigned, and so are their members",
      config: { users: { from: "assigned", application: APPLICATION }, groups: { from: "assigned" } },
      // The assignments, and the groups among them by their ids.
      before: 1 + Math.ceil(SCOPE.length / 15),
    },
  ] as const)(
    "$scope: reads those and the ones in them, each once, twenty in one request",
    async ({ config, before }) => {
      const { snapshot, listings, requests } = await budgetOf({ ...config, ...one });

      expect(listings.sort()).toEqual(READ);
      expect(requests).toHaveLength(before + batches(READ.length));
      expect(snapshot.groups.map(({ name }) => name).sort()).toEqual([...SCOPE].sort());
      expect(snapshot.groups.every(({ incomplete }) => incomplete === undefined)).toBe(true);
    },
  );

  it("does so with several requests at a time, too, and then a few batches are not full", async () => {
    const { listings, requests } = await budgetOf({ groups: { from: "names", names: ["atl-*"] } });

    const levels = [SCOPE, TEAMS, SQUADS];
    expect(listings.sort()).toEqual(READ);
    expect(requests.length).toBeLessThanOrEqual(
      usersPages + Math.ceil(5000 / 999) + levels.reduce((sum, { length }) => sum + batches(length) + 1, 0),
    );
  });

  it("reads the groups themselves only where nested ones do not count", async () => {
    const { listings, requests } = await budgetOf({
      groups: { from: "names", names: SCOPE.map(groupId), nested: false },
      ...one,
    });

    expect(listings.sort()).toEqual(SCOPE.map(groupId).sort());
    expect(requests).toHaveLength(usersPages + 3 + 2);
  });
});
