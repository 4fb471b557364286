import { describe, expect, it } from "vitest";
import { configFromText } from "../../src/config/load-config.ts";
import { toCompany } from "../../src/sandbox/company.ts";
import { generateTenant, syncedContent } from "../../src/sandbox/generate-tenant.ts";
import { recordedTenant } from "../../src/sandbox/recorded-tenant.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { DIRECTORY_NAMES, SERVER_NAMES } from "../../src/sandbox/servers/servers.ts";
import { sourceId } from "../support/people.ts";
import { openRemembering } from "../support/remembering.ts";
import { describeShared, readShared } from "../support/shared.ts";
import { describePlan, syncWith } from "../support/sync-sandbox.ts";

describe("the sandbox", () => {
  it("gives a config that holds as it is", async () => {
    const sandbox = await startSandbox();

    const config = await configFromText(sandbox.configText, { env: {}, directory: "." });
    await sandbox.close();

    expect(config.source).toMatchObject({ type: "entra", graphUrl: sandbox.graph.url });
    expect(config.targets.map(({ type, url }) => ({ type, url }))).toEqual([
      { type: "atlassian-cloud", url: sandbox.cloud.url },
      { type: "crowd", url: sandbox.crowd.url },
      { type: "jira", url: sandbox.jira.url },
      { type: "confluence", url: sandbox.confluence.url },
      { type: "bitbucket", url: sandbox.bitbucket.url },
    ]);
  });

  it("starts only the directories that it is asked for", async () => {
    const sandbox = await startSandbox({ directories: ["jira"] });

    const { targets } = await configFromText(sandbox.configText, { env: {}, directory: "." });
    await sandbox.close();

    expect(targets.map(({ name }) => name)).toEqual(["jira"]);
    expect(Object.keys(sandbox)).toEqual(["graph", "jira", "configText", "close"]);
  });

  it("closes what it opened when a port is taken", async () => {
    const first = await startSandbox();
    const port = Number(new URL(first.crowd.url).port);

    await expect(startSandbox({ ports: { crowd: port } })).rejects.toThrow("EADDRINUSE");
    await first.close();
  });

  it("waits before every request when told to", async () => {
    const sandbox = await startSandbox({ latency: 15 });

    for (const name of SERVER_NAMES) expect(sandbox[name].traffic.latency).toBe(15);
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
    const contents = DIRECTORY_NAMES.map((name) => [name, content]);
    const sandbox = await startSandbox({ company: toCompany(tenant, Object.fromEntries(contents)) });

    const plan = await syncWith(sandbox.configText, { dryRun: true });
    await sandbox.close();

    // Where a directory cannot hold whose account it is, nobody has written that down before the first run;
    // nor e-mails where a directory never tells them.
    expect(describePlan(plan).filter((line) => !/^\w+: link |^confluence: update /.test(line))).toEqual([]);
    expect(plan.targets.map(({ name, read }) => ({ name, ...read }))).toEqual([
      { name: "cloud", users: 250, groups: 5, memberships: 500 },
      { name: "crowd", users: 250, groups: 5, memberships: 500 },
      // With the account that usersync signs in with, and the groups that let people in.
      { name: "jira", users: 251, groups: 6, memberships: 750 },
      { name: "confluence", users: 251, groups: 6, memberships: 750 },
      { name: "bitbucket", users: 251, groups: 6, memberships: 750 },
    ]);
  });

  it("is imported whole into empty directories, and then in step", async () => {
    const tenant = generateTenant({ users: 60, groups: 3, membersPerGroup: 40 });
    const sandbox = await startSandbox({ company: { tenant } });
    await using memory = await openRemembering();

    const first = await syncWith(sandbox.configText, { ...memory, dryRun: false });
    const second = await syncWith(sandbox.configText, { ...memory, dryRun: true });
    await sandbox.close();

    expect(describePlan(first).filter((line) => !line.endsWith(": done"))).toEqual([]);
    expect(describePlan(second)).toEqual([]);
    expect(sandbox.cloud.directory.users.all().length).toBe(60);
  });
});

describeShared("the recorded tenant", () => {
  const body = () => readShared<unknown>("data", "graph", "sandbox-users-32.json");

  it("is served as Graph would and synced into two directories", async () => {
    const everybody = { id: sourceId("everybody"), displayName: "atl-everybody", members: [] };
    const tenant = recordedTenant(body(), [everybody]);
    const sandbox = await startSandbox({ directories: ["cloud", "crowd"], company: { tenant } });

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
