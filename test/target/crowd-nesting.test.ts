import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply-plan.ts";
import type { AddGroup, RemoveGroup } from "../../src/model/operation.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { NEWER_CROWD, ODD_CROWD, OLDER_CROWD } from "../../src/sandbox/crowd/crowd-profile.ts";
import type { CrowdSeed } from "../../src/sandbox/crowd/crowd-state.ts";
import { describeRecordings } from "../sandbox/crowd-recordings.ts";
import { NO_JOURNAL } from "../support/no-journal.ts";
import { desired, desiredGroup, desiredUser, MAPPING, rules, sourceId } from "../support/people.ts";
import { type CrowdOptions, openCrowd } from "./open-crowd.ts";

const { signal } = new AbortController();
const MIRROR = { mapping: { ...MAPPING, nesting: "mirror" } } as const;
const PROFILES = { newer: NEWER_CROWD, older: OLDER_CROWD, odd: ODD_CROWD };
const STORED = { kind: "status", status: 500, stored: true } as const;

const open = (options: CrowdOptions) => openCrowd({ settings: MIRROR, ...options });
const put = (child: string, group: string): AddGroup => ({
  id: "a",
  kind: "add-group",
  group: { name: group, targetId: group },
  child: { name: child, targetId: child },
  reason: "member-in-source",
});
const take = (child: string, group: string): RemoveGroup => ({
  id: "r",
  kind: "remove-group",
  group: { name: group, targetId: group },
  child: { name: child, targetId: child },
  reason: "not-member-in-source",
});

const SEED: CrowdSeed = {
  users: [{ name: "ada" }],
  groups: [
    { name: "all", members: ["ada"], childGroups: ["dev", "local"] },
    { name: "dev", childGroups: ["ops"] },
    { name: "ops" },
    { name: "local" },
  ],
};

describe.each(Object.entries(PROFILES))("nested groups of a crowd, %s, are read", (_, profile) => {
  it("out of the dump that is read anyhow", async () => {
    await using crowd = await open({ seed: SEED, profile });

    const { groups } = await crowd.target.read({ groups: ["ALL", "dev", "ops"], signal });

    expect(groups.map(({ name, children }) => [name, children])).toEqual([
      ["all", ["dev", "local"]],
      ["dev", ["ops"]],
      ["ops", []],
    ]);
    expect(crowd.seen.filter((request) => request.includes("/group"))).toEqual(["GET /group/membership"]);
  });

  it("page by page for a single group, and when one is looked at again", async () => {
    await using crowd = await open({ seed: SEED, profile });

    const { groups } = await crowd.target.read({ groups: ["all"], signal });
    const seen = await crowd.target.look({ accounts: [], usernames: [], groups: [{ name: "dev" }] }, signal);
    const none = await crowd.target.read({ groups: ["nothing"], signal });

    expect(groups.map(({ children }) => children)).toEqual([["dev", "local"]]);
    expect(seen.groups.map(({ children }) => children)).toEqual([["ops"]]);
    expect(none.groups).toEqual([]);
  });
});

describe("nested groups of a crowd", () => {
  it("are not read where nothing is nested", async () => {
    await using crowd = await openCrowd({ seed: SEED });

    const { groups } = await crowd.target.read({ groups: ["all"], signal });

    expect(groups).toEqual([{ id: "all", name: "all", members: ["ada"] }]);
    expect(crowd.seen.some((request) => request.includes("child-group"))).toBe(false);
  });

  it("are put in and taken out, and a second time changes nothing", async () => {
    await using crowd = await open({ seed: SEED });

    for (const operation of [
      put("local", "dev"),
      put("local", "dev"),
      take("ops", "dev"),
      take("ops", "dev"),
    ]) {
      expect(await crowd.target.apply([operation], signal)).toEqual([{ status: "done" }]);
    }

    expect([...(crowd.state.groups.get("dev")?.childGroups ?? [])]).toEqual(["local"]);
    expect(crowd.state.groups.has("ops")).toBe(true);
  });

  it.each([
    { what: "a write that was stored and then failed", operation: put("local", "dev") },
    { what: "a removal that was stored and then failed", operation: take("ops", "dev") },
  ])("count as done after $what", async ({ operation }) => {
    await using crowd = await open({ seed: SEED });
    crowd.traffic.add({ fault: STORED, path: /child-group/ });

    expect(await crowd.target.apply([operation], signal)).toEqual([{ status: "done" }]);
  });

  it.each([
    { what: "the outer group is gone", operation: take("dev", "gone") },
    { what: "the inner group is gone", operation: take("gone", "dev") },
  ])("are out where $what", async ({ operation }) => {
    await using crowd = await open({ seed: SEED });

    expect(await crowd.target.apply([operation], signal)).toEqual([{ status: "done" }]);
  });

  it.each([
    {
      what: "a circle",
      operation: put("all", "ops"),
      code: "REFUSED",
      message: "Crowd does not put the group all into the group ops.",
    },
    {
      what: "a group in itself",
      operation: put("all", "all"),
      code: "REFUSED",
      message: "Crowd does not put the group all into the group all.",
    },
    {
      what: "an outer group that is gone",
      operation: put("dev", "gone"),
      code: "NOT_FOUND",
      message: "The group gone is not in Crowd any more.",
    },
    {
      what: "an inner group that is gone",
      operation: put("gone", "dev"),
      code: "NOT_FOUND",
      message: "The group gone is not in Crowd any more.",
    },
  ])("cannot be $what", async ({ operation, code, message }) => {
    await using crowd = await open({ seed: SEED });

    expect(await crowd.target.apply([operation], signal)).toMatchObject([
      { status: "failed", error: { code, message: expect.stringContaining(message) } },
    ]);
  });

  it("cannot be in a directory that has them switched off: nobody leaves the outer group then", async () => {
    const users = ["ada", "bob"].map((name) => ({
      ...{ name, displayName: name, firstName: name, lastName: "Example", email: `${name}@example.com` },
      attributes: { "usersync.sourceId": [sourceId(name)] },
    }));
    const groups = [
      { name: "all", members: ["ada", "bob"] },
      { name: "dev", members: ["bob"] },
    ];
    await using crowd = await open({
      seed: { users, groups },
      profile: { ...NEWER_CROWD, nestedGroups: false },
    });
    const wanted = desired({
      users: [desiredUser("ada"), desiredUser("bob")],
      groups: [
        desiredGroup("all", ["ada"], { children: ["dev"] }),
        desiredGroup("dev", ["bob"], { children: [] }),
      ],
    });
    const plan = makePlan(
      wanted,
      await crowd.target.read({ groups: ["all", "dev"], signal }),
      rules({ capabilities: crowd.target.capabilities }),
    );

    const applied = await applyPlan(plan, crowd.target, { signal, finish: signal, journal: NO_JOURNAL });

    expect(applied.operations.map(({ kind, status }) => [kind, status])).toEqual([
      ["add-group", "failed"],
      ["remove-member", "skipped"],
    ]);
    expect(applied.operations[1]).toMatchObject({
      error: {
        code: "SKIPPED",
        message:
          "Skipped, since the group dev could not be put into all, and people would lose a membership that they are to keep.",
      },
    });
    expect(crowd.state.groups.get("all")?.members.size).toBe(2);
  });

  it("are brought in step from flat ones, and then nothing is left to do", async () => {
    const users = ["ada", "bob", "cleo"].map((name) => desiredUser(name));
    const flat = [
      desiredGroup("all", ["ada", "bob", "cleo"]),
      desiredGroup("dev", ["bob", "cleo"]),
      desiredGroup("ops", ["cleo"]),
    ];
    const nested = [
      desiredGroup("all", ["ada"], { children: ["dev"] }),
      desiredGroup("dev", ["bob"], { children: ["ops"] }),
      desiredGroup("ops", ["cleo"], { children: [] }),
    ];
    const turned = [
      desiredGroup("all", ["ada"], { children: [] }),
      desiredGroup("dev", ["bob"], { children: ["all"] }),
      desiredGroup("ops", ["cleo"], { children: ["dev"] }),
    ];
    await using crowd = await open({});
    const options = rules({ capabilities: crowd.target.capabilities });
    const see = () => crowd.target.read({ groups: ["all", "dev", "ops"], signal });

    for (const groups of [flat, nested, turned, nested]) {
      const plan = makePlan(desired({ users, groups }), await see(), options);
      const applied = await applyPlan(plan, crowd.target, { signal, finish: signal, journal: NO_JOURNAL });

      expect(applied.operations.filter(({ status }) => status !== "done")).toEqual([]);
      expect(makePlan(desired({ users, groups }), await see(), options).operations).toEqual([]);
    }
  });
});

describeRecordings(50);
