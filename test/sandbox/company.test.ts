import { describe, expect, it } from "vitest";
import type { NoteKind } from "../../src/model/desired.ts";
import type { OperationKind } from "../../src/model/operation.ts";
import { demoCompany } from "../../src/sandbox/company.ts";
import { findUser } from "../../src/sandbox/crowd/crowd-state.ts";
import { type Sandbox, type ServerName, startSandbox } from "../../src/sandbox/sandbox.ts";
import { type Recording, recordExchanges } from "../support/record-exchanges.ts";
import { describeShared } from "../support/shared.ts";
import { openSpec, type SpecFile } from "../support/specs.ts";
import { describePlan, syncWith } from "../support/sync-sandbox.ts";

const KINDS: readonly OperationKind[] = [
  "create-group",
  "import",
  "link",
  "enable",
  "update",
  "add-member",
  "remove-member",
  "disable",
];

const SPECS: Record<ServerName, SpecFile> = {
  graph: "graph-v1.0.json",
  cloud: "atlassian-cloud-scim.json",
  crowd: "crowd.json",
};

describe("the demo company", () => {
  it("is the same each time", () => {
    expect(demoCompany()).toEqual(demoCompany());
  });

  it("has everything that makes a company hard to sync", () => {
    const { tenant } = demoCompany();
    const has = (property: string, value: unknown) => tenant.users.some((user) => user[property] === value);
    const names = tenant.users.map((user) => String(user["userPrincipalName"]));
    const locals = names.map((name) => name.replace(/@.*/, ""));

    expect(tenant.users.length).toBeGreaterThanOrEqual(45);
    expect(names.some((name) => name.includes("#EXT#"))).toBe(true);
    expect(names.some((name) => name.includes("'"))).toBe(true);
    expect(
      tenant.users.some((user) => /\p{Diacritic}/u.test(String(user["displayName"]).normalize("NFD"))),
    ).toBe(true);
    expect(new Set(locals).size).toBe(locals.length - 1);
    expect([has("accountEnabled", false), has("accountEnabled", null), has("mail", null)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(new Set(tenant.users.map(({ id }) => id)).size).toBe(tenant.users.length);
  });

  it("has groups that contain each other, and no member that does not exist", () => {
    const { groups, users, others = [] } = demoCompany().tenant;
    const known = new Set([...users, ...groups, ...others].map(({ id }) => id));
    const [one] = groups.filter(({ id }) =>
      groups.some((other) => other.members.includes(id) && groupOf(id)?.members.includes(other.id)),
    );
    function groupOf(id: string) {
      return groups.find((group) => group.id === id);
    }

    expect(one?.displayName).toBe("Engineering");
    expect(groups.flatMap(({ members }) => members).filter((id) => !known.has(id))).toEqual([]);
  });
});

describeShared("the demo company's first and second run", () => {
  it("show every kind of operation, do them all, and leave nothing to do", async () => {
    await using opened = await open();
    const { sandbox, recordings } = opened;

    const preview = await syncWith(sandbox.configText, { dryRun: true });
    const result = await syncWith(sandbox.configText, { dryRun: false });
    const writes = countWrites(sandbox);
    const second = await syncWith(sandbox.configText, { dryRun: false });

    for (const { operations, notes } of preview.targets) {
      expect(KINDS.filter((kind) => !operations.some((operation) => operation.kind === kind))).toEqual([]);
      expect(new Set(operations.map(({ status }) => status))).toEqual(new Set(["planned"]));
      const kinds: readonly NoteKind[] = [
        "collision",
        "ambiguous-match",
        "missing-attribute",
        "protected",
        "excluded",
      ];
      expect(kinds.filter((kind) => !notes.some((note) => note.kind === kind))).toEqual([]);
    }
    expect(describePlan(result).filter((line) => !line.endsWith(": done"))).toEqual([]);
    expect(result.complete).toBe(true);
    expect(describePlan(second)).toEqual([]);
    expect(countWrites(sandbox)).toBe(writes);
    for (const recording of recordings) recording.assertClean();
  });

  it("never delete anything and leave the local accounts as they were", async () => {
    await using opened = await open();
    const { cloud, crowd, configText } = opened.sandbox;
    const before = cloud.directory.users.findByUserName("admin");

    await syncWith(configText, { dryRun: false });

    const deletes = [...cloud.traffic.requests, ...crowd.traffic.requests].filter(
      ({ method, path }) => method === "DELETE" && !path.endsWith("/group/user/direct"),
    );
    expect(deletes).toEqual([]);
    expect(cloud.directory.users.findByUserName("admin")).toBe(before);
    expect(cloud.directory.groups.find("developers")?.members.has(before?.id ?? "")).toBe(true);
    expect(findUser(crowd.state, "svc-bamboo")?.attributes.size).toBe(0);
  });

  it("end with the renamed person under her new name, still the same account", async () => {
    await using opened = await open();
    const { cloud, crowd, configText } = opened.sandbox;
    const before = cloud.directory.users.findByUserName("priya.raman");

    await syncWith(configText, { dryRun: false });

    const after = cloud.directory.users.findByUserName("priya.raman-cole");
    expect(after).toMatchObject({
      id: before?.id,
      fields: { displayName: "Priya Raman-Cole", active: true },
    });
    expect(findUser(crowd.state, "priya.raman")).toBeUndefined();
    expect(findUser(crowd.state, "priya.raman-cole")?.lastName).toBe("Raman-Cole");
  });
});

async function open() {
  const recordings: Recording[] = [];
  const sandbox = await startSandbox({
    prepare: (name, app) => recordings.push(recordExchanges(app, openSpec(SPECS[name]))),
  });
  return { sandbox, recordings, [Symbol.asyncDispose]: () => sandbox.close() };
}

function countWrites({ graph, cloud, crowd }: Sandbox): number {
  return [graph, cloud, crowd]
    .flatMap(({ traffic }) => traffic.requests)
    .filter(({ method }) => method !== "GET").length;
}
