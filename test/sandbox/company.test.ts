import { describe, expect, it } from "vitest";
import type { NoteKind } from "../../src/model/desired.ts";
import { GROUP_TYPES } from "../../src/model/group-type.ts";
import type { OperationKind } from "../../src/model/operation.ts";
import { demoCompany } from "../../src/sandbox/company.ts";
import { findUser } from "../../src/sandbox/crowd/crowd-state.ts";
import { findUser as findJiraUser } from "../../src/sandbox/jira/jira-state.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { type DirectoryName, SERVER_NAMES, type ServerName } from "../../src/sandbox/servers/servers.ts";
import { typesOf } from "../../src/source/entra/read/group-types.ts";
import { type Recording, recordExchanges } from "../support/record-exchanges.ts";
import { openRemembering } from "../support/remembering.ts";
import { describeShared } from "../support/shared.ts";
import { openSpec, type SpecFile } from "../support/specs.ts";
import { describePlan, syncWith } from "../support/sync-sandbox.ts";

const EVERYWHERE: readonly OperationKind[] = [
  "create-group",
  "import",
  "link",
  "enable",
  "update",
  "add-member",
  "remove-member",
  "disable",
];

/** Besides those everywhere. */
const KINDS: Partial<Record<DirectoryName, readonly OperationKind[]>> = { jira: ["hand-over"] };

const NOTES_EVERYWHERE: readonly NoteKind[] = ["collision", "missing-attribute", "protected", "excluded"];

const NOTES: Partial<Record<DirectoryName, readonly NoteKind[]>> = {
  cloud: ["ambiguous-match"],
  crowd: ["ambiguous-match"],
  confluence: ["invalid-username"],
};

const SPECS: Record<ServerName, SpecFile> = {
  graph: "graph-v1.0.json",
  cloud: "atlassian-cloud-scim.json",
  crowd: "crowd.json",
  jira: "jira-dc.json",
  confluence: "confluence-dc.json",
  bitbucket: "bitbucket-dc.json",
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

  it("has groups of every type", () => {
    const { groups } = demoCompany().tenant;

    expect(new Set(groups.flatMap((group) => typesOf(group, "the company")))).toEqual(new Set(GROUP_TYPES));
  });
});

/** Where taking somebody out of a group is a DELETE. */
const MEMBERSHIPS = [/\/group\/user\/direct$/, /\/api\/2\/group\/user$/, /\/user\/[^/]+\/group\/[^/]+$/];

describeShared("the demo company's first and second run", { timeout: 60_000 }, () => {
  it("show every kind of operation, do them all, and leave nothing to do", async () => {
    await using opened = await open();
    await using memory = await openRemembering();
    const { sandbox, recordings } = opened;

    const preview = await syncWith(sandbox.configText, { ...memory, dryRun: true });
    const result = await syncWith(sandbox.configText, { ...memory, dryRun: false });
    const writes = countWrites(sandbox);
    const second = await syncWith(sandbox.configText, { ...memory, dryRun: false });

    expect(preview.targets.map(({ name }) => name)).toEqual(SERVER_NAMES.filter((name) => name !== "graph"));
    for (const { name, operations, notes } of preview.targets) {
      const kinds = [...EVERYWHERE, ...(KINDS[name as DirectoryName] ?? [])];
      expect(
        kinds
          .filter((kind) => !operations.some((one) => one.kind === kind))
          .map((kind) => `${name}: ${kind}`),
      ).toEqual([]);
      expect(operations.filter(({ status }) => status !== "planned")).toEqual([]);
      const noteKinds = [...NOTES_EVERYWHERE, ...(NOTES[name as DirectoryName] ?? [])];
      expect(
        noteKinds
          .filter((kind) => !notes.some((note) => note.kind === kind))
          .map((kind) => `${name}: ${kind}`),
      ).toEqual([]);
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

    const deletes = SERVER_NAMES.flatMap((name) => opened.sandbox[name].traffic.requests).filter(
      ({ method, path }) => method === "DELETE" && !MEMBERSHIPS.some((one) => one.test(path)),
    );
    expect(deletes).toEqual([]);
    expect(cloud.directory.users.findByUserName("admin")).toBe(before);
    expect(cloud.directory.groups.find("developers")?.members.has(before?.id ?? "")).toBe(true);
    expect(findUser(crowd.state, "svc-bamboo")?.attributes.size).toBe(0);
  });

  it("end with the renamed person under her new name, still the same account", async () => {
    await using opened = await open();
    const { cloud, crowd, jira, configText } = opened.sandbox;
    const before = cloud.directory.users.findByUserName("priya.raman");
    const inJira = findJiraUser(jira.state, "priya.raman");

    await syncWith(configText, { dryRun: false });

    const after = cloud.directory.users.findByUserName("priya.raman-cole");
    expect(after).toMatchObject({
      id: before?.id,
      fields: { displayName: "Priya Raman-Cole", active: true },
    });
    expect(findUser(crowd.state, "priya.raman")).toBeUndefined();
    expect(findUser(crowd.state, "priya.raman-cole")?.lastName).toBe("Raman-Cole");
    expect(findJiraUser(jira.state, "priya.raman-cole")).toBe(inJira);
  });

  it("let nobody into Bitbucket who has left, and somebody who is back", async () => {
    await using opened = await open();
    const { bitbucket, configText } = opened.sandbox;
    const isLetIn = (name: string) =>
      [...(bitbucket.state.groups.get("stash-users")?.members ?? [])].some((member) => member.name === name);
    const before = [isLetIn("olga.ivanova"), isLetIn("karin.holm"), isLetIn("yuki.tanaka")];

    await syncWith(configText, { dryRun: false });

    expect(before).toEqual([true, false, false]);
    expect([isLetIn("olga.ivanova"), isLetIn("karin.holm"), isLetIn("yuki.tanaka")]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it("give the projects of somebody who has left to somebody who stays", async () => {
    await using opened = await open();
    const { jira, configText } = opened.sandbox;
    const leads = () => jira.state.projects.map(({ key, lead }) => `${key}: ${lead?.name}`);
    const before = leads();

    await syncWith(configText, { dryRun: false });

    expect(before).toEqual(["GAUGE: ada.lindqvist", "HELP: liam.byrne", "HIRE: olga.ivanova"]);
    expect(leads()).toEqual(["GAUGE: ada.lindqvist", "HELP: liam.byrne", "HIRE: admin"]);
    expect(findJiraUser(jira.state, "olga.ivanova")?.active).toBe(false);
  });
});

async function open() {
  const recordings: Recording[] = [];
  const sandbox = await startSandbox({
    prepare: (name, app) => recordings.push(recordExchanges(app, openSpec(SPECS[name]))),
  });
  return { sandbox, recordings, [Symbol.asyncDispose]: () => sandbox.close() };
}

/** Confluence is asked by a PUT that it refuses whether it takes any. */
function countWrites(sandbox: Sandbox): number {
  return SERVER_NAMES.flatMap((name) => sandbox[name].traffic.requests).filter(
    ({ method, path, status }) => method !== "GET" && !path.endsWith("/$batch") && status < 400,
  ).length;
}
