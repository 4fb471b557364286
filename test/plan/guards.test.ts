import { describe, expect, it } from "vitest";
import type { LimitsConfig } from "../../src/config/config.ts";
import type { Desired } from "../../src/model/desired.ts";
import type { DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import type { Tripped } from "../../src/model/plan.ts";
import type { Baseline } from "../../src/model/recorded.ts";
import { protectedGroupNames } from "../../src/plan/groups/protected-group-names.ts";
import { baselineAfter, baselineOf } from "../../src/plan/guards/shrinking.ts";
import { makePlan, type PlanRules } from "../../src/plan/make-plan.ts";
import {
  account,
  desired,
  desiredGroup,
  desiredUser,
  directory,
  directoryGroup,
  NO_LIMITS,
  rules,
  stranger,
  targetId,
} from "../support/people.ts";

const names = (count: number, prefix = "u") =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const accounts = (count: number) => names(count).map((name) => account(name));
const people = (list: readonly string[]) => list.map((name) => desiredUser(name));

function planOf(
  wanted: Partial<Desired>,
  current: DirectorySnapshot,
  limits: Partial<LimitsConfig>,
  more: Partial<PlanRules> = {},
) {
  return makePlan(desired(wanted), current, rules({ limits: { ...NO_LIMITS, ...limits }, ...more }));
}

/** How many of a kind go ahead and how many are withheld, and by what. */
function tally({ operations }: ReturnType<typeof planOf>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const operation of operations) {
    const verdict = operation.status === "withheld" ? operation.withheldBy : operation.status;
    counts[`${operation.kind} ${verdict}`] = (counts[`${operation.kind} ${verdict}`] ?? 0) + 1;
  }
  return counts;
}

const group = (name: string, size: number, staying: number) => ({
  wanted: desiredGroup(name, names(size).slice(0, staying)),
  current: directoryGroup(name, names(size)),
});

function groupPlan(groups: readonly ReturnType<typeof group>[], limits: Partial<LimitsConfig>) {
  const wanted = { users: people(names(60)), groups: groups.map((one) => one.wanted) };
  return planOf(
    wanted,
    directory(
      accounts(60),
      groups.map((one) => one.current),
    ),
    limits,
  );
}

const LIMITED: {
  rule: string;
  plan: (limits: Partial<LimitsConfig>) => ReturnType<typeof planOf>;
  limits: Partial<LimitsConfig>;
  tripped: Tripped;
}[] = [
  {
    rule: "disables beyond a share",
    plan: (limits) => planOf({ users: people(names(3)) }, directory(accounts(30)), limits),
    limits: { disable: { share: 0.1 } },
    tripped: {
      by: "limits.disable",
      withheld: 27,
      message: "27 of 30 active accounts would be disabled; limits.disable allows 3 (10%).",
      allow: "disable=27",
      details: [],
    },
  },
  {
    rule: "disables beyond a number",
    plan: (limits) => planOf({}, directory(accounts(3)), limits),
    limits: { disable: { count: 2 } },
    tripped: {
      by: "limits.disable",
      withheld: 3,
      message: "3 of 3 active accounts would be disabled; limits.disable allows 2.",
      allow: "disable=3",
      details: [],
    },
  },
  {
    rule: "disables beyond the stricter of both",
    plan: (limits) => planOf({ users: people(names(26)) }, directory(accounts(30)), limits),
    limits: { disable: { share: 0.29, count: 3 } },
    tripped: {
      by: "limits.disable",
      withheld: 4,
      message: "4 of 30 active accounts would be disabled; limits.disable allows 3 (29% or 3).",
      allow: "disable=4",
      details: [],
    },
  },
  {
    rule: "an import with its memberships",
    plan: (limits) =>
      planOf(
        { users: people(["new"]), groups: [desiredGroup("dev", ["new"])] },
        directory([], [directoryGroup("dev")]),
        limits,
      ),
    limits: { import: { count: 0 } },
    tripped: {
      by: "limits.import",
      withheld: 2,
      message: "1 account would be imported, with 0 active today; limits.import allows 0.",
      allow: "import=1",
      details: [],
    },
  },
  {
    rule: "updates",
    plan: (limits) =>
      planOf(
        { users: names(9).map((name) => desiredUser(name, { displayName: "New" })) },
        directory(accounts(9)),
        limits,
      ),
    limits: { update: { share: 0.1 } },
    tripped: {
      by: "limits.update",
      withheld: 9,
      message: "9 accounts would be updated, with 9 active today; limits.update allows 0 (10%).",
      allow: "update=9",
      details: [],
    },
  },
  {
    rule: "a group that loses too many",
    plan: (limits) => groupPlan([group("dev", 10, 3), group("ops", 10, 9)], limits),
    limits: { removeMembers: { share: 0.2 } },
    tripped: {
      by: "limits.removeMembers",
      withheld: 7,
      message: "1 group would lose more members than limits.removeMembers allows (20%).",
      allow: "removeMembers=7",
      details: ["dev: 7 of 10 members, where 2 may be removed"],
    },
  },
  {
    rule: "groups that lose too many, a small one by the number",
    plan: (limits) => groupPlan([group("dev", 10, 5), group("abc", 3, 0), group("ops", 4, 3)], limits),
    limits: { removeMembers: { share: 0.3, count: 2 } },
    tripped: {
      by: "limits.removeMembers",
      withheld: 8,
      message: "2 groups would lose more members than limits.removeMembers allows (30% or 2).",
      allow: "removeMembers=5",
      details: [
        "abc: 3 of 3 members, where 2 may be removed",
        "dev: 5 of 10 members, where 2 may be removed",
      ],
    },
  },
  {
    rule: "a group of five that loses everybody",
    plan: (limits) => groupPlan([group("dev", 5, 0), group("abc", 4, 0)], limits),
    limits: { emptyGroup: "refuse" },
    tripped: {
      by: "limits.emptyGroup",
      withheld: 5,
      message: "1 group of 5 or more would lose every member; limits.emptyGroup is refuse.",
      allow: "emptyGroup",
      details: ["dev: all 5 members"],
    },
  },
  {
    rule: "many small removals",
    plan: (limits) => groupPlan([group("dev", 10, 8), group("ops", 10, 9)], limits),
    limits: { removeMembersTotal: { share: 0.1 } },
    tripped: {
      by: "limits.removeMembersTotal",
      withheld: 3,
      message:
        "3 of 20 memberships in all managed groups would be removed; limits.removeMembersTotal allows 2 (10%).",
      allow: "removeMembersTotal=3",
      details: [],
    },
  },
];

describe("a tripped limit says what it would be, what is allowed and what lets it through", () => {
  it.each(LIMITED)("$rule", ({ plan, limits, tripped }) => {
    expect(plan(limits).tripped).toEqual([tripped]);
  });

  it.each(LIMITED)("$rule: that just lets it through, and less does not", ({ plan, limits, tripped }) => {
    const [key, value] = (tripped.allow ?? "").split("=") as [keyof LimitsConfig, string | undefined];
    if (value === undefined) {
      expect(plan({ ...limits, [key]: "allow" }).tripped).toEqual([]);
      return;
    }

    expect(plan({ ...limits, [key]: { count: Number(value) } }).tripped).toEqual([]);
    expect(plan({ ...limits, [key]: { count: Number(value) - 1 } }).tripped).not.toEqual([]);
  });

  it("a group that is emptied beyond a share too needs both, and both are said", () => {
    const plan = groupPlan([group("dev", 40, 0)], { emptyGroup: "refuse", removeMembers: { share: 0.2 } });

    expect(tally(plan)).toEqual({ "remove-member limits.emptyGroup": 40 });
    expect(plan.tripped.map(({ allow, withheld }) => `${allow} ${withheld}`)).toEqual([
      "emptyGroup 40",
      "removeMembers=40 40",
    ]);
  });

  it("what is held back group by group does not count towards the total", () => {
    const plan = groupPlan([group("dev", 40, 0), group("ops", 20, 19)], {
      emptyGroup: "refuse",
      removeMembersTotal: { count: 1 },
    });

    expect(tally(plan)).toEqual({ "remove-member limits.emptyGroup": 40, "remove-member planned": 1 });
  });

  it("nothing lets through what rests on half a list, and the plan says so elsewhere", () => {
    const cut = group("dev", 10, 9);
    const plan = groupPlan([{ ...cut, wanted: { ...cut.wanted, incomplete: "page 2 was lost" } }], {
      removeMembers: { count: 0 },
    });

    expect(tally(plan)).toEqual({ "remove-member incomplete-read": 1 });
    expect(plan.tripped).toEqual([]);
    expect(plan.incomplete).toEqual(['group "dev": page 2 was lost']);
  });

  it("a group that was only read because it is protected does not count among all memberships", () => {
    const { current, wanted } = group("dev", 10, 9);
    const groups = [current, directoryGroup("site-admins", names(40))];
    const plan = planOf(
      { users: people(names(60)), groups: [wanted] },
      directory(accounts(60), groups),
      { removeMembersTotal: { share: 0.05 } },
      { protect: { users: [], groups: ["site-admins"] } },
    );

    expect(plan.tripped[0]?.message).toBe(
      "1 of 10 memberships in all managed groups would be removed; limits.removeMembersTotal allows 0 (5%).",
    );
  });
});

describe("when far fewer people are there than at the last run", () => {
  const settings = { "source.users.from": '"all"', "limits.disable": "10%" };
  const baseline: Baseline = { at: "2026-11-20T22:00:00.000Z", population: 100, scope: 30, settings };
  const wanted = {
    users: [...people(names(20)), desiredUser("new")],
    groups: [desiredGroup("dev", [...names(20), "new"])],
    population: 70,
  };
  const current = directory(accounts(30), [directoryGroup("dev", names(30))]);
  const shrunk = (limits: Partial<LimitsConfig>, past: PlanRules["past"]) =>
    planOf(wanted, current, limits, past === undefined ? {} : { past });
  const filtered = { ...settings, "source.users.filter": `"department eq 'R&D'"` };

  it("nobody is disabled and no member removed, and what is safe goes on", () => {
    const plan = shrunk({ shrinkSource: { share: 0.2 } }, { baseline, settings });

    expect(tally(plan)).toEqual({
      "import planned": 1,
      "add-member planned": 1,
      "remove-member limits.shrinkSource": 10,
      "disable limits.shrinkSource": 10,
    });
    expect(plan.tripped).toEqual([
      {
        by: "limits.shrinkSource",
        withheld: 20,
        message:
          "The source gave 70 people, after 100 on 2026-11-20: 30 fewer. limits.shrinkSource allows 20 (20%).",
        allow: "shrinkSource=30",
        details: [],
      },
    ]);
  });

  it.each<{ rule: string; limits: Partial<LimitsConfig>; past: PlanRules["past"] }>([
    { rule: "the limit is just met", limits: { shrinkSource: { count: 30 } }, past: { baseline, settings } },
    { rule: "the limit is lifted", limits: { shrinkSource: "none" }, past: { baseline, settings } },
    { rule: "nothing is remembered", limits: { shrinkSource: { count: 0 } }, past: undefined },
    { rule: "it is the first run here", limits: { shrinkSource: { count: 0 } }, past: { settings } },
    {
      rule: "the source was asked for others, so that the scope is what counts",
      limits: { shrinkSource: { count: 0 } },
      past: { baseline, settings: filtered },
    },
    {
      rule: "the scope is smaller, but the config is as it was",
      limits: { shrinkScope: { count: 0 } },
      past: { baseline, settings },
    },
    {
      rule: "what changed in the config puts nobody out of scope",
      limits: { shrinkScope: { count: 0 } },
      past: { baseline, settings: { ...settings, "limits.disable": "none", "operations.disable": "true" } },
    },
    {
      rule: "the limit of the scope is just met",
      limits: { shrinkScope: { count: 9 } },
      past: { baseline, settings: filtered },
    },
    {
      rule: "the limit of the scope is lifted",
      limits: { shrinkScope: "none" },
      past: { baseline, settings: filtered },
    },
  ])("it goes on when $rule", ({ limits, past }) => {
    expect(shrunk(limits, past).tripped).toEqual([]);
  });

  it("story 45: a filter that puts many out of scope is held back, with the difference of the config", () => {
    const narrowed = { ...filtered, "source.users.from": '"assigned"' };
    const before = { ...settings, "mapping.username.case": '"lower"' };
    const plan = shrunk(
      { shrinkScope: { share: 0.1 } },
      { baseline: { ...baseline, settings: before }, settings: narrowed },
    );

    expect(tally(plan)).toMatchObject({
      "disable limits.shrinkScope": 10,
      "remove-member limits.shrinkScope": 10,
      "import planned": 1,
    });
    expect(plan.tripped).toEqual([
      {
        by: "limits.shrinkScope",
        withheld: 20,
        message:
          "The config has changed, and 21 people are to have an active account here, after 30 on 2026-11-20: 9 fewer. limits.shrinkScope allows 3 (10%).",
        allow: "shrinkScope=9",
        details: [
          'mapping.username.case: "lower" → (not set)',
          `source.users.filter: (not set) → "department eq 'R&D'"`,
          'source.users.from: "all" → "assigned"',
        ],
      },
    ]);
  });

  it("the limits that would trip besides are said in the same run", () => {
    const plan = shrunk(
      { shrinkSource: { count: 0 }, disable: { count: 9 }, ownAccount: "refuse" },
      { baseline, settings },
    );

    expect(tally(plan)).toMatchObject({ "disable limits.shrinkSource": 10 });
    expect(plan.tripped.map(({ allow, withheld }) => `${allow} ${withheld}`)).toEqual([
      "shrinkSource=30 20",
      "disable=10 10",
    ]);
  });

  it("with nothing to hold back, nothing has tripped", () => {
    const plan = planOf(
      { ...wanted, groups: [] },
      directory(),
      { shrinkSource: { count: 0 } },
      { past: { baseline, settings } },
    );

    expect(tally(plan)).toEqual({ "import planned": 21 });
    expect(plan.tripped).toEqual([]);
  });

  it("the size of a run is who the source gave, and who may be active here", () => {
    const users = [
      desiredUser("ada"),
      desiredUser("bob", { active: null }),
      desiredUser("eve", { active: false }),
    ];

    expect(baselineOf(desired({ users, population: 5 }))).toEqual({ population: 5, scope: 2 });
  });
});

describe("what later runs are measured against", () => {
  const wanted = desired({ users: people(["ada"]), population: 5 });
  const now = { at: "2026-11-21T22:00:00.000Z", settings: {} };
  const trippedBy = (by: string): Tripped => ({ by, withheld: 1, message: "", details: [] });

  it.each([
    { rule: "is this run", tripped: [], error: false, kept: true },
    {
      rule: "is this run, when another guard held something back",
      tripped: ["limits.disable"],
      error: false,
      kept: true,
    },
    { rule: "stays, when the source shrank", tripped: ["limits.shrinkSource"], error: false, kept: false },
    { rule: "stays, when the scope shrank", tripped: ["limits.shrinkScope"], error: false, kept: false },
    { rule: "stays, when there is no plan", tripped: [], error: true, kept: false },
  ])("$rule", ({ tripped, error, kept }) => {
    const failed = error ? { error: { code: "INCOMPLETE_READ", message: "" } } : {};

    const after = baselineAfter({ tripped: tripped.map(trippedBy), ...failed }, wanted, now);

    expect(after).toEqual(kept ? { ...now, population: 5, scope: 1 } : undefined);
  });
});

describe("the account that usersync itself uses", () => {
  const current = { ...directory([account("svc"), account("ada")]), self: targetId("svc") };
  const renamed = [
    desiredUser("svc", { username: "robot" as Username }),
    desiredUser("ada", { displayName: "A" }),
  ];

  it.each<{ rule: string; wanted: Partial<Desired>; counts: Record<string, number>; message: string }>([
    {
      rule: "is not disabled",
      wanted: {},
      counts: { "disable limits.ownAccount": 1, "disable planned": 1 },
      message:
        'The account that usersync itself signs in with, "svc", would be disabled; limits.ownAccount is refuse.',
    },
    {
      rule: "is not renamed",
      wanted: { users: renamed },
      counts: { "update limits.ownAccount": 1, "update planned": 1 },
      message:
        'The account that usersync itself signs in with, "svc", would get another username; limits.ownAccount is refuse.',
    },
  ])("$rule, and others are", ({ wanted, counts, message }) => {
    const plan = planOf(wanted, current, { ownAccount: "refuse" });

    expect(tally(plan)).toEqual(counts);
    expect(plan.tripped).toEqual([
      { by: "limits.ownAccount", withheld: 1, message, allow: "ownAccount", details: [] },
    ]);
    expect(planOf(wanted, current, { ownAccount: "allow" }).tripped).toEqual([]);
  });

  it("may get another display name, and join groups", () => {
    const wanted = {
      users: [desiredUser("svc", { displayName: "Robot" }), desiredUser("ada")],
      groups: [desiredGroup("dev", ["svc"])],
    };

    expect(planOf(wanted, current, { ownAccount: "refuse" }).tripped).toEqual([]);
  });

  it("does not count towards the limit of disables", () => {
    const plan = planOf({}, current, { ownAccount: "refuse", disable: { count: 1 } });

    expect(tally(plan)).toEqual({ "disable limits.ownAccount": 1, "disable planned": 1 });
  });
});

describe("the last active members of a protected group", () => {
  const protect = { users: [], groups: ["site-*"] };
  const lost = (current: DirectorySnapshot, limits: Partial<LimitsConfig> = { lastMember: "refuse" }) =>
    planOf({}, current, limits, { protect });

  it("are not disabled, others are", () => {
    const plan = lost(
      directory(
        [account("ada"), account("bob"), account("eve"), account("off", { active: false })],
        [directoryGroup("site-admins", ["ada", "bob", "off", "ada"]), directoryGroup("site-users", ["bob"])],
      ),
    );

    expect(tally(plan)).toEqual({ "disable limits.lastMember": 2, "disable planned": 1 });
    expect(plan.tripped).toEqual([
      {
        by: "limits.lastMember",
        withheld: 2,
        message: "2 protected groups would be left without an active member; limits.lastMember is refuse.",
        allow: "lastMember",
        details: ["site-admins: ada, bob", "site-users: bob"],
      },
    ]);
  });

  it("one group is one group", () => {
    const plan = lost(directory([account("ada")], [directoryGroup("site-admins", ["ada"])]));

    expect(plan.tripped[0]?.message).toBe(
      "1 protected group would be left without an active member; limits.lastMember is refuse.",
    );
  });

  it.each<{ rule: string; current: DirectorySnapshot; limits?: Partial<LimitsConfig> }>([
    {
      rule: "another active member stays, though nobody manages that account",
      current: directory(
        [account("ada"), stranger("root")],
        [directoryGroup("site-admins", ["ada", "root"])],
      ),
    },
    {
      rule: "the group is not protected",
      current: directory([account("ada")], [directoryGroup("dev", ["ada"])]),
    },
    {
      rule: "the group has no active member today",
      current: directory([account("ada")], [directoryGroup("site-admins", ["x"])]),
    },
    { rule: "no group was read", current: directory([account("ada")]) },
    {
      rule: "the config allows it",
      current: directory([account("ada")], [directoryGroup("site-admins", ["ada"])]),
      limits: { lastMember: "allow" },
    },
  ])("may be disabled when $rule", ({ current, limits }) => {
    expect(lost(current, limits).tripped).toEqual([]);
  });

  it("somebody of whom the directory does not say whether they are active does not count", () => {
    const current = directory(
      [account("ada"), account("may", { active: null })],
      [directoryGroup("site-admins", ["ada", "may"])],
    );

    expect(tally(lost(current))).toEqual({ "disable limits.lastMember": 1 });
  });

  it("can be asked for where the name has no wildcard", () => {
    expect(protectedGroupNames({ users: [], groups: ["site-admins", "jira-*"] })).toEqual(["site-admins"]);
  });

  it("story 6: a group that was read for this is not managed", () => {
    const wanted = { users: people(["ada"]) };
    const current = directory(
      [account("ada"), stranger("root")],
      [directoryGroup("site-admins", ["ada", "root"])],
    );

    expect(planOf(wanted, current, { lastMember: "refuse" }, { protect })).toMatchObject({
      operations: [],
      notes: [],
    });
  });
});
