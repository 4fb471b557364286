import { describe, expect, it } from "vitest";
import type { Desired, DesiredGroup } from "../../src/model/desired.ts";
import type { DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { GroupRule } from "../../src/model/group-rule.ts";
import type { CreateGroup } from "../../src/model/operation.ts";
import type { KeptGroup } from "../../src/model/recorded.ts";
import { keptBy, newsOfGroups } from "../../src/plan/groups/kept-groups.ts";
import { releasableIn, releaseByHand } from "../../src/plan/groups/release-by-hand.ts";
import { makePlan, type PlanRules } from "../../src/plan/make-plan.ts";
import {
  account,
  desired,
  desiredGroup,
  desiredUser,
  directory,
  directoryGroup,
  groupRule,
  NO_LIMITS,
  rules,
  stranger,
} from "../support/people.ts";

const people = { users: [desiredUser("ada"), desiredUser("bob")] };
const accounts = [account("ada"), account("bob"), stranger("eve")];
const kept = (name: string, overrides: Partial<KeptGroup> = {}): KeptGroup => ({
  name,
  sources: [{ id: `group-${name}`, name }],
  how: "created",
  ...overrides,
});

interface Case {
  readonly groups: readonly DesiredGroup[];
  readonly found: DirectorySnapshot["groups"];
  /** `null`: nothing is remembered. */
  readonly kept?: readonly KeptGroup[] | null;
  readonly by?: readonly GroupRule[];
  readonly wanted?: Partial<Desired>;
  readonly rules?: Partial<PlanRules>;
}

function planOf({ groups, found, kept: known = [], by = [], wanted, rules: more }: Case) {
  return makePlan(
    desired({ ...people, groups, ...wanted }),
    directory(accounts, found),
    rules({ mapping: { groups: by }, kept: known ?? undefined, ...more }),
  );
}

/** Operations in a line each: `remove-member bob in dev [limits.emptyGroup]`. */
function steps(one: Case): string[] {
  return planOf(one).operations.map((operation) => {
    const user = "user" in operation ? `${operation.user.username} in ` : "";
    const group = "group" in operation ? operation.group.name : "";
    const why = operation.kind === "release-group" ? ` (${operation.reason})` : "";
    const withheld = operation.status === "withheld" ? ` [${operation.withheldBy}]` : "";
    return `${operation.kind} ${user}${group}${why}${withheld}`;
  });
}

const notes = (one: Case) =>
  planOf(one).notes.map(({ kind, subject, reason }) => `${kind} ${subject}: ${reason}`);

const WAITS = "[mapping.groups.adopt]";
const dev = desiredGroup("dev", ["ada"]);
const DEV = directoryGroup("Dev", ["bob", "eve"]);

describe("a group that was in the directory before usersync", () => {
  it("waits, with everybody who would join and leave, until it is taken over", () => {
    const waiting = { groups: [dev], found: [DEV] };

    expect(steps(waiting)).toEqual([
      `adopt-group Dev ${WAITS}`,
      `add-member ada in Dev ${WAITS}`,
      `remove-member bob in Dev ${WAITS}`,
    ]);
    expect(planOf(waiting).tripped).toEqual([
      {
        by: "mapping.groups.adopt",
        withheld: 3,
        message:
          "1 group was in the directory before usersync came, or the state that knew it is lost. It stays as it is until you take it over.",
        details: ["Dev: 1 would join, 1 would leave. usersync adopt Dev --target cloud"],
      },
    ]);
  });

  it("waits too when nobody would join or leave: later somebody might", () => {
    const found = [directoryGroup("dev", ["ada"]), directoryGroup("it's ops", [])];

    const { tripped } = planOf({ groups: [dev, desiredGroup("it's ops")], found });

    expect(tripped).toMatchObject([
      {
        withheld: 2,
        message:
          "2 groups were in the directory before usersync came, or the state that knew them is lost. They stay as they are until you take them over.",
        details: [
          "dev: 0 would join, 0 would leave. usersync adopt dev --target cloud",
          "it's ops: 0 would join, 0 would leave. usersync adopt 'it'\\''s ops' --target cloud",
        ],
      },
    ]);
  });

  it("counts towards no limit while it waits, so that only what can help is named", () => {
    const five = ["bob", "dan", "cleo", "fay", "gil"];
    const limits = { ...NO_LIMITS, removeMembersTotal: { count: 1 }, removeMembers: { count: 1 } };
    const found = [directoryGroup("dev", five), directoryGroup("ops", ["ada", "bob"])];
    const plan = makePlan(
      desired({
        users: ["ada", ...five].map((name) => desiredUser(name)),
        groups: [dev, desiredGroup("ops", ["ada"])],
      }),
      directory(
        ["ada", ...five].map((name) => account(name)),
        found,
      ),
      rules({ kept: [kept("ops")], limits: { ...limits, emptyGroup: "refuse" } }),
    );

    expect(plan.tripped.map(({ by, withheld }) => `${by} ${withheld}`)).toEqual(["mapping.groups.adopt 7"]);
    expect(plan.operations.filter(({ status }) => status === "planned").map(({ id }) => id)).toEqual([
      expect.stringContaining("remove-member:ops"),
    ]);
  });

  it("keeps what rests on half a list from being approved with the taking over", () => {
    const groups = [desiredGroup("dev", ["ada"], { incomplete: "page 2 was lost" })];

    expect(steps({ groups, found: [DEV] })).toEqual([
      `adopt-group Dev ${WAITS}`,
      `add-member ada in Dev ${WAITS}`,
      "remove-member bob in Dev [incomplete-read]",
    ]);
  });

  it.each<{ rule: string; one: Case; plan: string[]; said?: string[] }>([
    {
      rule: "is taken over at once where the config says always",
      one: { groups: [dev], found: [DEV], by: [groupRule("d*", { adopt: "always" })] },
      plan: ["adopt-group Dev", "add-member ada in Dev", "remove-member bob in Dev"],
    },
    {
      rule: "is left alone where the config says never, and said so",
      one: { groups: [dev], found: [DEV], by: [groupRule("x"), groupRule("dev", { adopt: "never" })] },
      plan: [],
      said: ["unmanaged dev: was here before usersync, and is left alone (mapping.groups[1])"],
    },
    {
      rule: "is made where there is none, though the config says never",
      one: { groups: [dev], found: [], by: [groupRule("dev", { adopt: "never" })] },
      plan: ["create-group dev", "add-member ada in dev"],
    },
    {
      rule: "is ours once it is kept, in any case of letters, whatever the config says by then",
      one: { groups: [dev], found: [DEV], kept: [kept("DEV")], by: [groupRule("dev", { adopt: "never" })] },
      plan: ["add-member ada in Dev", "remove-member bob in Dev"],
    },
    {
      rule: "needs nobody's leave where a rule lets it only be added to",
      one: {
        groups: [desiredGroup("dev", ["ada"], { additive: true, keeps: "mapping.groups[0]" })],
        found: [DEV],
        by: [groupRule("dev", { remove: false })],
      },
      plan: ["add-member ada in Dev"],
    },
    {
      rule: "needs nobody's leave as a default group",
      one: {
        groups: [desiredGroup("dev", [], { sources: [], everybody: true, additive: true })],
        found: [DEV],
      },
      plan: ["add-member ada in Dev"],
    },
    {
      rule: "needs nobody's leave as a default group for new people that Entra fills, too",
      one: { groups: [desiredGroup("dev", ["ada"], { newcomers: true, additive: true })], found: [DEV] },
      plan: ["add-member ada in Dev"],
    },
    {
      rule: "waits though nobody is removed from it, since a part of its table is missing just now",
      one: { groups: [desiredGroup("dev", ["ada"], { additive: true })], found: [DEV] },
      plan: [`adopt-group Dev ${WAITS}`, `add-member ada in Dev ${WAITS}`],
    },
    {
      rule: "is protected before all else",
      one: {
        groups: [dev],
        found: [DEV],
        by: [groupRule("dev", { adopt: "always" })],
        rules: { protect: { users: [], groups: ["dev"] } },
      },
      plan: [],
    },
    {
      rule: "is taken for ours where nothing is remembered",
      one: { groups: [dev], found: [DEV], kept: null, by: [groupRule("dev", { adopt: "never" })] },
      plan: ["add-member ada in Dev", "remove-member bob in Dev"],
    },
  ])("$rule", ({ one, plan, said }) => {
    expect(steps(one)).toEqual(plan);
    if (said !== undefined) expect(notes(one)).toEqual(said);
  });

  it("says for which groups of Entra it is made", () => {
    const { operations } = planOf({ groups: [dev, desiredGroup("all", [], { sources: [] })], found: [] });

    expect(operations.filter(({ kind }) => kind === "create-group")).toMatchObject([
      { group: { name: "all" } },
      { group: { name: "dev" }, sources: [{ id: "group-dev", name: "dev" }] },
    ]);
  });
});

describe("a group that the source does not name any more", () => {
  const left = { groups: [], found: [DEV], kept: [kept("dev")] };

  it.each<{ rule: string; one: Case; plan: string[] }>([
    { rule: "is let go, and stays as it is", one: left, plan: ["release-group Dev (left-scope)"] },
    {
      rule: "story 30: loses nobody, though its group in Entra was deleted",
      one: { ...left, by: [groupRule("dev", { adopt: "always" })] },
      plan: ["release-group Dev (left-scope)"],
    },
    {
      rule: "is emptied of those whom usersync manages first, where the config says so",
      one: { ...left, by: [groupRule("dev", { onLeave: "empty" })] },
      plan: ["remove-member bob in Dev", "release-group Dev (left-scope)"],
    },
    {
      rule: "is kept as long as a limit holds its members back",
      one: {
        ...left,
        by: [groupRule("dev", { onLeave: "empty" })],
        rules: { limits: { ...rules().limits, removeMembersTotal: { count: 0 } } },
      },
      plan: [
        "remove-member bob in Dev [limits.removeMembersTotal]",
        "release-group Dev (left-scope) [limits.removeMembersTotal]",
      ],
    },
    {
      rule: "is not emptied when it is protected",
      one: {
        ...left,
        by: [groupRule("dev", { onLeave: "empty" })],
        rules: { protect: { users: [], groups: ["dev"] } },
      },
      plan: ["release-group Dev (left-scope)"],
    },
    {
      rule: "is nothing to let go when it is gone from the directory too",
      one: { ...left, found: [] },
      plan: [],
    },
    {
      rule: "stays kept while two groups of Entra fight for its name",
      one: { ...left, wanted: { contested: new Set(["dev"]) } },
      plan: [],
    },
  ])("$rule", ({ one, plan }) => {
    expect(steps(one)).toEqual(plan);
  });

  it("is emptied of the groups that usersync keeps as well, where groups nest", () => {
    const nested = { ...DEV, members: [], children: ["ops", "local"] };
    const one = {
      ...left,
      found: [nested, directoryGroup("ops", [])],
      kept: [kept("dev"), kept("ops")],
      groups: [desiredGroup("ops")],
      by: [groupRule("dev", { onLeave: "empty" })],
    };

    expect(planOf(one).operations).toMatchObject([
      { kind: "remove-group", group: { name: "Dev" }, child: { name: "ops" } },
      { kind: "release-group" },
    ]);
  });

  it("is neither emptied nor let go while members are not to be removed, and that is said", () => {
    const one = {
      ...left,
      by: [groupRule("dev", { onLeave: "empty" })],
      rules: { operations: { ...rules().operations, removeMembers: false } },
    };

    expect(steps(one)).toEqual([]);
    expect(notes(one)).toEqual([
      "switched-off Dev: is no longer chosen, and is not emptied as onLeave in mapping.groups says, since operations.removeMembers is off",
    ]);
  });
});

describe("a group that Entra has given another name", () => {
  const renamed = desiredGroup("builders", ["ada"], { sources: [{ id: "group-dev", name: "builders" }] });
  const one: Case = { groups: [renamed], found: [DEV], kept: [kept("dev")] };

  it("is the same group under its old name, since no directory can rename it", () => {
    expect(steps(one)).toEqual(["add-member ada in Dev", "remove-member bob in Dev"]);
    expect(notes(one)).toEqual([
      "unmanaged Dev: 1 member is an account that usersync does not manage; left in the group",
      'unsupported dev: Entra calls it "builders" by now, which makes "builders", and the directory cannot rename groups: it keeps its name and follows Entra. For a new group instead: onRename: recreate in mapping.groups',
    ]);
  });

  it.each<{ rule: string; case: Case; plan: string[] }>([
    {
      rule: "is made anew where the config says so, and the old one is let go",
      case: { ...one, by: [groupRule("dev", { onRename: "recreate" })] },
      plan: ["create-group builders", "add-member ada in builders", "release-group Dev (renamed-in-source)"],
    },
    {
      rule: "is made anew, and the old one emptied, where the config says both",
      case: { ...one, by: [groupRule("dev", { onRename: "recreate", onLeave: "empty" })] },
      plan: [
        "create-group builders",
        "add-member ada in builders",
        "remove-member bob in Dev",
        "release-group Dev (renamed-in-source)",
      ],
    },
    {
      rule: "obeys the rule for the name that it has",
      case: { ...one, by: [groupRule("dev", { remove: false }), groupRule("builders")] },
      plan: ["add-member ada in Dev"],
    },
    {
      rule: "does not obey the rule for the name that it would have",
      case: {
        ...one,
        groups: [{ ...renamed, additive: true, keeps: "mapping.groups[0]" }],
        by: [groupRule("builders", { remove: false })],
      },
      plan: ["add-member ada in Dev", "remove-member bob in Dev"],
    },
    {
      rule: "has the name that the table gives it",
      case: { ...one, groups: [{ ...renamed, tabled: true }] },
      plan: ["create-group builders", "add-member ada in builders", "release-group Dev (left-scope)"],
    },
    {
      rule: "has its new name when only the config has changed it",
      case: { ...one, groups: [{ ...renamed, sources: [{ id: "group-dev", name: "dev" }] }] },
      plan: ["create-group builders", "add-member ada in builders", "release-group Dev (left-scope)"],
    },
    {
      rule: "has its new name when the old group is gone",
      case: { ...one, found: [] },
      plan: ["create-group builders", "add-member ada in builders"],
    },
    {
      rule: "is not followed to a group that is kept already",
      case: {
        ...one,
        found: [DEV, directoryGroup("builders", ["ada"])],
        kept: [kept("dev"), kept("builders")],
      },
      plan: ["release-group Dev (left-scope)"],
    },
    {
      rule: "is not followed when two groups claim to be it",
      case: {
        ...one,
        found: [DEV, directoryGroup("ops", [])],
        kept: [kept("dev"), kept("ops", { sources: [{ id: "group-dev", name: "ops" }] })],
      },
      plan: [
        "create-group builders",
        "add-member ada in builders",
        "release-group Dev (left-scope)",
        "release-group ops (left-scope)",
      ],
    },
    {
      rule: "is not followed when it has become two",
      case: {
        ...one,
        groups: [renamed, desiredGroup("masons", [], { sources: [{ id: "group-x", name: "masons" }] })],
        kept: [
          kept("dev", {
            sources: [
              { id: "group-dev", name: "dev" },
              { id: "group-x", name: "x" },
            ],
          }),
        ],
      },
      plan: [
        "create-group builders",
        "create-group masons",
        "add-member ada in builders",
        "release-group Dev (left-scope)",
      ],
    },
  ])("$rule", ({ case: given, plan }) => {
    expect(steps(given)).toEqual(plan);
  });
});

describe("groups that an admin lets go", () => {
  const side = (known: readonly KeptGroup[] | undefined) => ({
    rules: { kept: known },
    current: { groups: [DEV] },
  });
  const plan = planOf({ groups: [dev], found: [DEV] });
  const both = { createdAt: new Date(0), complete: true, targets: [plan, { ...plan, name: "crowd" }] };

  it("are those that are kept and are there, in whatever directory remembers any", () => {
    const sides = new Map([
      ["cloud", side([kept("dev"), kept("gone")])],
      ["crowd", side(undefined)],
    ]);

    const found = releasableIn(sides);

    expect(found).toEqual([{ target: "cloud", kept: kept("dev"), found: DEV }]);
    expect(releaseByHand(both, found).targets).toMatchObject([
      {
        name: "cloud",
        tripped: [],
        operations: [{ id: "cloud:release-group:Dev", reason: "by-hand", sources: kept("dev").sources }],
      },
    ]);
  });
});

describe("what a reading teaches about groups", () => {
  const learn = (groups: readonly DesiredGroup[], known?: readonly KeptGroup[]) =>
    newsOfGroups(desired({ groups }), directory([], [DEV]), {
      ...{ kept: known, before: known },
      mapping: { groups: [] },
    });

  it("is nothing while everything is as it was, or where nothing is remembered", () => {
    expect(learn([dev], [kept("Dev", { sources: dev.sources })])).toEqual({});
    expect(learn([dev])).toEqual({});
  });

  it("is which groups of Entra it is for by now, and which are gone on both sides", () => {
    const sources = [{ id: "group-dev", name: "Developers" }];

    expect(learn([{ ...dev, sources }], [kept("Dev"), kept("old")])).toEqual({
      groups: { changed: [kept("Dev", { sources })], gone: ["old"] },
    });
  });
});

describe("groups of which an earlier run did not hear that it has made them", () => {
  const making = (name: string, sources?: CreateGroup["sources"]) => ({
    run: 1,
    seq: 1,
    operation: {
      id: name,
      kind: "create-group",
      group: { name },
      ...(sources !== undefined && { sources }),
      reason: "not-in-target",
    } as CreateGroup,
  });
  const found = { groups: [DEV] };

  it("are ours when they are there now, since it died meanwhile", () => {
    const open = [making("dev", dev.sources), making("ops", dev.sources), making("dev")];

    expect(keptBy({ groups: [], open }, found)).toEqual([kept("dev")]);
    expect(keptBy({ groups: [kept("dev")], open }, found)).toEqual([kept("dev")]);
  });

  it("are ours when they are there now, though the answer was lost; and are written down", () => {
    const perhapsMade = [kept("dev"), kept("ops")];

    const ours = keptBy({ groups: [], open: [], perhapsMade }, found);

    expect(ours).toEqual([kept("dev")]);
    expect(
      newsOfGroups(desired({ groups: [dev] }), directory([], [DEV]), {
        ...{ kept: ours, before: [] },
        mapping: { groups: [] },
      }),
    ).toEqual({ groups: { changed: [kept("dev")], gone: [] } });
  });

  it("are nobody's business where nothing is remembered, or nothing was open", () => {
    expect(keptBy({ open: [making("dev", dev.sources)] }, found)).toBeUndefined();
    expect(keptBy({ groups: [], open: [] }, found)).toEqual([]);
  });
});
