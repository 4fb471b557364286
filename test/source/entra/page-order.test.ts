import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { installFaults } from "../../../src/sandbox/faults.ts";
import { generateTenant } from "../../../src/sandbox/generate-tenant.ts";
import { graphServer } from "../../../src/sandbox/graph/graph-server.ts";
import { SYNC_ROLES, sandboxToken } from "../../../src/sandbox/graph/token.ts";
import { entraConfig, read, user } from "../fixtures.ts";
import { page, scriptedGraph } from "../scripted-graph.ts";

it("goes on with a long listing before it begins others, since that one decides how long the read takes", async () => {
  const tenant = generateTenant({ users: 3000, groups: 300, membersPerGroup: 2 });
  const { app } = graphServer(tenant);
  const traffic = installFaults(app);
  await app.listen({ host: "127.0.0.1", port: 0 });
  try {
    const token = sandboxToken({ roles: SYNC_ROLES, tenantId: tenant.id });
    const config = entraConfig(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, {
      tenantId: tenant.id,
      credential: { type: "access-token", token },
      groups: { from: "all" },
      connection: { concurrency: 2 },
    });

    await read(config);

    const paths = traffic.requests.map(({ path }) => path);
    const lastPage = paths.lastIndexOf("/v1.0/users");
    expect(paths.filter((path) => path === "/v1.0/users")).toHaveLength(4);
    expect(paths.filter((path) => path === "/v1.0/$batch")).toHaveLength(15);
    expect(paths.slice(0, lastPage).filter((path) => path === "/v1.0/$batch").length).toBeLessThan(5);
  } finally {
    await app.close();
  }
});

it("keeps the place of a listing that goes on, so that it need not wait for others page after page", async () => {
  await using graph = await scriptedGraph((url) => ({
    "/users": [
      page([user("ada")], `${url}/v1.0/users?$skiptoken=a`),
      page([user("bob")], `${url}/v1.0/users?$skiptoken=b`),
      page([user("cleo")]),
    ],
    "/groups": [page([])],
  }));

  await read(entraConfig(graph.url, { groups: { from: "all" }, connection: { concurrency: 1 } }));

  expect(graph.sent().map((path) => path.replace(/\$select.*/, ""))).toEqual([
    "/users?",
    "/users?$skiptoken=a",
    "/users?$skiptoken=b",
    "/groups?",
  ]);
});
