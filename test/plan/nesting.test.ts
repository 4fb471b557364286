import { describe, expect, it } from "vitest";
import type { LimitsConfig, OperationsConfig } from "../../src/config/config.ts";
import type { DesiredGroup } from "../../src/model/desired.ts";
import type { DirectoryGroup } from "../../src/model/directory-snapshot.ts";
import type { PlannedOperation } from "../../src/model/plan.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import {
  account,
  CAPABILITIES,
  desired,
  desiredGroup,
  desiredUser,
  directory,
  directoryGroup,
  EVERYTHING,
  NO_LIMITS,
  rules,
  sourceId,
} from "../support/people.ts";

const PEOPLE = ["ada", "bob", "cleo", "dan", "eve", "finn"];

const want = (name: string, members: readonly string[], children: readonly string[] = [], more = {}) =>
  desiredGroup(name, members, { children, ...more });
const have = (
  name: string,
  members: readonly string[],
  children: readonly string[] = [],
): DirectoryGroup => ({
  ...directoryGroup(name, members),
  children,
});

interface Setting {
  readonly operations?: Partial<OperationsConfig>;
  readonly limits?: Partial<LimitsConfig>;
  readonly protected?: readonly string[];
}

const planOf = (
  groups: readonly DesiredGroup[],
  current: readonly DirectoryGroup[],
  { operations = {}, limits = {}, protected: names = [] }: Setting = {},
) =>
  makePlan(
    desired({ users: PEOPLE.map((name) => desiredUser(name)), groups }),
    directory(
      PEOPLE.map((name) => account(name)),
      current,
    ),
    rules({
      capabilities: { ...CAPABILITIES, nesting: "mirror" },
      operations: { ...EVERYTHING, ...operations },
      limits: { ...NO_LIMITS, ...limits },
      protect: { users: [], groups: names },
    }),
  );

/** `add-group dev in all`, and in brackets how many others have to be done first. */
const shown = (operation: PlannedOperation) => {
  const who = "user" in operation ? `${operation.user.username} in ` : "";
  const child = "child" in operation ? `${operation.child.name} in ` : "";
  const group = "group" in operation ? operation.group.name : "";
  const first = "onlyAfter" in operation ? ` (after ${operation.onlyAfter.length})` : "";
  const held = operation.status === "withheld" ? ` held by ${operation.withheldBy}` : "";
  return `${operation.kind} ${who}${child}${group}${first}${held}`;
};
const notesOf = ({ notes }: ReturnType<typeof planOf>) =>
  notes.map(({ kind, subject, reason }) => `${kind} ${subject}: ${reason}`);

describe("groups are nested as wanted", () => {
  it.each<{
    situation: string;
    wanted: readonly DesiredGroup[];
    current: readonly DirectoryGroup[];
    setting?: Setting;
    steps: readonly string[];
    notes?: readonly string[];
  }>([
    {
      situation: "groups are made before one is put into the other",
      wanted: [want("all", [], ["dev"]), want("dev", ["bob"])],
      current: [],
      steps: ["create-group all", "create-group dev", "add-member bob in dev", "add-group dev in all"],
    },
    {
      situation: "what is nested already needs nothing, whatever the case of its name",
      wanted: [want("all", [], ["Dev"]), want("Dev", ["bob"])],
      current: [have("all", [], ["dev"]), have("DEV", ["bob"])],
      steps: [],
    },
    {
      situation: "whoever was put in one by one leaves once the nested group is in",
      wanted: [want("all", ["ada"], ["dev"]), want("dev", ["bob"])],
      current: [have("all", ["ada", "bob", "cleo"]), have("dev", ["bob"])],
      steps: ["add-group dev in all", "remove-member bob in all (after 1)", "remove-member cleo in all"],
    },
    {
      situation: "deeper down too: every new nesting below has to be done first",
      wanted: [want("all", [], ["dev"]), want("dev", [], ["ops"]), want("ops", ["cleo"])],
      current: [have("all", ["cleo"]), have("dev", []), have("ops", ["cleo"])],
      steps: ["add-group dev in all", "add-group ops in dev", "remove-member cleo in all (after 2)"],
    },
    {
      situation: "whoever only joins the nested group leaves the outer one after that",
      wanted: [want("all", [], ["dev"]), want("dev", ["bob"])],
      current: [have("all", ["bob"], ["dev"]), have("dev", [])],
      steps: ["add-member bob in dev", "remove-member bob in all (after 1)"],
    },
    {
      situation: "a group that is in between by now takes the place of the one inside it",
      wanted: [want("all", [], ["dev"]), want("dev", [], ["ops"]), want("ops", ["cleo"])],
      current: [have("all", [], ["ops"]), have("dev", []), have("ops", ["cleo"])],
      steps: ["add-group dev in all", "add-group ops in dev", "remove-group ops in all (after 2)"],
    },
    {
      situation: "turned round, one comes out before the other goes in",
      wanted: [want("a", []), want("b", [], ["a"])],
      current: [have("a", [], ["b"]), have("b", [])],
      steps: ["remove-group b in a", "add-group a in b (after 1)"],
    },
    {
      situation: "nested groups that nobody manages stay, and are noted",
      wanted: [want("all", [])],
      current: [have("all", [], ["old", "older"])],
      steps: [],
      notes: [
        "unmanaged all: 2 nested groups are ones that usersync does not manage; left in the group with whoever is in it",
      ],
    },
    {
      situation: "one of them is said so too",
      wanted: [want("all", [])],
      current: [have("all", [], ["old"])],
      steps: [],
      notes: [
        "unmanaged all: 1 nested group is one that usersync does not manage; left in the group with whoever is in it",
      ],
    },
    {
      situation: "a group that is only added to keeps its nested groups; a rule that says so is named",
      wanted: [
        want("all", [], ["dev"], { additive: true, keeps: "mapping.groups[0]" }),
        want("more", [], [], { additive: true, keeps: "mapping.groups[1]" }),
        want("plain", [], [], { additive: true }),
        want("new", [], ["dev"], { additive: true }),
        want("dev", []),
        want("ops", []),
      ],
      current: [
        have("all", [], ["ops", "old"]),
        have("more", [], ["ops", "dev"]),
        have("plain", [], ["ops"]),
        have("new", []),
        have("dev", []),
        have("ops", []),
      ],
      steps: ["add-group dev in all", "add-group dev in new"],
      notes: [
        "switched-off all: 1 nested group that the source does not name stays in the group (mapping.groups[0])",
        "switched-off more: 2 nested groups that the source does not name stay in the group (mapping.groups[1])",
      ],
    },
    {
      situation: "nothing is taken out of a group that was not read to its end",
      wanted: [want("all", [], [], { incomplete: "cut off" }), want("dev", ["bob"])],
      current: [have("all", [], ["dev"]), have("dev", ["bob"])],
      steps: ["remove-group dev in all held by incomplete-read"],
    },
    {
      situation: "a group that only the config names neither gets nor loses any",
      wanted: [desiredGroup("welcome"), want("all", [], ["dev"]), want("dev", [])],
      current: [have("welcome", [], ["dev"]), have("all", []), have("dev", [])],
      steps: ["add-group dev in all"],
    },
    {
      situation: "with removeMembers off no nested group is taken out, with a note",
      wanted: [want("all", []), want("dev", ["bob"])],
      current: [have("all", [], ["dev"]), have("dev", ["bob"])],
      setting: { operations: { removeMembers: false } },
      steps: [],
      notes: ["switched-off dev in all: remove-group (operations.removeMembers is off)"],
    },
    {
      situation: "with addMembers off none is put in, and nobody leaves who would be in by it",
      wanted: [want("all", [], ["dev"]), want("dev", ["bob"])],
      current: [have("all", ["bob"]), have("dev", ["bob"])],
      setting: { operations: { addMembers: false } },
      steps: [],
      notes: ["switched-off dev in all: add-group (operations.addMembers is off)"],
    },
    {
      situation: "a protected group is not put into another: its people, and groups in it, are",
      wanted: [want("all", [], ["dev"]), want("dev", ["bob"], ["ops"]), want("ops", ["cleo"])],
      current: [have("all", []), have("dev", []), have("ops", ["cleo"])],
      setting: { protected: ["dev"] },
      steps: ["add-member bob in all", "add-group ops in all"],
      notes: ["protected dev: protect.groups"],
    },
    {
      situation: "a protected group gets no nested groups, and loses none",
      wanted: [want("all", [], ["dev"]), want("dev", ["bob"]), want("ops", [])],
      current: [have("all", [], ["ops"]), have("dev", ["bob"]), have("ops", [])],
      setting: { protected: ["all"] },
      steps: [],
      notes: ["protected all: protect.groups"],
    },
    {
      situation: "a circle with what stays in the directory is not closed: the people are put in themselves",
      wanted: [want("a", [], [], { additive: true }), want("b", [], ["a"]), want("c", ["cleo"])],
      current: [have("a", [], ["b"]), have("b", []), have("c", ["cleo"], [])],
      steps: [],
      notes: [
        "unsupported a in b: cannot be nested, since the directory has it the other way round and that stays; its members are put in themselves",
      ],
    },
    {
      situation: "nor with removeMembers off",
      wanted: [want("a", ["ada"]), want("b", [], ["a"])],
      current: [have("a", ["ada"], ["b"]), have("b", [])],
      setting: { operations: { removeMembers: false } },
      steps: ["add-member ada in b"],
      notes: [
        "switched-off b in a: remove-group (operations.removeMembers is off)",
        "unsupported a in b: cannot be nested, since the directory has it the other way round and that stays; its members are put in themselves",
      ],
    },
    {
      situation: "where the directory does not tell nested groups, they are put in once more",
      wanted: [want("all", [], ["dev"]), want("dev", [])],
      current: [directoryGroup("all"), directoryGroup("dev")],
      steps: ["add-group dev in all"],
    },
    {
      situation: "one that is not among the groups any more leaves its place to nobody",
      wanted: [want("all", [], ["gone"])],
      current: [have("all", [])],
      setting: { operations: { addMembers: false } },
      steps: [],
      notes: ["switched-off gone in all: add-group (operations.addMembers is off)"],
    },
  ])("$situation", ({ wanted, current, setting, steps, notes = [] }) => {
    const plan = planOf(wanted, current, setting);

    expect(plan.operations.map(shown)).toEqual(steps);
    expect(notesOf(plan)).toEqual(notes);
    const turned = planOf([...wanted].reverse(), [...current].reverse(), setting);
    expect(turned).toEqual(plan);
  });
});

it("a group that keeps its old name in the directory is nested under that", () => {
  const source = (name: string, entra = name) => [{ id: sourceId(`g-${name}`), name: entra }];
  const keep = (name: string) => ({ name, sources: source(name), how: "created" }) as const;
  const wanted = [
    want("all", [], ["developers", "ops"], { sources: source("all") }),
    want("developers", [], [], { sources: source("dev", "developers") }),
    want("ops", [], [], { sources: source("ops") }),
    desiredGroup("welcome", [], { sources: [] }),
  ];

  const { operations } = makePlan(
    desired({ groups: wanted }),
    directory([], [have("all", []), have("dev", []), have("ops", []), have("welcome", [])]),
    rules({
      capabilities: { ...CAPABILITIES, nesting: "mirror" },
      kept: [keep("all"), keep("dev"), keep("ops"), { ...keep("welcome"), sources: [] }],
    }),
  );

  expect(operations.map(shown)).toEqual(["add-group dev in all", "add-group ops in all"]);
});

describe("the limits count whom a nested group takes away", () => {
  const teams = [have("dev", ["ada", "bob", "cleo"], ["old"]), have("ops", ["dan", "eve", "finn"])];
  const wanted = [want("dev", ["ada", "bob", "cleo"]), want("ops", ["dan", "eve", "finn"])];
  const whole = have("all", [], ["dev", "ops"]);

  it.each<{ situation: string; children: readonly string[]; limits: Partial<LimitsConfig>; message: string }>(
    [
      {
        situation: "in their share of one group",
        children: ["ops"],
        limits: { removeMembers: { share: 0.2 } },
        message: "1 group would lose more members than limits.removeMembers allows (20%).",
      },
      {
        situation: "when nobody would be left",
        children: [],
        limits: { emptyGroup: "refuse" },
        message: "1 group of 5 or more would lose every member; limits.emptyGroup is refuse.",
      },
      {
        situation: "in all groups together",
        children: ["ops"],
        limits: { removeMembersTotal: { count: 2 } },
        message:
          "3 of 6 memberships in all managed groups would be removed; limits.removeMembersTotal allows 2.",
      },
    ],
  )("$situation", ({ children, limits, message }) => {
    const { operations, tripped } = planOf([want("all", [], children), ...wanted], [whole, ...teams], {
      limits,
    });

    expect(tripped.map((one) => one.message)).toEqual([message]);
    expect(operations.every(({ status }) => status === "withheld")).toBe(true);
  });

  it("but not those who stay by another way", () => {
    const limits: Partial<LimitsConfig> = {
      removeMembers: { count: 0 },
      removeMembersTotal: { count: 0 },
      emptyGroup: "refuse",
    };
    const flat = have("all", ["ada", "bob", "cleo", "dan", "eve", "finn"]);

    const nesting = planOf([want("all", [], ["dev", "ops"]), ...wanted], [flat, ...teams], { limits });
    const spread = planOf([want("all", ["ada", "bob", "cleo"], ["ops"]), ...wanted], [whole, ...teams], {
      limits,
    });

    expect(nesting.tripped).toEqual([]);
    expect(nesting.operations.map(({ kind }) => kind)).toContain("remove-member");
    expect(spread.tripped).toEqual([]);
    expect(spread.operations.map(shown)).toContain("remove-group dev in all (after 3)");
  });

  it("and what rests on something that is held back is held back with it", () => {
    const current = [have("a", ["bob"], ["b"]), have("b", ["ada", "bob", "cleo", "dan", "eve"])];
    const { operations } = planOf(
      [want("a", []), want("b", ["ada", "bob", "cleo", "dan", "eve"], ["a"])],
      current,
      { limits: { removeMembers: { count: 1 } } },
    );

    expect(operations.map(shown)).toEqual([
      "remove-group b in a held by limits.removeMembers",
      "add-group a in b (after 1) held by limits.removeMembers",
      "remove-member bob in a held by limits.removeMembers",
    ]);
  });
});
