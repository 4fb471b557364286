import { describe, expect, it } from "vitest";
import type { TargetConfig } from "../src/config/config.ts";
import { type Disabling, lookBeforeDisabling } from "../src/look-before-disabling.ts";
import type { DirectorySnapshot } from "../src/model/directory-snapshot.ts";
import type { Username } from "../src/model/ids.ts";
import type { DisableUser, HandOver, Operation } from "../src/model/operation.ts";
import type { Target, Touched } from "../src/target/target.ts";
import { memoryTarget } from "./support/memory-target.ts";
import {
  account,
  directory,
  directoryGroup,
  NO_LIMITS,
  project,
  rules,
  sourceId,
  stranger,
  targetId,
} from "./support/people.ts";

const user = { username: "ada" as Username, sourceId: sourceId("ada"), targetId: targetId("ada") };
const DISABLE: DisableUser = { id: "d", kind: "disable", user, reason: "left-scope" };
const { leader: _, ...CORE } = project("CORE", "ada");
const HAND_OVER: HandOver = {
  id: "h",
  kind: "hand-over",
  lead: CORE,
  user,
  from: "ada" as Username,
  to: "office" as Username,
  fromId: targetId("ada"),
  toId: targetId("office"),
  reason: "left-scope",
};

const DIRECTORY: DirectorySnapshot = {
  ...directory([account("ada"), stranger("office")], [directoryGroup("admins"), directoryGroup("root")]),
  leads: [project("CORE", "ada"), project("OPS", "eve")],
};

interface Case {
  readonly operations?: readonly Operation[];
  readonly earlier?: readonly Operation[];
  readonly onDisable?: object;
  readonly lastMember?: "refuse" | "allow";
  readonly snapshot?: Partial<DirectorySnapshot>;
}

/** What was asked for, and what the snapshot is then. */
async function look({
  operations = [DISABLE],
  earlier = [],
  onDisable,
  lastMember = "allow",
  snapshot,
}: Case) {
  const { leads: _leads, ...read } = { ...DIRECTORY, groups: [], ...snapshot };
  const asked: Touched[] = [];
  const inner = memoryTarget(DIRECTORY);
  const target: Target = {
    ...inner,
    look: (touched, signal) => {
      asked.push(touched);
      return inner.look(touched, signal);
    },
  };
  const limits = { ...NO_LIMITS, lastMember };
  const protect = { users: [], groups: ["admins", "Root", "team-*"] };
  const config = { ...rules({ limits, protect }), type: "jira", onDisable: onDisable ?? {} };
  const disabling: Disabling = {
    config: config as unknown as TargetConfig,
    target,
    snapshot: read,
    earlier,
    signal: new AbortController().signal,
  };
  const found = await lookBeforeDisabling(operations, disabling);
  return { asked, found, isSame: found === read };
}

const BOTH = { projectLead: "office", componentLead: "office" };

describe("before anybody is disabled", () => {
  it.each<{ rule: string; given: Case }>([
    { rule: "nobody is to be disabled", given: { operations: [], onDisable: BOTH, lastMember: "refuse" } },
    { rule: "neither a setting nor a limit asks for it", given: {} },
    { rule: "an earlier hand-over cannot be looked at any more", given: { earlier: [HAND_OVER] } },
    {
      rule: "the protected groups are known",
      given: { lastMember: "refuse", snapshot: { groups: DIRECTORY.groups } },
    },
  ])("nothing is looked at when $rule", async ({ given }) => {
    expect(await look(given)).toMatchObject({ asked: [], isSame: true });
  });

  it("everything is looked at in one go", async () => {
    const { asked, found } = await look({
      onDisable: BOTH,
      lastMember: "refuse",
      snapshot: { groups: [directoryGroup("admins")] },
    });

    expect(asked).toEqual([
      { accounts: [], usernames: [], groups: [{ name: "Root" }], leaders: [targetId("ada")] },
    ]);
    expect(found.groups.map(({ name }) => name)).toEqual(["admins", "root"]);
    expect(found.leads).toEqual([project("CORE", "ada")]);
    expect(found.accounts).toEqual(DIRECTORY.accounts);
  });

  it("only what a limit asks for is looked at without a successor", async () => {
    const { asked, found } = await look({ lastMember: "refuse" });

    expect(asked).toEqual([{ accounts: [], usernames: [], groups: [{ name: "admins" }, { name: "Root" }] }]);
    expect(found.leads).toBeUndefined();
  });

  it("both sides of an earlier hand-over are looked at, though nobody is to be disabled", async () => {
    const { asked } = await look({ operations: [], earlier: [DISABLE, HAND_OVER], onDisable: BOTH });

    expect(asked).toMatchObject([{ groups: [], leaders: [targetId("ada"), targetId("office")] }]);
  });

  it("a successor is looked up where a directory lists only some accounts", async () => {
    const snapshot = { accounts: [account("ada")], partial: true } as const;

    const { asked, found } = await look({ onDisable: BOTH, snapshot });

    expect(asked).toMatchObject([{ usernames: ["office"] }]);
    expect(found.accounts.map(({ username }) => username)).toEqual(["ada", "office"]);
    const listed = await look({ onDisable: { projectLead: "ADA" }, snapshot });
    expect(listed.asked).toMatchObject([{ usernames: [] }]);
  });
});
