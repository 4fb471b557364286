import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { installFaults, type Traffic } from "../../../src/sandbox/faults.ts";
import { graphServer } from "../../../src/sandbox/graph/graph-server.ts";
import { SYNC_ROLES, sandboxToken } from "../../../src/sandbox/graph/token.ts";
import type { Source } from "../../../src/source/source.ts";
import { type Recording, recordExchanges } from "../../support/record-exchanges.ts";
import { describeShared } from "../../support/shared.ts";
import { openSpec } from "../../support/specs.ts";
import { entraConfig, entraSource, TENANT_ID, user, userId } from "../fixtures.ts";
import { scriptedGraph } from "../scripted-graph.ts";

const signal = new AbortController().signal;
const crowd = (count: number) => Array.from({ length: count }, (_, at) => `u${at}`);
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(
  users: readonly ReturnType<typeof user>[],
): Promise<{ source: Source; traffic: Traffic; recording: Recording }> {
  const server = graphServer({ id: TENANT_ID, displayName: "Contoso", users, groups: [] });
  const recording = recordExchanges(server.app, openSpec("graph-v1.0.json"));
  const traffic = installFaults(server.app);
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  stops.push(() => server.app.close());
  const { port } = server.app.server.address() as AddressInfo;
  const token = sandboxToken({ roles: SYNC_ROLES, tenantId: TENANT_ID });
  const config = entraConfig(`http://127.0.0.1:${port}`, {
    credential: { type: "access-token", token },
    users: { filter: "department eq 'Labs'" },
  });
  return { source: entraSource(config), traffic, recording };
}

describeShared("people are looked at again, every exchange validated", () => {
  it.each([
    { of: 2000, touched: 1, requests: 1 },
    { of: 2000, touched: 15, requests: 1 },
    { of: 2000, touched: 16, requests: 2 },
    { of: 2000, touched: 150, requests: 10 },
    { of: 2000, touched: 151, requests: 3 },
    { of: 11_000, touched: 151, requests: 11 + 11 },
  ])("$touched of $of in $requests requests, though the filter leaves them out", async (row) => {
    const names = crowd(row.of);
    const { source, traffic, recording } = await serve(names.map((name) => user(name)));
    const ids = names.slice(-row.touched).map(userId);

    const people = await source.look([...ids, ...ids.slice(0, 1)], signal);

    expect(people.map(({ id }) => id)).toEqual(ids);
    expect(people[0]?.properties).toMatchObject({ mail: `u${row.of - row.touched}@example.com` });
    expect(traffic.requests).toHaveLength(row.requests);
    recording.assertClean();
  });

  it("whoever does not exist any more is left out", async () => {
    const { source } = await serve([user("ada")]);

    expect((await source.look([userId("gone"), userId("ada")], signal)).map(({ id }) => id)).toEqual([
      userId("ada"),
    ]);
  });

  it.each([
    { how: "by name, in any case", name: "ADA@example.com" },
    { how: "by object id, in any case", name: userId("ada").toUpperCase() },
  ])("somebody is found $how", async ({ name }) => {
    const { source, traffic, recording } = await serve([user("ada"), user("bob")]);

    expect(await source.find(name, signal)).toMatchObject({ id: userId("ada"), enabled: true });

    expect(traffic.requests).toHaveLength(1);
    recording.assertClean();
  });

  it.each([
    "ada_mail.com#EXT#@contoso.onmicrosoft.com",
    "$ada@example.com",
    "ada.o'brien&sons@example.com",
    "zoë+1@example.com",
    "a/b?c=d%20@example.com",
  ])("somebody is found whose name is %s", async (userPrincipalName) => {
    const { source, recording } = await serve([user("ada", { userPrincipalName }), user("bob")]);

    expect(await source.find(userPrincipalName, signal)).toMatchObject({ id: userId("ada") });

    recording.assertClean();
  });

  it("nobody is found under a name or an id that nobody has", async () => {
    const { source } = await serve([user("ada")]);

    expect(await source.find("bob@example.com", signal)).toBeUndefined();
    expect(await source.find(userId("bob"), signal)).toBeUndefined();
  });
});

describe("finding somebody", () => {
  it("story 36: a user whose name only begins alike is not taken for the one", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [{ body: { value: [user("ada_1"), user("Ada")] } }],
    }));

    const found = await entraSource(entraConfig(graph.url)).find("ada@example.com", signal);

    expect(found).toMatchObject({ id: userId("Ada") });
  });

  it("a user without a name is a missing permission, as in a read", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [{ body: { value: [user("ada", { userPrincipalName: null })] } }],
    }));

    await expect(entraSource(entraConfig(graph.url)).look([userId("ada")], signal)).rejects.toMatchObject({
      code: "PERMISSION_MISSING",
    });
  });
});
