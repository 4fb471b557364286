import { describe, expect, it } from "vitest";
import type { Desired } from "../../src/model/desired.ts";
import type { DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import type { TargetPlan } from "../../src/model/plan.ts";
import type { Person } from "../../src/model/source-snapshot.ts";
import { refresh } from "../../src/plan/look-again/refresh.ts";
import { type Choice, groupsIn, touchedBy } from "../../src/plan/look-again/touched.ts";
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
  person,
  rules,
  sourceId,
  stranger,
  targetId,
} from "../support/people.ts";

const EVERYTHING: Choice = { approve: [] };

function saved(wanted: Partial<Desired>, current: DirectorySnapshot, overrides: Partial<PlanRules> = {}) {
  return makePlan(desired(wanted), current, rules(overrides));
}

/** Each operation in one line, with what became of it. */
function outcomes(plan: TargetPlan): string[] {
  return plan.operations.map((operation) => {
    const about = [
      "user" in operation ? operation.user.username : "",
      "group" in operation ? operation.group.name : "",
    ].filter((part) => part !== "");
    const why =
      operation.status === "skipped"
        ? ` ${operation.error.code}: ${operation.error.message.replace(/^Not done, since it went stale: (.*)\.$/, "$1")}`
        : "";
    return `${operation.kind} ${about.join(" in ")}: ${operation.status}${why}`;
  });
}

const here = (...people: Person[]) => people;
const name = (username: string) => ({ username: username as Username });

describe("a saved plan", () => {
  const wanted = {
    users: [desiredUser("new"), desiredUser("ada", { displayName: "Ada" }), desiredUser("back")],
    groups: [desiredGroup("dev", ["new", "ada"]), desiredGroup("ops", [])],
  };
  const before = directory(
    [account("ada"), account("back", { active: false }), account("gone")],
    [directoryGroup("ops", ["ada"])],
  );
  const people = here(person("new"), person("ada"), person("back"));
  const plan = saved(wanted, before);

  it("that nothing has happened to goes ahead as it is", () => {
    expect(refresh(plan, { current: before, people }, EVERYTHING)).toEqual({ ...plan, lookedAgain: true });
  });

  it("that was carried out is done", () => {
    const after = directory(
      [
        account("ada", { displayName: "Ada" }),
        account("back"),
        account("gone", { active: false }),
        account("new"),
      ],
      [directoryGroup("ops"), directoryGroup("dev", ["new", "ada"])],
    );

    const { operations } = refresh(plan, { current: after, people }, EVERYTHING);

    expect(operations.map(({ kind }) => kind)).toEqual(plan.operations.map(({ kind }) => kind));
    expect(operations.every((one) => one.status === "done" && one.already)).toBe(true);
  });

  it("a new name that the account has by now is so already, also where the name is the id", () => {
    const users = [desiredUser("ada", name("king"))];
    const renaming = saved({ users }, directory([account("ada")]));
    const current = directory([account("ada", { id: targetId("king"), ...name("king") })]);

    const { operations } = refresh(renaming, { current, people }, EVERYTHING);

    expect(operations).toMatchObject([
      { kind: "update", user: { targetId: "target-king" }, status: "done", already: true },
    ]);
  });

  it.each([
    { kind: "disable", wanted: {} },
    { kind: "update", wanted: { users: [desiredUser("ada", { displayName: "Ada" })] } },
    { kind: "remove-member", wanted: { users: [desiredUser("ada")], groups: [desiredGroup("dev")] } },
  ])("what is not so yet is not done to an account of another id: $kind", ({ kind, wanted }) => {
    const plan = saved(wanted, directory([account("ada")], [directoryGroup("dev", ["ada"])]));
    const king = account("ada", { id: targetId("king"), ...name("king") });
    const current = directory([king], [directoryGroup("dev", ["king"])]);

    expect(outcomes(refresh(plan, { current, people: [] }, EVERYTHING))).toEqual([
      expect.stringContaining(`${kind} ada`),
    ]);
    expect(refresh(plan, { current, people: [] }, EVERYTHING).operations).toMatchObject([
      { kind, status: "skipped", error: { code: "STALE" } },
    ]);
  });

  it("of which others did a part does the rest, with the ids that there are by now", () => {
    const current = directory(
      [...before.accounts, account("new")],
      [...before.groups, directoryGroup("dev")],
    );

    const { operations } = refresh(plan, { current, people }, EVERYTHING);

    expect(outcomes({ ...plan, operations }).slice(0, 2)).toEqual([
      "create-group dev: done",
      "import new: done",
    ]);
    expect(operations.find(({ id }) => id === `cloud:add-member:dev:${sourceId("new")}`)).toMatchObject({
      status: "planned",
      group: { name: "dev", targetId: "group-dev" },
      user: { username: "new", targetId: targetId("new") },
    });
  });

  it("says of each stale operation why, and does the rest", () => {
    const current = directory(
      [account("ada", { displayName: "Countess" }), stranger("x", name("new"))],
      [directoryGroup("ops", ["ada"])],
    );

    expect(outcomes(refresh(plan, { current, people }, EVERYTHING))).toEqual([
      "create-group dev: planned",
      'import new: skipped STALE: the account "new" has the username',
      "enable back: skipped STALE: the account is gone",
      'update ada: skipped STALE: the display name is "Countess" meanwhile',
      "add-member ada in dev: planned",
      "add-member new in dev: skipped STALE: the person has no account",
      "remove-member ada in ops: planned",
      "disable gone: done",
    ]);
  });

  it("says what to do about it", () => {
    const [first] = refresh(
      saved({ users: [desiredUser("ada")] }, directory()),
      { current: directory(), people: [] },
      EVERYTHING,
    ).operations;

    expect(first).toMatchObject({
      status: "skipped",
      error: {
        code: "STALE",
        message: "Not done, since it went stale: the person does not exist in Entra any more.",
        fix: "Run `usersync plan --out plan.json` again and review the new plan.",
      },
    });
  });

  it("asks for no more than what it touches", () => {
    expect(touchedBy(plan, EVERYTHING)).toEqual({
      people: ["new", "back", "gone"].map(sourceId),
      accounts: ["back", "ada", "gone"].map(targetId),
      usernames: ["new"],
      groups: [{ name: "dev" }, { name: "ops", targetId: "group-ops" }],
      leaders: [targetId("gone")],
    });
    expect(touchedBy(plan, { approve: [], onlyKinds: ["create-group"] })).toEqual({
      people: [],
      accounts: [],
      usernames: [],
      groups: [{ name: "dev" }],
      leaders: [],
    });
    expect(groupsIn(plan.operations)).toHaveLength(2);
  });
});

describe("an operation of a saved plan", () => {
  const leavers = (reason: "disabled-in-source" | "left-scope") => new Map([[sourceId("ada"), reason]]);
  const ada = directory([account("ada")]);
  const off = directory([account("ada", { active: false })]);
  const free = directory([stranger("ada")]);
  const returning = saved({ users: [desiredUser("ada")] }, off);
  const unknown = "Entra does not say whether the person is enabled";

  it.each<{ rule: string; plan: TargetPlan; now?: DirectorySnapshot; people: Person[]; outcome: string[] }>([
    {
      rule: "an import of somebody who was disabled meanwhile",
      plan: saved({ users: [desiredUser("ada")] }, directory()),
      people: here(person("ada", { enabled: false })),
      outcome: ["import ada: skipped STALE: the person is disabled in Entra"],
    },
    {
      rule: "an import of somebody of whom nobody knows",
      plan: saved({ users: [desiredUser("ada")] }, directory()),
      people: here(person("ada", { enabled: null })),
      outcome: [`import ada: skipped STALE: ${unknown}`],
    },
    {
      rule: "enabling somebody who was disabled again",
      plan: returning,
      now: off,
      people: here(person("ada", { enabled: false })),
      outcome: ["enable ada: skipped STALE: the person is disabled in Entra"],
    },
    {
      rule: "disabling somebody who was disabled, and is still",
      plan: saved({ leavers: leavers("disabled-in-source") }, ada),
      now: ada,
      people: here(person("ada", { enabled: false })),
      outcome: ["disable ada: planned"],
    },
    {
      rule: "disabling somebody who was disabled, and is deleted by now",
      plan: saved({ leavers: leavers("disabled-in-source") }, ada),
      now: ada,
      people: [],
      outcome: ["disable ada: planned"],
    },
    {
      rule: "disabling somebody who is enabled again",
      plan: saved({ leavers: leavers("disabled-in-source") }, ada),
      now: ada,
      people: here(person("ada")),
      outcome: ["disable ada: skipped STALE: the person is enabled in Entra again"],
    },
    {
      rule: "disabling somebody of whom nobody knows any more",
      plan: saved({ leavers: leavers("disabled-in-source") }, ada),
      now: ada,
      people: here(person("ada", { enabled: null })),
      outcome: [`disable ada: skipped STALE: ${unknown}`],
    },
    {
      rule: "disabling somebody who was deleted",
      plan: saved({}, ada),
      now: ada,
      people: [],
      outcome: ["disable ada: planned"],
    },
    {
      rule: "disabling somebody who was restored",
      plan: saved({}, ada),
      now: ada,
      people: here(person("ada", { enabled: false })),
      outcome: ["disable ada: skipped STALE: the person exists in Entra again"],
    },
    {
      rule: "disabling somebody who left the scope, which one person does not show",
      plan: saved({ leavers: leavers("left-scope") }, ada),
      now: ada,
      people: here(person("ada")),
      outcome: ["disable ada: planned"],
    },
    {
      rule: "a link, and what rests on it",
      plan: saved({ users: [desiredUser("ada", { displayName: "Ada" })] }, free),
      now: free,
      people: here(person("ada")),
      outcome: ["link ada: planned", "update ada: planned"],
    },
    {
      rule: "a link to somebody who is gone",
      plan: saved({ users: [desiredUser("ada", { displayName: "Ada" })] }, free),
      now: free,
      people: [],
      outcome: [
        "link ada: skipped STALE: the person does not exist in Entra any more",
        "update ada: skipped STALE: the account is nobody's",
      ],
    },
    {
      rule: "an update of an account that was unlinked meanwhile",
      plan: saved({ users: [desiredUser("ada", { displayName: "Ada" })] }, ada),
      now: free,
      people: here(person("ada")),
      outcome: ["update ada: skipped STALE: the account is nobody's"],
    },
    {
      rule: "an import that takes a name which an update before it gives up",
      plan: saved({ users: [desiredUser("ada", name("king")), desiredUser("new", name("ada"))] }, ada),
      now: ada,
      people: here(person("new")),
      outcome: ["update ada: planned", "import ada: planned"],
    },
    {
      rule: "an import that takes a name which nobody gives up any more",
      plan: saved({ users: [desiredUser("ada", name("king")), desiredUser("new", name("ada"))] }, ada),
      now: free,
      people: here(person("new")),
      outcome: [
        "update ada: skipped STALE: the account is nobody's",
        'import ada: skipped STALE: the account "ada" has the username',
      ],
    },
  ])("$rule", ({ plan, now = directory(), people, outcome }) => {
    expect(outcomes(refresh(plan, { current: now, people }, EVERYTHING))).toEqual(outcome);
  });

  it("what an admin asked for does not rest on what Entra says", () => {
    const by = { reason: "by-hand", status: "planned" } as const;
    const user = { ...name("ada"), sourceId: sourceId("ada"), targetId: targetId("ada") };
    const changes = [{ field: "link", from: sourceId("ada"), to: "" }] as const;
    const plan: TargetPlan = {
      ...returning,
      operations: [
        { id: "1", kind: "enable", user, ...by },
        { id: "2", kind: "link", user, changes, matchedBy: "by-hand", ...by },
        { id: "3", kind: "update", user, changes: [{ field: "displayName", from: "ada", to: "Ada" }], ...by },
      ],
    };

    expect(touchedBy(plan, EVERYTHING).people).toEqual([sourceId("ada")]);
    expect(outcomes(refresh(plan, { current: off, people: [] }, EVERYTHING))).toEqual([
      "enable ada: planned",
      "link ada: planned",
      "update ada: skipped STALE: the account is nobody's",
    ]);
  });
});

describe("what an admin chooses of a saved plan", () => {
  const limits = { ...NO_LIMITS, disable: { count: 1 }, removeMembers: { count: 0 } };
  const wanted = { users: [desiredUser("new"), desiredUser("eve")], groups: [desiredGroup("dev", ["new"])] };
  const current = directory(
    [account("ada"), account("bob"), account("eve")],
    [directoryGroup("dev", ["ada", "bob", "eve"])],
  );
  const plan = saved(wanted, current, { limits });
  const people = here(person("new"));
  const counts = (choice: Choice) => {
    const result = refresh(plan, { current, people }, choice);
    const lines = result.operations.map(({ kind, status }) => `${kind} ${status}`);
    return {
      lines: [...new Set(lines)],
      tripped: result.tripped.map(({ by, withheld }) => `${by} ${withheld}`),
      notes: result.notes,
    };
  };

  it("withheld stays withheld", () => {
    expect(counts(EVERYTHING)).toEqual({
      lines: ["import planned", "add-member planned", "remove-member withheld", "disable withheld"],
      tripped: ["limits.removeMembers 3", "limits.disable 2"],
      notes: [],
    });
  });

  it("unless its kind is approved", () => {
    expect(counts({ approve: ["disable"] })).toMatchObject({
      lines: ["import planned", "add-member planned", "remove-member withheld", "disable planned"],
      tripped: ["limits.removeMembers 3"],
    });
  });

  it("other kinds are left out, which is said", () => {
    expect(counts({ approve: ["disable"], onlyKinds: ["disable", "remove-member"] })).toEqual({
      lines: ["remove-member withheld", "disable planned"],
      tripped: ["limits.removeMembers 3"],
      notes: [
        {
          kind: "switched-off",
          subject: "add-member",
          reason: "1 operation of this kind left out (--only-kinds)",
        },
        {
          kind: "switched-off",
          subject: "import",
          reason: "1 operation of this kind left out (--only-kinds)",
        },
      ],
    });
  });

  it("what needs something that was left out is not done", () => {
    const fresh = saved(
      { users: [desiredUser("a"), desiredUser("b")], groups: [desiredGroup("dev", ["a", "b"])] },
      directory(),
    );
    const looked = { current: directory(), people: here(person("a"), person("b")) };

    const noAccounts = refresh(fresh, looked, { approve: [], onlyKinds: ["create-group", "add-member"] });
    const noGroup = refresh(fresh, looked, { approve: [], onlyKinds: ["import", "add-member"] });

    expect(outcomes(noAccounts).at(-1)).toBe("add-member b in dev: skipped STALE: the person has no account");
    expect(noAccounts.notes).toEqual([
      {
        kind: "switched-off",
        subject: "import",
        reason: "2 operations of this kind left out (--only-kinds)",
      },
    ]);
    expect(outcomes(noGroup).at(-1)).toBe("add-member b in dev: skipped STALE: there is no such group");
  });

  it("what rests on half a read is not approved by anybody", () => {
    const cut = saved(
      { ...wanted, groups: [desiredGroup("dev", [], { incomplete: "page 2 was lost" })] },
      current,
    );

    const result = refresh(cut, { current, people }, { approve: ["remove-member"] });

    expect(result.operations.filter(({ status }) => status === "withheld")).toHaveLength(3);
  });

  it("nobody joins or leaves a group that is not approved to be taken over", () => {
    const groups = [desiredGroup("dev", ["a"])];
    const before = directory([account("a"), account("b")], [directoryGroup("dev", ["b"])]);
    const users = [desiredUser("a"), desiredUser("b")];
    const asking = saved({ users, groups }, before, { mapping: { groups: [] }, kept: [] });
    const outcomesOf = (...approve: Choice["approve"]) =>
      refresh(asking, { current: before, people: [] }, { approve }).operations.map(
        ({ kind, status }) => `${kind} ${status}`,
      );

    expect(outcomesOf("add-member", "remove-member")).toEqual([
      "adopt-group withheld",
      "add-member withheld",
      "remove-member withheld",
    ]);
    expect(outcomesOf("adopt-group", "add-member")).toEqual([
      "adopt-group planned",
      "add-member planned",
      "remove-member withheld",
    ]);
    const saysOf = (...approve: Choice["approve"]) =>
      refresh(asking, { current: before, people: [] }, { approve }).tripped.map(
        ({ message, details, withheld }) => `${withheld} ${message} ${details.length}`,
      );
    expect(saysOf("add-member")).toEqual([expect.stringMatching(/^3 1 group was in the directory .* 1$/)]);
    expect(saysOf("adopt-group")).toEqual([
      "2 These groups were taken over without that (--approve adopt-group). The next run brings them in step. 0",
    ]);
    expect(saysOf("adopt-group", "add-member", "remove-member")).toEqual([]);
    const members: Choice = { approve: ["adopt-group"], onlyKinds: ["add-member"] };
    expect(refresh(asking, { current: before, people: [] }, members).tripped).toMatchObject([
      { message: expect.stringMatching(/^1 group was in the directory/) },
    ]);
  });

  it("a group that is gone meanwhile is not taken over", () => {
    const before = directory([], [directoryGroup("dev", [])]);
    const rule = { mapping: { groups: [groupRule("dev", { adopt: "always" })] }, kept: [] };
    const asking = saved({ groups: [desiredGroup("dev", [])] }, before, rule);

    const [adoption] = refresh(asking, { current: directory(), people: [] }, EVERYTHING).operations;

    expect(adoption).toMatchObject({ status: "skipped", error: { code: "STALE" } });
  });

  it("what was done before is not done again", () => {
    const done = refresh(plan, { current: directory([account("new")]), people }, EVERYTHING);
    const again = refresh(done, { current, people }, EVERYTHING);

    expect(outcomes(again)[0]).toBe("import new: done");
  });
});
