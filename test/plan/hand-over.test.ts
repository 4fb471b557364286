import { describe, expect, it } from "vitest";
import type { JiraConfig } from "../../src/config/config.ts";
import type { Desired } from "../../src/model/desired.ts";
import type { DirectorySnapshot, Lead } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import type { PlannedOperation, TargetPlan } from "../../src/model/plan.ts";
import { makePlan, type PlanRules } from "../../src/plan/make-plan.ts";
import { successorsOf } from "../../src/plan/users/hand-over.ts";
import { cloud, parse, raw } from "../config/config-builder.ts";
import {
  account,
  component,
  desired,
  desiredGroup,
  desiredUser,
  directory,
  directoryGroup,
  EVERYTHING,
  NO_LIMITS,
  project,
  rules,
  sourceId,
  stranger,
  targetId,
} from "../support/people.ts";

const OFFICE = stranger("office");
const SUCCESSORS = { project: "office" as Username, component: "office" as Username };

function led(leads: readonly Lead[], accounts = [account("ada"), OFFICE]): DirectorySnapshot {
  return { ...directory(accounts), leads };
}

function planOf(
  current: DirectorySnapshot,
  overrides: Partial<PlanRules> = {},
  wanted: Partial<Desired> = {},
) {
  return makePlan(desired(wanted), current, rules({ successors: SUCCESSORS, ...overrides }));
}

/** `hand-over CORE: ada → office`, `disable ada [limits.disable]`. */
function inWords(operation: PlannedOperation): string {
  const withheld = operation.status === "withheld" ? ` [${operation.withheldBy}]` : "";
  if (operation.kind === "hand-over") {
    return `hand-over ${operation.lead.id}: ${operation.from} → ${operation.to}${withheld}`;
  }
  return `${operation.kind} ${"user" in operation ? operation.user.username : ""}${withheld}`;
}

const steps = ({ operations }: TargetPlan) => operations.map(inWords);
const notes = (plan: TargetPlan) =>
  plan.notes.map(({ kind, subject, reason }) => `${kind} ${subject}: ${reason}`);

describe("what somebody leads", () => {
  it("is handed over before they are disabled, as an operation of its own", () => {
    const { operations } = planOf(led([project("CORE", "ada")]));

    expect(operations).toEqual([
      {
        id: "cloud:hand-over:project:CORE",
        kind: "hand-over",
        lead: { of: "project", id: "CORE", name: "CORE (The CORE project)" },
        user: { username: "ada", sourceId: sourceId("ada"), targetId: targetId("ada") },
        from: "ada",
        to: "office",
        fromId: targetId("ada"),
        toId: targetId("office"),
        reason: "deleted-in-source",
        status: "planned",
      },
      expect.objectContaining({ kind: "disable", status: "planned" }),
    ]);
  });

  it.each<{
    rule: string;
    current: DirectorySnapshot;
    overrides?: Partial<PlanRules>;
    wanted?: Partial<Desired>;
    plan: string[];
  }>([
    {
      rule: "every project and component is handed over, to whom its setting names",
      current: led(
        [project("CORE", "ada"), component("Login", "ada"), project("OPS", "ada")],
        [account("ada"), OFFICE, stranger("lead")],
      ),
      overrides: { successors: { ...SUCCESSORS, component: "Lead" as Username } },
      plan: [
        "hand-over Login: ada → lead",
        "hand-over CORE: ada → office",
        "hand-over OPS: ada → office",
        "disable ada",
      ],
    },
    {
      rule: "comes after memberships, and every hand-over before the first disable",
      current: {
        ...led([project("CORE", "ada"), project("OPS", "bob")], [account("ada"), account("bob"), OFFICE]),
        groups: [directoryGroup("dev", ["ada"])],
      },
      wanted: { groups: [desiredGroup("dev")] },
      plan: [
        "remove-member ada",
        "hand-over CORE: ada → office",
        "hand-over OPS: bob → office",
        "disable ada",
        "disable bob",
      ],
    },
    {
      rule: "what nobody takes over is kept",
      current: led([project("CORE", "ada"), component("Login", "ada")]),
      overrides: { successors: { component: "office" as Username } },
      plan: ["hand-over Login: ada → office", "disable ada"],
    },
    {
      rule: "without a setting everybody keeps what they lead",
      current: led([project("CORE", "ada")]),
      overrides: { successors: {} },
      plan: ["disable ada"],
    },
    {
      rule: "what somebody leads who stays is left alone",
      current: led([project("CORE", "office"), project("OPS", "eve")]),
      plan: ["disable ada"],
    },
    {
      rule: "while disabling is off, nothing is handed over",
      current: led([project("CORE", "ada")]),
      overrides: { operations: { ...EVERYTHING, disable: false } },
      plan: [],
    },
    {
      rule: "where a server cannot disable, nothing is handed over",
      current: { ...led([project("CORE", "ada")]), lacks: [{ kind: "disable", why: "too old" }] },
      plan: [],
    },
    {
      rule: "a successor who leads already has nothing to take over",
      current: led([project("CORE", "office")]),
      plan: ["disable ada"],
    },
  ])("$rule", ({ current, overrides, wanted, plan }) => {
    expect(steps(planOf(current, overrides, wanted))).toEqual(plan);
  });

  it("is handed over only together with the disable, whatever withholds that", () => {
    const accounts = [account("ada"), account("bob"), OFFICE];
    const current = led([project("CORE", "ada"), component("Login", "bob")], accounts);
    const limits = { ...NO_LIMITS, disable: { count: 1 } };

    const plan = planOf(current, { limits });

    expect(steps(plan)).toEqual([
      "hand-over CORE: ada → office [limits.disable]",
      "hand-over Login: bob → office [limits.disable]",
      "disable ada [limits.disable]",
      "disable bob [limits.disable]",
    ]);
    expect(plan.tripped).toMatchObject([{ allow: "disable=2", withheld: 4 }]);
    expect(steps(planOf({ ...current, incomplete: "half a list" }))).toEqual([
      "hand-over CORE: ada → office [incomplete-read]",
      "hand-over Login: bob → office [incomplete-read]",
      "disable ada [incomplete-read]",
      "disable bob [incomplete-read]",
    ]);
  });
});

describe("a successor who cannot take over", () => {
  const bob = account("bob");
  const names = 'onDisable.projectLead names "office", ';

  it.each<{ case: string; accounts: DirectorySnapshot["accounts"]; wanted?: Partial<Desired>; why: string }>([
    { case: "that there is not", accounts: [], why: "which is no account here" },
    { case: "who is disabled", accounts: [{ ...OFFICE, active: false }], why: "which is disabled" },
    {
      case: "who may be disabled",
      accounts: [{ ...OFFICE, active: null }],
      why: "of which the directory does not say whether it is active",
    },
    {
      case: "who gets another name",
      accounts: [account("office")],
      wanted: { users: [desiredUser("office", { username: "pmo" as Username })] },
      why: "which is to get another username",
    },
  ])("$case keeps those from being disabled who lead, and nobody else", ({ accounts, wanted, why }) => {
    const current = led([project("CORE", "ada"), project("OPS", "ada")], [account("ada"), bob, ...accounts]);

    const plan = planOf(current, {}, wanted);

    expect(steps(plan).filter((step) => !step.startsWith("update"))).toEqual([
      "disable ada [onDisable.projectLead]",
      "disable bob",
    ]);
    expect(plan.tripped).toEqual([
      {
        by: "onDisable.projectLead",
        withheld: 1,
        message: `${names}${why}. 1 account that leads projects is not disabled.`,
        details: [],
      },
    ]);
    expect(notes(plan)).toEqual([
      `unsupported ada: is not disabled, since it leads projects: ${names}${why}`,
    ]);
  });

  it("does not matter to those who lead nothing", () => {
    const plan = planOf(led([], [account("ada")]));

    expect(steps(plan)).toEqual(["disable ada"]);
    expect(plan.notes).toEqual([]);
    expect(plan.tripped).toEqual([]);
  });

  it("withholds what they would hand over to somebody else, too", () => {
    const current = led([component("Login", "ada"), project("CORE", "ada")], [account("ada"), bob, OFFICE]);
    const successors = { project: "nobody" as Username, component: "office" as Username };

    expect(steps(planOf(current, { successors }))).toEqual([
      "hand-over Login: ada → office [onDisable.projectLead]",
      "disable ada [onDisable.projectLead]",
      "disable bob",
    ]);
  });

  it("counts towards no limit with those who are held back because of it", () => {
    const current = led(
      [project("CORE", "ada"), project("OPS", "bob")],
      [account("ada"), bob, account("eve")],
    );

    const plan = planOf(current, { limits: { ...NO_LIMITS, disable: { count: 1 } } });

    expect(steps(plan)).toEqual([
      "disable ada [onDisable.projectLead]",
      "disable bob [onDisable.projectLead]",
      "disable eve",
    ]);
    expect(plan.tripped.map(({ message }) => message)).toEqual([
      `${names}which is no account here. 2 accounts that lead projects are not disabled.`,
    ]);
  });

  it("is not disabled without a note", () => {
    const departure = "is to be disabled, and onDisable.projectLead names it; name somebody else there";
    const successors = { project: "office" as Username };

    const idle = planOf(led([], [account("office")]), { successors });
    const busy = planOf(led([project("CORE", "office")], [account("office")]), { successors });

    expect(steps(idle)).toEqual(["disable office"]);
    expect(notes(idle)).toEqual([`unsupported office: ${departure}`]);
    expect(steps(busy)).toEqual(["disable office [onDisable.projectLead]"]);
    expect(notes(busy)).toEqual([
      `unsupported office: is not disabled, since it leads projects: ${names}which is to be disabled too`,
      `unsupported office: ${departure}`,
    ]);
  });
});

describe("successors", () => {
  const targetOf = (target: unknown) => parse(raw({ targets: [target] })).targets[0] as JiraConfig;

  it("are those of the config of Jira", () => {
    const jira = { name: "jira", type: "jira", url: "https://jira.example.com", token: "t0ken-of-jira" };
    const onDisable = { projectLead: "office", componentLead: "lead" };

    expect(successorsOf(targetOf({ ...jira, onDisable }))).toEqual({ project: "office", component: "lead" });
    expect(successorsOf(targetOf(jira))).toEqual({});
    expect(successorsOf(targetOf(cloud()))).toEqual({});
  });
});
