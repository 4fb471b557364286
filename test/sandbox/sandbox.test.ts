import { describe, expect, it } from "vitest";
import { configFromText } from "../../src/config/load-config.ts";
import { type Company, toCrowdSeed, toScimSeed } from "../../src/sandbox/company.ts";
import { generateTenant, syncedContent } from "../../src/sandbox/generate-tenant.ts";
import { recordedTenant } from "../../src/sandbox/recorded-tenant.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { sourceId } from "../support/people.ts";
import { describeShared, readShared } from "../support/shared.ts";
import { describePlan, syncWith } from "../support/sync-sandbox.ts";

const EMPTY = { cloud: {}, crowd: {} };

describe("the sandbox", () => {
  it("gives a config that holds as it is", async () => {
    const sandbox = await startSandbox();

    const config = await configFromText(sandbox.configText, { env: {}, directory: "." });
    await sandbox.close();

    expect(config.source).toMatchObject({ type: "entra", graphUrl: sandbox.graph.url });
    expect(config.targets.map(({ type, url }) => ({ type, url }))).toEqual([
      { type: "atlassian-cloud", url: sandbox.cloud.url },
      { type: "crowd", url: sandbox.crowd.url },
    ]);
  });

  it("closes what it opened when a port is taken", async () => {
    const first = await startSandbox();
    const port = Number(new URL(first.crowd.url).port);

    await expect(startSandbox({ ports: { crowd: port } })).rejects.toThrow("EADDRINUSE");
    await first.close();
  });

  it("waits before every request when told to", async () => {
    const sandbox = await startSandbox({ latency: 15 });

    expect([sandbox.graph, sandbox.cloud, sandbox.crowd].map(({ traffic }) => traffic.latency)).toEqual([
      15, 15, 15,
    ]);
    await sandbox.close();
  });
});

describe("a generated tenant", () => {
  it("is the same each time, and of the size that was asked for", () => {
    const size = { users: 30, groups: 4, membersPerGroup: 10 };
    const tenant = generateTenant(size);

    expect(tenant).toEqual(generateTenant(size));
    expect([tenant.users.length, tenant.groups.length, tenant.groups[3]?.members.length]).toEqual([
      30, 4, 10,
    ]);
  });

  it("has nothing to do where the directories hold it already", async () => {
    const tenant = generateTenant({ users: 250, groups: 5 });
    const content = syncedContent(tenant);
    const company: Company = { tenant, cloud: toScimSeed(content), crowd: toCrowdSeed(content) };
    const sandbox = await startSandbox({ company });

    const plan = await syncWith(sandbox.configText, { dryRun: true });
    await sandbox.close();

    expect(describePlan(plan)).toEqual([]);
    expect(plan.targets.map(({ read }) => read)).toEqual([
      { users: 250, groups: 5, memberships: 500 },
      { users: 250, groups: 5, memberships: 500 },
    ]);
  });

  it("is imported whole into empty directories, and then in step", async () => {
    const tenant = generateTenant({ users: 60, groups: 3, membersPerGroup: 40 });
    const sandbox = await startSandbox({ company: { tenant, ...EMPTY } });

    const first = await syncWith(sandbox.configText, { dryRun: false });
    const second = await syncWith(sandbox.configText, { dryRun: true });
    await sandbox.close();

    expect(describePlan(first).filter((line) => !line.endsWith(": done"))).toEqual([]);
    expect(describePlan(second)).toEqual([]);
    expect(sandbox.cloud.directory.users.all().length).toBe(60);
  });
});

describeShared("the recorded tenant", () => {
  const body = () => readShared<unknown>("data", "graph", "sandbox-users-32.json");

  it("is served as Graph would and synced into both directories", async () => {
    const everybody = { id: sourceId("everybody"), displayName: "atl-everybody", members: [] };
    const tenant = recordedTenant(body(), [everybody]);
    const sandbox = await startSandbox({ company: { tenant, ...EMPTY } });

    const first = await syncWith(sandbox.configText, { dryRun: false });
    const second = await syncWith(sandbox.configText, { dryRun: true });
    await sandbox.close();

    // Of the 32 one is called admin, which the config protects; and there is the group.
    expect(describePlan(first).length).toBe(2 * (31 + 1));
    expect(describePlan(first).filter((line) => !line.endsWith(": done"))).toEqual([]);
    expect(describePlan(second)).toEqual([]);
  });

  it("is refused when it is no list of users", () => {
    expect(() => recordedTenant({ users: [] })).toThrow("no list called value");
  });
});
