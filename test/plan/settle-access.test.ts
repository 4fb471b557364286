import { describe, expect, it } from "vitest";
import type { Access } from "../../src/model/access.ts";
import type { Desired } from "../../src/model/desired.ts";
import type { Account, DirectoryGroup } from "../../src/model/directory-snapshot.ts";
import type { PlannedOperation } from "../../src/model/plan.ts";
import { makePlan, type PlanRules } from "../../src/plan/make-plan.ts";
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
} from "../support/people.ts";

const USUAL: Access = { groups: ["users"] };

const licensed = (name: string, members: readonly string[] = []): DirectoryGroup => ({
  ...directoryGroup(name, members),
  licensed: true,
});

/** An account that these groups and this permission let in; nobody without any. */
function letIn(name: string, groups: readonly string[], overrides: Partial<Account> = {}): Account {
  const { access = { groups }, ...rest } = overrides;
  const isIn = access.groups.length > 0 || access.permission !== undefined;
  return account(name, { active: isIn, ...(isIn && { access }), ...rest });
}

const withPermission = (groups: readonly string[]) => ({ access: { groups, permission: "ADMIN" } });

interface Given {
  readonly wanted: Partial<Desired>;
  readonly accounts?: readonly Account[];
  readonly groups?: readonly DirectoryGroup[];
  readonly usual?: Access;
  readonly rules?: Partial<PlanRules>;
}

function planned({ wanted, accounts = [], groups = [], usual = USUAL, rules: changes = {} }: Given) {
  const capabilities = { ...CAPABILITIES, defaultAccess: usual };
  const plan = makePlan(desired(wanted), directory(accounts, groups), rules({ capabilities, ...changes }));
  return {
    steps: plan.operations.map(stepOf),
    notes: plan.notes.map(({ kind, subject, reason }) => `${kind} ${subject}: ${reason}`),
  };
}

function stepOf(operation: PlannedOperation): string {
  const who = "user" in operation ? operation.user.username : "";
  const where = "group" in operation ? ` ${operation.group.name}` : "";
  const access = "access" in operation ? operation.access : undefined;
  const moved =
    access === undefined ? "" : ` [${[...access.groups, access.permission ?? ""].filter(Boolean)}]`;
  const end = operation.status === "withheld" ? ` (${operation.withheldBy})` : "";
  return `${operation.kind} ${who}${where}${moved}${end}`;
}

const UNLICENSED =
  "nothing lets this account in: add the person to an Entra group that becomes a group with a licence (mapping.groupName), or name such a group in licenseGroups";

describe("what lets somebody in", () => {
  it.each<Given & { rule: string; steps: string[]; notes?: string[] }>([
    {
      rule: "is what is usual, for a new account",
      wanted: { users: [desiredUser("ada")] },
      steps: ["import ada [users]"],
    },
    {
      rule: "is a group of the source, and then nothing else is given",
      wanted: { users: [desiredUser("ada")], groups: [desiredGroup("Users", ["ada"])] },
      groups: [licensed("users")],
      steps: ["import ada []", "add-member ada users"],
    },
    {
      rule: "is a default group for all",
      wanted: {
        users: [desiredUser("ada")],
        groups: [desiredGroup("users", [], { everybody: true, additive: true })],
      },
      groups: [licensed("users")],
      steps: ["import ada []", "add-member ada users"],
    },
    {
      rule: "is said to be missing, for a new account",
      wanted: { users: [desiredUser("ada")] },
      usual: { groups: [] },
      steps: ["import ada []"],
      notes: [`unsupported ada: ${UNLICENSED}`],
    },
    {
      rule: "is what was taken away",
      wanted: { users: [desiredUser("ada")] },
      accounts: [letIn("ada", [], { withdrawn: { groups: ["admins", "dev"], permission: "ADMIN" } })],
      groups: [licensed("users"), licensed("admins"), licensed("dev")],
      steps: ["enable ada [admins,dev,ADMIN]"],
    },
    {
      rule: "is what is usual, when nobody remembers what was taken away",
      wanted: { users: [desiredUser("ada")] },
      accounts: [letIn("ada", [])],
      groups: [licensed("users")],
      steps: ["enable ada [users]"],
    },
    {
      rule: "is not given back where the source decides who is in the group",
      wanted: { users: [desiredUser("ada")], groups: [desiredGroup("DEV")] },
      accounts: [letIn("ada", [], { withdrawn: { groups: ["admins", "dev"] } })],
      groups: [licensed("admins"), licensed("dev")],
      steps: ["enable ada [admins]"],
    },
    {
      rule: "is given back where the source only ever adds people",
      wanted: {
        users: [desiredUser("ada")],
        groups: [desiredGroup("dev", [], { newcomers: true, additive: true })],
      },
      accounts: [letIn("ada", [], { withdrawn: { groups: ["dev"] } })],
      groups: [licensed("dev")],
      steps: ["enable ada [dev]"],
    },
    {
      rule: "is given back where the group is protected, since then the plan does not decide",
      wanted: { users: [desiredUser("ada")], groups: [desiredGroup("dev")] },
      accounts: [letIn("ada", [], { withdrawn: { groups: ["dev"] } })],
      groups: [licensed("dev")],
      rules: { protect: { users: [], groups: ["dev"] } },
      steps: ["enable ada [dev]"],
      notes: ["protected dev: protect.groups"],
    },
    {
      rule: "may be the membership alone, which is the enabling then",
      wanted: { users: [desiredUser("ada")], groups: [desiredGroup("dev", ["ada"])] },
      accounts: [letIn("ada", [], { withdrawn: { groups: ["dev"] } })],
      groups: [licensed("dev")],
      steps: ["add-member ada dev"],
    },
    {
      rule: "is said to be missing when the source takes people out of all there is",
      wanted: { users: [desiredUser("ada")], groups: [desiredGroup("dev"), desiredGroup("ops", ["ada"])] },
      accounts: [letIn("ada", [], { withdrawn: { groups: ["dev"] } })],
      groups: [licensed("dev"), directoryGroup("ops", ["ada"])],
      steps: [],
      notes: [`unsupported ada: ${UNLICENSED}`],
    },
  ])("$rule", ({ steps, notes = [], ...given }) => {
    expect(planned(given)).toEqual({ steps, notes });
  });
});

describe("whoever is not active in the source", () => {
  const gone = { users: [desiredUser("ada", { active: false })] };

  it.each<Given & { rule: string; steps: string[]; notes?: string[] }>([
    {
      rule: "loses everything that lets in, by being disabled",
      wanted: { ...gone, groups: [desiredGroup("dev")] },
      accounts: [letIn("ada", ["users", "dev"], withPermission(["users", "dev"]))],
      groups: [licensed("users", ["ada"]), licensed("dev", ["ada"])],
      steps: ["disable ada [users,dev,ADMIN]"],
    },
    {
      rule: "loses with it what an earlier try took away already",
      wanted: gone,
      accounts: [letIn("ada", ["users"], { withdrawn: { groups: ["dev", "Users"], permission: "ADMIN" } })],
      groups: [licensed("users", ["ada"]), licensed("dev")],
      steps: ["disable ada [users,dev,ADMIN]"],
    },
    {
      rule: "does not join a group that lets in, but any other",
      wanted: { ...gone, groups: [desiredGroup("dev", ["ada"]), desiredGroup("ops", ["ada"])] },
      accounts: [letIn("ada", [])],
      groups: [licensed("dev"), directoryGroup("ops")],
      steps: ["add-member ada ops"],
    },
    {
      rule: "stays in a group that lets in when disabling is switched off, and leaves any other",
      wanted: { ...gone, groups: [desiredGroup("dev"), desiredGroup("ops")] },
      accounts: [letIn("ada", ["dev"])],
      groups: [licensed("dev", ["ada"]), directoryGroup("ops", ["ada"])],
      rules: { operations: { ...EVERYTHING, disable: false } },
      steps: ["remove-member ada ops"],
      notes: [
        "switched-off ada: disable (operations.disable is off)",
        "excluded ada in dev: stays, since the group lets the account in",
      ],
    },
    {
      rule: "stays in it when a limit withholds the disabling",
      wanted: { ...gone, groups: [desiredGroup("dev")] },
      accounts: [letIn("ada", ["dev"])],
      groups: [licensed("dev", ["ada"])],
      rules: { limits: { ...NO_LIMITS, disable: { count: 0 } } },
      steps: ["disable ada [dev] (limits.disable)"],
    },
    {
      rule: "stays in it when the source does not say whether they are",
      wanted: { users: [desiredUser("ada", { active: null })], groups: [desiredGroup("dev")] },
      accounts: [letIn("ada", ["dev"])],
      groups: [licensed("dev", ["ada"])],
      steps: [],
      notes: ["excluded ada in dev: stays, since the group lets the account in"],
    },
    {
      rule: "stays out of it when they have left the source",
      wanted: { groups: [desiredGroup("dev", ["ada"])] },
      accounts: [letIn("ada", ["users"])],
      groups: [licensed("users", ["ada"]), licensed("dev")],
      steps: ["disable ada [users]"],
    },
  ])("$rule", ({ steps, notes = [], ...given }) => {
    const result = planned(given);

    expect({ ...result, notes: result.notes.toSorted() }).toEqual({ steps, notes: notes.toSorted() });
  });
});

describe("whoever is active in the source", () => {
  const wanted = { users: [desiredUser("ada")], groups: [desiredGroup("dev")] };
  const onlyDev = {
    accounts: [letIn("ada", ["dev"])],
    groups: [licensed("users"), licensed("dev", ["ada"])],
  };

  it.each<Given & { rule: string; steps: string[]; notes?: string[] }>([
    {
      rule: "and loses the last group that lets in is given what is usual",
      ...{ wanted, ...onlyDev },
      steps: ["enable ada [users]", "remove-member ada dev"],
    },
    {
      rule: "and is to lose it, but for a limit, is given nothing either",
      ...{ wanted, ...onlyDev },
      rules: { limits: { ...NO_LIMITS, removeMembersTotal: { count: 0 } } },
      steps: [
        "enable ada [users] (limits.removeMembersTotal)",
        "remove-member ada dev (limits.removeMembersTotal)",
      ],
    },
    {
      rule: "and is given nothing for it since enabling is switched off is said to be",
      ...{ wanted, ...onlyDev },
      rules: { operations: { ...EVERYTHING, enable: false } },
      steps: ["remove-member ada dev"],
      notes: ["switched-off ada: enable (operations.enable is off)"],
    },
    {
      rule: "and loses it where nothing is usual is said to be let in by nothing",
      ...{ wanted, ...onlyDev },
      usual: { groups: [] },
      steps: ["remove-member ada dev"],
      notes: [`unsupported ada: ${UNLICENSED}`],
    },
    {
      rule: "and loses one group of two needs nothing",
      wanted,
      accounts: [letIn("ada", ["users", "dev"])],
      groups: [licensed("users", ["ada"]), licensed("dev", ["ada"])],
      steps: ["remove-member ada dev"],
    },
    {
      rule: "and goes from one group to another needs nothing",
      wanted: { users: [desiredUser("ada")], groups: [desiredGroup("dev"), desiredGroup("ops", ["ada"])] },
      accounts: [letIn("ada", ["dev"])],
      groups: [licensed("dev", ["ada"]), licensed("ops")],
      steps: ["add-member ada ops", "remove-member ada dev"],
    },
    {
      rule: "and half disabled is given back the rest",
      wanted: { users: [desiredUser("ada")] },
      accounts: [letIn("ada", ["users"], { withdrawn: { groups: ["users", "dev"], permission: "ADMIN" } })],
      groups: [licensed("users", ["ada"]), licensed("dev")],
      steps: ["enable ada [dev,ADMIN]"],
    },
    {
      rule: "and half disabled is given back nothing that the source decides, which needs no word",
      wanted,
      accounts: [letIn("ada", ["users"], { withdrawn: { groups: ["users", "dev"] } })],
      groups: [licensed("users", ["ada"]), licensed("dev")],
      steps: [],
    },
    {
      rule: "and half disabled, and loses the last group, is given back what was taken away",
      wanted,
      accounts: [letIn("ada", ["dev"], { withdrawn: { groups: ["admins", "dev"] } })],
      groups: [licensed("users"), licensed("dev", ["ada"]), licensed("admins")],
      steps: ["enable ada [admins]", "remove-member ada dev"],
    },
    {
      rule: "and shut out is not let in by a group when enabling is switched off",
      wanted: { users: [desiredUser("ada")], groups: [desiredGroup("dev", ["ada"])] },
      accounts: [letIn("ada", [])],
      groups: [licensed("dev")],
      rules: { operations: { ...EVERYTHING, enable: false } },
      steps: [],
      notes: [
        "switched-off ada: enable (operations.enable is off)",
        "switched-off ada in dev: would let the account in (operations.enable is off)",
      ],
    },
  ])("$rule", ({ steps, notes = [], ...given }) => {
    expect(planned(given)).toEqual({ steps, notes });
  });
});
