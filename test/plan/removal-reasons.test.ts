import { describe, expect, it } from "vitest";
import type { Desired } from "../../src/model/desired.ts";
import type { DirectoryGroup } from "../../src/model/directory-snapshot.ts";
import { makePlan, type PlanRules } from "../../src/plan/make-plan.ts";
import {
  account,
  CAPABILITIES,
  desired,
  desiredGroup,
  desiredUser,
  directory,
  directoryGroup,
  groupRule,
  rules,
  sourceId,
} from "../support/people.ts";

const people = ["ada", "bob"];
const nested = (name: string, members: string[], children: string[]) =>
  desiredGroup(name, members, { children });
const have = (name: string, members: string[], children: string[] = []): DirectoryGroup => ({
  ...directoryGroup(name, members),
  children,
});
const NESTING: Partial<PlanRules> = { capabilities: { ...CAPABILITIES, nesting: "mirror" } };
const DEV = have("dev", people);
const source = (name: string) => [{ id: "group-dev", name }];
const emptied: Partial<PlanRules> = {
  kept: [{ name: "dev", sources: source("dev"), how: "created" }],
  mapping: { groups: [groupRule("dev", { onLeave: "empty", onRename: "recreate" })] },
};

describe("why somebody is taken out of a group", () => {
  it.each<{
    rule: string;
    wanted: Partial<Desired>;
    found: DirectoryGroup[];
    more?: Partial<PlanRules>;
    why: string[];
  }>([
    {
      rule: "they are not in the group of Entra",
      wanted: { groups: [desiredGroup("dev", ["ada"])] },
      found: [DEV],
      why: ["bob from dev: not-member-in-source"],
    },
    {
      rule: "they are members by a nested group, however deep, unlike others",
      wanted: {
        groups: [nested("all", [], ["dev", "gone"]), nested("dev", [], ["ops"]), nested("ops", ["ada"], [])],
      },
      found: [have("all", people), have("dev", []), have("ops", ["ada"])],
      more: NESTING,
      why: ["ada from all: nested-in-source", "bob from all: not-member-in-source"],
    },
    {
      rule: "they are out of scope, whatever Entra says of the group",
      wanted: {
        users: [desiredUser("ada")],
        leavers: new Map([[sourceId("bob"), "left-scope"]]),
        groups: [desiredGroup("dev", ["ada"])],
      },
      found: [DEV],
      why: ["bob from dev: left-scope"],
    },
    {
      rule: "they are disabled",
      wanted: {
        users: [desiredUser("ada")],
        leavers: new Map([[sourceId("bob"), "disabled-in-source"]]),
        groups: [desiredGroup("dev", ["ada"])],
      },
      found: [DEV],
      why: ["bob from dev: disabled-in-source"],
    },
    {
      rule: "they are gone",
      wanted: {
        users: [desiredUser("ada")],
        missing: "deleted-in-source",
        groups: [desiredGroup("dev", ["ada"])],
      },
      found: [DEV],
      why: ["bob from dev: deleted-in-source"],
    },
    {
      rule: "the group is no longer chosen, and is emptied of people and of groups",
      wanted: { groups: [] },
      found: [have("dev", ["ada"], ["dev"])],
      more: emptied,
      why: ["ada from dev: left-scope", "dev from dev: left-scope"],
    },
    {
      rule: "the group has another name in Entra, and the old one is emptied",
      wanted: { groups: [desiredGroup("devs", ["ada"], { sources: source("devs") })] },
      found: [have("dev", ["ada"])],
      more: emptied,
      why: ["ada from dev: renamed-in-source"],
    },
  ])("$rule", ({ wanted, found, more, why }) => {
    const { operations } = makePlan(
      desired({ users: people.map((name) => desiredUser(name)), ...wanted }),
      directory(
        people.map((name) => account(name)),
        found,
      ),
      rules(more),
    );

    const removals = operations.filter(({ kind }) => kind === "remove-member" || kind === "remove-group");
    expect(
      removals.map((one) => {
        const who = "user" in one ? one.user.username : "child" in one ? one.child.name : "";
        return `${who} from ${"group" in one ? one.group.name : ""}: ${one.reason}`;
      }),
    ).toEqual(why);
  });
});
