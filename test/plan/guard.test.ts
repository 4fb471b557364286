import { describe, expect, it } from "vitest";
import type { LimitsConfig } from "../../src/config/config.ts";
import type { Desired } from "../../src/model/desired.ts";
import type { DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import {
  account,
  desired,
  desiredGroup,
  desiredUser,
  directory,
  directoryGroup,
  NO_LIMITS,
  rules,
} from "../support/people.ts";

const DEFAULTS: LimitsConfig = {
  disable: { share: 0.1 },
  removeMembers: { share: 0.2 },
  removeMembersTotal: { share: 0.1 },
  import: "none",
  update: "none",
  rename: { share: 0.2 },
  unmatched: "refuse",
  emptyGroup: "refuse",
  shrinkSource: { share: 0.2 },
  shrinkScope: { share: 0.1 },
  ownAccount: "refuse",
  lastMember: "refuse",
};

const names = (count: number, prefix = "u") =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

function planned(wanted: Partial<Desired>, current: DirectorySnapshot, limits: Partial<LimitsConfig>) {
  const plan = makePlan(desired(wanted), current, rules({ limits: { ...NO_LIMITS, ...limits } }));
  return plan.operations.map((operation) => [
    operation.kind,
    operation.status === "withheld" ? operation.withheldBy : operation.status,
  ]);
}

/** How many of a kind go ahead and how many are withheld, and by what. */
function tally(...given: Parameters<typeof planned>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [kind, verdict] of planned(...given)) {
    counts[`${kind} ${verdict}`] = (counts[`${kind} ${verdict}`] ?? 0) + 1;
  }
  return counts;
}

describe("limits.disable", () => {
  it.each([
    { active: 10, leaving: 1, limit: { share: 0.1 }, verdict: "planned" },
    { active: 10, leaving: 2, limit: { share: 0.1 }, verdict: "limits.disable" },
    { active: 9, leaving: 1, limit: { share: 0.1 }, verdict: "limits.disable" },
    { active: 9, leaving: 1, limit: { count: 1 }, verdict: "planned" },
    { active: 9, leaving: 1, limit: { count: 0 }, verdict: "limits.disable" },
    { active: 30, leaving: 30, limit: "none" as const, verdict: "planned" },
    { active: 100, leaving: 29, limit: { share: 0.29 }, verdict: "planned" },
  ])("of $active active, $leaving leaving, with $limit: $verdict", ({ active, leaving, limit, verdict }) => {
    const accounts = names(active).map((name) => account(name));
    const users = names(active)
      .slice(leaving)
      .map((name) => desiredUser(name));

    expect(tally({ users }, directory(accounts), { disable: limit })).toEqual({
      [`disable ${verdict}`]: leaving,
    });
  });

  it("measures against active accounts that are managed, not against disabled ones", () => {
    const accounts = [
      ...names(5).map((name) => account(name)),
      ...names(50, "off").map((name) => account(name, { active: false })),
    ];

    expect(tally({}, directory(accounts), { disable: { share: 0.5 } })).toEqual({
      "disable limits.disable": 5,
    });
  });

  it("story 39: withholds every one of them, and nothing else", () => {
    const accounts = names(20).map((name) => account(name));
    const users = [desiredUser("u0", { displayName: "U" }), desiredUser("new")];

    expect(tally({ users }, directory(accounts), DEFAULTS)).toEqual({
      "import planned": 1,
      "update planned": 1,
      "disable limits.disable": 19,
    });
  });
});

describe("story 45: a filter is renamed, and most people leave the scope", () => {
  const accounts = names(30).map((name) => account(name));
  const staying = names(30).slice(0, 3);
  const wanted = {
    users: [...staying.map((name) => desiredUser(name, { displayName: "New" })), desiredUser("new")],
    missing: "left-scope" as const,
    population: 4,
    groups: [desiredGroup("dev", [...staying, "new"])],
  };
  const current = directory(accounts, [directoryGroup("dev", names(30))]);

  it("no account is disabled and nobody loses a group, and what is safe goes on", () => {
    expect(tally(wanted, current, DEFAULTS)).toEqual({
      "import planned": 1,
      "update planned": 3,
      "add-member planned": 1,
      "remove-member limits.removeMembers": 27,
      "disable limits.disable": 27,
    });
  });

  it("the plan says for each that they left the scope, not that they are gone", () => {
    const plan = makePlan(desired(wanted), current, rules({ limits: DEFAULTS }));

    const reasons = plan.operations.flatMap((one) => (one.kind === "disable" ? [one.reason] : []));
    expect(reasons).toEqual(names(27).map(() => "left-scope"));
  });
});

describe("limits.import and limits.update", () => {
  it("withhold with an import the memberships that need it", () => {
    const wanted = {
      users: [desiredUser("ada"), ...names(3).map((name) => desiredUser(name))],
      groups: [desiredGroup("dev", ["ada", "u0", "u1"])],
    };
    const current = directory([account("ada")], [directoryGroup("dev")]);

    expect(planned(wanted, current, { import: { count: 2 } })).toEqual([
      ["import", "limits.import"],
      ["import", "limits.import"],
      ["import", "limits.import"],
      ["add-member", "planned"],
      ["add-member", "limits.import"],
      ["add-member", "limits.import"],
    ]);
  });

  it("withhold with an update the import that waits for the name it gives up", () => {
    const users = [
      desiredUser("ada", { username: "ada.king" as Username }),
      desiredUser("new", { username: "ada" as Username }),
      desiredUser("other"),
    ];

    expect(planned({ users }, directory([account("ada")]), { update: { count: 0 } })).toEqual([
      ["update", "limits.update"],
      ["import", "planned"],
      ["import", "limits.update"],
    ]);
  });
});

describe("limits on removals", () => {
  const group = (size: number, staying: number, name = "dev") => ({
    wanted: desiredGroup(name, names(size).slice(0, staying)),
    current: directoryGroup(name, names(size)),
  });
  const removals = (groups: ReturnType<typeof group>[], limits: Partial<LimitsConfig>, people = 100) =>
    tally(
      { users: names(people).map((name) => desiredUser(name)), groups: groups.map(({ wanted }) => wanted) },
      directory(
        names(people).map((name) => account(name)),
        groups.map(({ current }) => current),
      ),
      limits,
    );

  it.each([
    { rule: "a fifth of a group may go", size: 10, staying: 8, verdict: "planned" },
    { rule: "more than a fifth may not", size: 10, staying: 7, verdict: "limits.removeMembers" },
    {
      rule: "story 18: a group of forty that loses everybody is withheld",
      size: 40,
      staying: 0,
      verdict: "limits.emptyGroup",
    },
    { rule: "story 19: the last member of a small group may leave", size: 1, staying: 0, verdict: "planned" },
    { rule: "one of three may leave, though that is a third", size: 3, staying: 2, verdict: "planned" },
  ])("$rule", ({ size, staying, verdict }) => {
    const counts = removals([group(size, staying)], { ...DEFAULTS, removeMembersTotal: "none" });

    expect(counts).toEqual({ [`remove-member ${verdict}`]: size - staying });
  });

  it.each([
    { limit: { share: 0 }, verdict: "limits.removeMembers" },
    { limit: { count: 0 }, verdict: "limits.removeMembers" },
    { limit: { count: 1 }, verdict: "planned" },
    { limit: "none" as const, verdict: "planned" },
  ])("a small group obeys a limit of $limit: $verdict", ({ limit, verdict }) => {
    expect(removals([group(3, 2)], { removeMembers: limit })).toEqual({ [`remove-member ${verdict}`]: 1 });
  });

  it("a group that is emptied is let through when the config allows it", () => {
    expect(removals([group(40, 0)], { emptyGroup: "allow" })).toEqual({ "remove-member planned": 40 });
  });

  it("a group that gets others instead loses everybody all the same", () => {
    const wanted = {
      ...group(5, 0).wanted,
      members: new Set(
        names(6)
          .slice(5)
          .map((name) => desiredUser(name).sourceId),
      ),
    };
    const counts = removals([{ wanted, current: group(5, 0).current }], { emptyGroup: "refuse" });

    expect(counts).toEqual({ "add-member planned": 1, "remove-member limits.emptyGroup": 5 });
  });

  it("many small removals together are withheld", () => {
    const groups = names(10, "g").map((name) => group(10, 8, name));

    expect(removals(groups, DEFAULTS)).toEqual({ "remove-member limits.removeMembersTotal": 20 });
    expect(
      removals(groups.slice(0, 5).concat(names(50, "h").map((name) => group(10, 10, name))), DEFAULTS),
    ).toEqual({
      "remove-member planned": 10,
    });
  });

  it("story 4: a group that was not read to its end loses nobody, the others go on", () => {
    const cut = group(10, 9, "cut");
    const counts = removals(
      [{ ...cut, wanted: { ...cut.wanted, incomplete: "page 2 was lost" } }, group(10, 9)],
      {},
    );

    expect(counts).toEqual({ "remove-member incomplete-read": 1, "remove-member planned": 1 });
  });
});
