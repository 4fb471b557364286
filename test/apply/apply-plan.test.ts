import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply-plan.ts";
import { UsersyncError } from "../../src/errors.ts";
import type { Desired } from "../../src/model/desired.ts";
import type { DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import type { Operation } from "../../src/model/operation.ts";
import type { TargetPlan } from "../../src/model/plan.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import type { ApplyResult, Target } from "../../src/target/target.ts";
import { memoryTarget } from "../support/memory-target.ts";
import { NO_JOURNAL } from "../support/no-journal.ts";
import {
  account,
  CAPABILITIES,
  desired,
  desiredGroup,
  desiredUser,
  directory,
  directoryGroup,
  groupRule,
  project,
  rules,
  sourceId,
  stranger,
  targetId,
} from "../support/people.ts";

const never = new AbortController().signal;
const names = (count: number) =>
  Array.from({ length: count }, (_, index) => `u${String(index).padStart(3, "0")}`);

function setUp(
  wanted: Partial<Desired>,
  current: DirectorySnapshot = directory(),
  capabilities = CAPABILITIES,
) {
  const plan = makePlan(desired(wanted), current, rules({ capabilities }));
  return { plan, target: memoryTarget(current, capabilities) };
}

/** The target, failing or throwing for some operations. */
function failing(target: Target, fault: (operation: Operation) => ApplyResult | Error | undefined): Target {
  return {
    ...target,
    apply: async (batch, signal) => {
      const faults = batch.map(fault);
      const thrown = faults.find((found) => found instanceof Error);
      if (thrown !== undefined) throw thrown;
      const results = await target.apply(
        batch.filter((_, index) => faults[index] === undefined),
        signal,
      );
      const rest = [...results];
      return faults.map((found) => (found as ApplyResult | undefined) ?? (rest.shift() as ApplyResult));
    },
  };
}

const refused: ApplyResult = { status: "failed", error: { code: "REFUSED", message: "no" } };
const user = (name: string) => ({
  username: name as Username,
  sourceId: sourceId(name),
  targetId: targetId(name),
});
const statuses = (plan: { operations: readonly { kind: string; status: string }[] }) =>
  plan.operations.map(({ kind, status }) => `${kind} ${status}`);

describe("a group that is to be emptied and let go", () => {
  const dev = { ...directoryGroup("dev", ["ada"]), children: ["ops"] };
  const current = directory([account("ada")], [dev, { ...directoryGroup("ops", []), children: [] }]);
  const kept = ["dev", "ops"].map((name) => ({
    name,
    sources: [{ id: name, name }],
    how: "created" as const,
  }));
  const capabilities = { ...CAPABILITIES, nesting: "mirror" as const };
  const plan = makePlan(
    desired({ users: [desiredUser("ada")], groups: [desiredGroup("ops")] }),
    current,
    rules({ capabilities, kept, mapping: { groups: [groupRule("dev", { onLeave: "empty" })] } }),
  );

  it.each(["remove-member", "remove-group"])("stays kept when a %s fails", async (kind) => {
    const target = failing(memoryTarget(current, capabilities), (operation) =>
      operation.kind === kind ? refused : undefined,
    );

    const result = await applyPlan(plan, target, { signal: never, finish: never, journal: NO_JOURNAL });

    expect(statuses(result).sort()).toEqual(
      ["remove-member", "remove-group"]
        .map((one) => `${one} ${one === kind ? "failed" : "done"}`)
        .concat("release-group skipped")
        .sort(),
    );
  });
});

describe("applyPlan", () => {
  it("gives new members the ids that the import and the group got", async () => {
    const { plan, target } = setUp({ users: [desiredUser("ada")], groups: [desiredGroup("dev", ["ada"])] });

    const result = await applyPlan(plan, target, { signal: never, finish: never, journal: NO_JOURNAL });

    expect(statuses(result)).toEqual(["create-group done", "import done", "add-member done"]);
    const [group] = target.snapshot().groups;
    expect(group?.members).toEqual([target.snapshot().accounts[0]?.id]);
  });

  it("story 10: 137 members of one group go out in two requests, one after the other", async () => {
    const users = names(137).map((name) => desiredUser(name));
    const { plan, target } = setUp(
      { users, groups: [desiredGroup("dev", names(137))] },
      directory(
        names(137).map((name) => account(name)),
        [directoryGroup("dev")],
      ),
    );

    await applyPlan(plan, target, { signal: never, finish: never, journal: NO_JOURNAL });

    expect(target.batches.map((batch) => batch.length)).toEqual([100, 37]);
    expect(target.snapshot().groups[0]?.members).toHaveLength(137);
  });

  it("takes the first request of every group before the second of any", async () => {
    const everybody = names(150);
    const groups = ["a", "b"].map((name) => desiredGroup(name, everybody));
    const { plan, target } = setUp(
      { users: everybody.map((name) => desiredUser(name)), groups },
      directory(
        everybody.map((name) => account(name)),
        ["a", "b"].map((name) => directoryGroup(name)),
      ),
    );

    await applyPlan(plan, target, { signal: never, finish: never, journal: NO_JOURNAL });

    const order = target.batches.map(([first]) =>
      first !== undefined && "group" in first ? first.group.name : "",
    );
    expect(order).toEqual(["a", "b", "a", "b"]);
  });

  it("sends members one by one where the directory takes no more", async () => {
    const { plan, target } = setUp(
      { users: names(3).map((name) => desiredUser(name)), groups: [desiredGroup("dev", names(3))] },
      directory(
        names(3).map((name) => account(name)),
        [directoryGroup("dev")],
      ),
      { ...CAPABILITIES, membersPerRequest: 1 },
    );

    await applyPlan(plan, target, { signal: never, finish: never, journal: NO_JOURNAL });

    expect(target.batches.map((batch) => batch.length)).toEqual([1, 1, 1]);
  });

  it("renames in turn where one takes the name that another gives up", async () => {
    const rename = (from: string, to: string) => desiredUser(from, { username: to as Username });
    const { plan, target } = setUp(
      {
        users: [rename("a", "b"), rename("b", "c"), rename("c", "d"), desiredUser("z", { displayName: "Z" })],
      },
      directory(["a", "b", "c", "z"].map((name) => account(name))),
    );

    const result = await applyPlan(plan, target, { signal: never, finish: never, journal: NO_JOURNAL });

    expect(statuses(result)).toEqual(Array(4).fill("update done"));
  });

  it("story 37: one of many that fails is listed, the others are done", async () => {
    const { plan, target } = setUp({ users: names(500).map((name) => desiredUser(name)) });

    const result = await applyPlan(
      plan,
      failing(target, (operation) =>
        "user" in operation && operation.user.username === "u250" ? refused : undefined,
      ),
      { signal: never, finish: never, journal: NO_JOURNAL },
    );

    expect(result.operations.filter(({ status }) => status === "done")).toHaveLength(499);
    expect(result.operations[250]).toMatchObject({
      status: "failed",
      error: { code: "REFUSED", message: "no" },
    });
  });

  it.each([
    { kind: "import", message: "Skipped, since the account of new could not be imported." },
    { kind: "link", message: "Skipped, since the account of old could not be linked." },
    { kind: "create-group", message: "Skipped, since the group dev could not be created." },
  ])("skips what needs a failed $kind", async ({ kind, message }) => {
    const { plan, target } = setUp(
      { users: [desiredUser("new"), desiredUser("old")], groups: [desiredGroup("dev", ["new", "old"])] },
      directory([stranger("old")]),
    );

    const result = await applyPlan(
      plan,
      failing(target, (operation) => (operation.kind === kind ? refused : undefined)),
      { signal: never, finish: never, journal: NO_JOURNAL },
    );

    const skipped = result.operations.filter(({ status }) => status === "skipped");
    expect(skipped.length).toBeGreaterThan(0);
    for (const operation of skipped)
      expect(operation).toMatchObject({ kind: "add-member", error: { code: "SKIPPED", message } });
  });

  it("disables nobody whose lead could not be handed over, and everybody else", async () => {
    const accounts = [account("ada"), account("bob"), stranger("office")];
    const current = { ...directory(accounts), leads: [project("CORE", "ada"), project("OPS", "bob")] };
    const plan = makePlan(desired(), current, rules({ successors: { project: "office" as Username } }));
    const target = memoryTarget(current);

    const result = await applyPlan(
      plan,
      failing(target, (operation) =>
        operation.kind === "hand-over" && operation.lead.id === "CORE" ? refused : undefined,
      ),
      { signal: never, finish: never, journal: NO_JOURNAL },
    );

    expect(statuses(result)).toEqual([
      "hand-over failed",
      "hand-over done",
      "disable skipped",
      "disable done",
    ]);
    expect(result.operations[2]).toMatchObject({
      user: { username: "ada" },
      error: {
        code: "SKIPPED",
        message: "Skipped, since CORE (The CORE project) could not be handed over to office.",
        fix: "See why it failed. onDisable.projectLead names who takes over projects: an account that is active and may lead them.",
      },
    });
    expect(target.snapshot().leads?.map(({ leader }) => leader)).toEqual(["target-ada", "target-office"]);
  });

  it("gives nothing back to somebody who could not be enabled", async () => {
    const planned = { user: user("ada"), reason: "undo", status: "planned" } as const;
    const { leader: _, ...lead } = project("CORE", "office");
    const ends = { from: "office" as Username, to: "ada" as Username };
    const ids = { fromId: targetId("office"), toId: targetId("ada") };
    const current = { ...directory([account("ada", { active: false })]), leads: [project("CORE", "office")] };
    const plan: TargetPlan = {
      ...setUp({}).plan,
      operations: [
        { id: "1", kind: "enable", ...planned },
        { id: "2", kind: "hand-over", lead, ...ends, ...ids, ...planned },
      ],
    };

    const result = await applyPlan(
      plan,
      failing(memoryTarget(current), ({ kind }) => (kind === "enable" ? refused : undefined)),
      { signal: never, finish: never, journal: NO_JOURNAL },
    );

    expect(result.operations).toMatchObject([
      { status: "failed" },
      {
        status: "skipped",
        error: { message: "Skipped, since the account of ada could not be enabled." },
      },
    ]);
  });

  it.each([
    { what: "failed", status: "planned" as const },
    { what: "had gone stale", status: "skipped" as const },
  ])("lets no account go of which a step before $what", async ({ status }) => {
    const error = { code: "STALE", message: "it is not as it was" };
    const plan: TargetPlan = {
      ...setUp({}).plan,
      operations: [
        {
          id: "1",
          kind: "disable",
          user: user("ada"),
          reason: "undo",
          ...(status === "planned" ? { status } : { status, error }),
        },
        { id: "2", kind: "disable", user: user("bob"), reason: "undo", status: "planned" },
        ...["ada", "bob"].map((name) => ({
          ...{ id: `let ${name} go`, kind: "link" as const, user: user(name), reason: "undo" as const },
          ...{
            changes: [{ field: "link" as const, from: sourceId(name), to: "" }],
            matchedBy: "username" as const,
          },
          status: "planned" as const,
        })),
      ],
    };
    const target = memoryTarget(directory([account("ada"), account("bob")]));

    const result = await applyPlan(
      plan,
      failing(target, ({ id }) => (id === "1" ? refused : undefined)),
      { signal: never, finish: never, journal: NO_JOURNAL },
    );

    expect(statuses(result).slice(1)).toEqual(["disable done", "link skipped", "link done"]);
    expect(result.operations[2]).toMatchObject({
      error: {
        code: "SKIPPED",
        message: "Skipped, so that ada stays linked: not everything before this was done.",
      },
    });
    expect(target.snapshot().accounts.map(({ link }) => link)).toEqual([sourceId("ada"), undefined]);
  });

  it("writes down the id that a later run will find", async () => {
    const { plan, target } = setUp({ users: [desiredUser("ada")], groups: [desiredGroup("dev", ["ada"])] });
    const made: (string | undefined)[] = [];
    const journal = { ...NO_JOURNAL, record: (_: Operation, __: unknown, id?: string) => void made.push(id) };
    const renaming: Target = {
      ...target,
      apply: async (batch, signal) => {
        const results = await target.apply(batch, signal);
        return results.map((one) =>
          one.status === "done" && one.targetId?.startsWith("made-0") ? { ...one, lastingId: "ada" } : one,
        );
      },
    };

    const result = await applyPlan(plan, renaming, { signal: never, finish: never, journal });

    expect(result.operations.every(({ status }) => status === "done")).toBe(true);
    expect(made).toEqual(["made-dev", "ada", undefined]);
  });

  it("sends nothing that is withheld, and says so again", async () => {
    const accounts = names(20).map((name) => account(name));
    const plan = makePlan(
      desired({}),
      directory(accounts),
      rules({ limits: { ...rules().limits, disable: { count: 1 } } }),
    );
    const target = memoryTarget(directory(accounts));

    const result = await applyPlan(plan, target, { signal: never, finish: never, journal: NO_JOURNAL });

    expect(target.batches).toEqual([]);
    expect(result).toEqual(plan);
  });

  it.each([
    { code: "SIGN_IN_FAILED" as const, why: "wrong logins lock accounts" },
    { code: "CANCELED" as const, why: "the run was stopped" },
  ])("stops at $code, since $why", async ({ code }) => {
    const { plan, target } = setUp({ users: names(50).map((name) => desiredUser(name)) });
    const error = new UsersyncError(code, { what: "Stop.", why: "Because.", fix: "Wait." });

    const result = await applyPlan(
      plan,
      failing(target, () => error),
      { signal: never, finish: never, journal: NO_JOURNAL },
    );

    const failed = result.operations.filter(({ status }) => status === "failed");
    expect(failed.length).toBeLessThanOrEqual(target.concurrency);
    expect(result.operations.at(-1)).toMatchObject({
      status: "skipped",
      error: { code, message: "Stop. Because." },
    });
  });

  it("goes on after a bug in one request, and asks for a report of it", async () => {
    const { plan, target } = setUp({ users: [desiredUser("ada"), desiredUser("bob")] });
    const bug = new TypeError("x is undefined");

    const result = await applyPlan(
      plan,
      failing(target, (operation) =>
        "user" in operation && operation.user.username === "ada" ? bug : undefined,
      ),
      { signal: never, finish: never, journal: NO_JOURNAL },
    );

    expect(result.operations).toMatchObject([
      { status: "failed", error: { code: "BUG" } },
      { status: "done" },
    ]);
  });

  it("takes a missing result for a failure", async () => {
    const { plan, target } = setUp({ users: [desiredUser("ada")] });

    const result = await applyPlan(
      plan,
      { ...target, apply: async () => [] },
      { signal: never, finish: never, journal: NO_JOURNAL },
    );

    expect(result.operations).toMatchObject([{ status: "failed", error: { code: "BUG" } }]);
  });

  it("asked to finish, starts nothing new and counts what it did", async () => {
    const finish = new AbortController();
    const { plan, target } = setUp({ users: names(50).map((name) => desiredUser(name)) });
    const progress: unknown[] = [];

    const result = await applyPlan(plan, target, {
      signal: never,
      finish: finish.signal,
      journal: NO_JOURNAL,
      onApplied: (now) => {
        progress.push(now);
        if (now.done >= 10) finish.abort();
      },
    });

    const done = result.operations.filter(({ status }) => status === "done").length;
    expect(done).toBeGreaterThanOrEqual(10);
    expect(done).toBeLessThanOrEqual(10 + target.concurrency);
    expect(result.operations.at(-1)).toMatchObject({ status: "skipped", error: { code: "CANCELED" } });
    expect(progress.at(-1)).toEqual({ done, failed: 50 - done, total: 50 });
  });
});
