import { describe, expect, it } from "vitest";
import type { Access } from "../../src/model/access.ts";
import type { Account, DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { JournalEntry } from "../../src/model/history.ts";
import type { Username } from "../../src/model/ids.ts";
import type { Operation } from "../../src/model/operation.ts";
import type { PlannedOperation, TargetPlan } from "../../src/model/plan.ts";
import { imageOf } from "../../src/plan/look-again/directory-image.ts";
import { effectOf } from "../../src/plan/look-again/effect.ts";
import { refresh } from "../../src/plan/look-again/refresh.ts";
import { makeUndoPlan, type UndoRules } from "../../src/plan/undo/make-undo-plan.ts";
import {
  account,
  CAPABILITIES,
  directory,
  directoryGroup,
  NO_LIMITS,
  person,
  rules,
  sourceId,
  targetId,
} from "../support/people.ts";

const BOTH: Access = { groups: ["users", "dev"], permission: "ADMIN" };
const ada = { username: "ada" as Username, sourceId: sourceId("ada"), targetId: targetId("ada") };
const take = (access: Access = BOTH): Operation => ({
  ...{ id: "d", kind: "disable", user: ada, access, reason: "left-scope" },
});
const give = (access: Access = BOTH): Operation => ({
  ...{ id: "e", kind: "enable", user: ada, access, reason: "active-in-source" },
});
const make = (access: Access): Operation => ({
  ...{ id: "i", kind: "import", user: { username: ada.username, sourceId: ada.sourceId }, access },
  changes: [{ field: "username", from: "", to: "ada" }],
  reason: "not-in-target",
});
const join: Operation = {
  ...{ id: "j", kind: "add-member", group: { name: "Dev", targetId: "group-Dev" }, user: ada },
  reason: "default-group",
};

const letIn = (access: Access): Account => account("ada", { access });
const shut = account("ada", { active: false });

describe("an operation on access, held against a directory", () => {
  it.each<{ rule: string; operation: Operation; now: Account; state: string }>([
    { rule: "takes what is there", operation: take(), now: letIn(BOTH), state: "ready" },
    { rule: "takes what is left", operation: take(), now: letIn({ groups: ["DEV"] }), state: "ready" },
    {
      rule: "takes a permission that became another one",
      ...{ operation: take(), now: letIn({ groups: [], permission: "LICENSED_USER" }), state: "ready" },
    },
    { rule: "has taken all of it", operation: take(), now: shut, state: "already" },
    {
      rule: "has taken all of it, whatever else there is",
      ...{ operation: take(), now: letIn({ groups: ["other"] }), state: "already" },
    },
    { rule: "gives what is not there", operation: give(), now: shut, state: "ready" },
    {
      rule: "gives what is missing",
      operation: give(),
      now: letIn({ groups: ["users", "dev"] }),
      state: "ready",
    },
    {
      rule: "has given all of it",
      ...{
        operation: give(),
        now: letIn({ groups: ["Users", "dev", "other"], permission: "ADMIN" }),
        state: "already",
      },
    },
    {
      rule: "has given a permission where there is another one by now",
      ...{ operation: give({ groups: [], permission: "ADMIN" }), state: "already" },
      now: letIn({ groups: [], permission: "LICENSED_USER" }),
    },
    {
      rule: "has made an account that nothing was to let in",
      operation: make({ groups: [] }),
      now: shut,
      state: "already",
    },
    { rule: "has made an account that was to be let in", operation: make(BOTH), now: shut, state: "stale" },
  ])("$rule", ({ operation, now, state }) => {
    expect(effectOf(operation, imageOf(directory([now]))).state).toBe(state);
  });
});

const entry = (operation: Operation, seq: number): JournalEntry =>
  ({
    ...{ run: 12, seq, target: "bitbucket", directory: "bitbucket-1", at: "2026-11-20T22:00:00.000Z" },
    ...{ operation, status: "done", made: operation.kind === "import" ? targetId("ada") : undefined },
  }) as JournalEntry;

const stepOf = (operation: PlannedOperation) => {
  const access = "access" in operation ? operation.access : undefined;
  const moved =
    access === undefined ? "" : ` [${[...access.groups, access.permission ?? ""].filter(Boolean)}]`;
  return `${operation.kind}${moved}: ${operation.status}`;
};

function undo(operations: readonly Operation[], now: DirectorySnapshot, changes: Partial<UndoRules> = {}) {
  const capabilities = { ...CAPABILITIES, defaultAccess: { groups: ["users"] } };
  const plan = makeUndoPlan(operations.map(entry), now, rules({ capabilities, ...changes }));
  return { steps: plan.operations.map(stepOf), notes: plan.notes.map(({ reason }) => reason) };
}

describe("an undo", () => {
  const dev = { ...directoryGroup("Dev", ["ada"]), licensed: true as const };

  it.each<{ rule: string; done: Operation[]; now: DirectorySnapshot; steps: string[]; notes?: string[] }>([
    {
      rule: "gives back what was taken",
      done: [take()],
      now: directory([shut]),
      steps: ["enable [users,dev,ADMIN]: planned"],
    },
    {
      rule: "takes back what was given, and nothing else",
      done: [give({ groups: ["dev"] })],
      now: directory([letIn(BOTH)]),
      steps: ["disable [dev]: planned"],
    },
    {
      rule: "takes from an account that was made whatever lets it in by now",
      done: [make({ groups: ["users"] })],
      now: directory([letIn(BOTH)]),
      steps: ["disable [users,dev,ADMIN]: planned"],
      notes: ["can only be disabled, since accounts are never deleted"],
    },
    {
      rule: "leaves alone what is let in again",
      done: [take()],
      now: directory([letIn({ groups: ["users"] })]),
      steps: [],
      notes: ["left alone, since it is as it was before that run"],
    },
    {
      rule: "leaves groups to the disabling that takes them away",
      done: [make({ groups: [] }), join],
      now: directory([letIn({ groups: ["Dev"] })], [dev]),
      steps: ["disable [Dev]: planned"],
      notes: ["can only be disabled, since accounts are never deleted"],
    },
  ])("$rule", ({ done, now, steps, notes = [] }) => {
    expect(undo(done, now)).toEqual({ steps, notes });
  });

  it("takes nobody out of a group whom a limit keeps from being disabled", () => {
    const now = directory([letIn({ groups: ["Dev"] })], [dev]);

    const { steps } = undo([make({ groups: [] }), join], now, {
      limits: { ...NO_LIMITS, disable: { count: 0 } },
    });

    expect(steps).toEqual(["disable [Dev]: withheld"]);
  });
});

describe("a saved plan that is held against the directory", () => {
  const look = (operation: Operation, now: Account) => {
    const target = { name: "bitbucket", type: "bitbucket", read: { users: 1, groups: 0, memberships: 0 } };
    const plan: TargetPlan = {
      ...{ ...target, notes: [], tripped: [], incomplete: [] },
      operations: [{ ...operation, status: "planned" }],
    };
    const looked = { current: directory([now]), people: [person("ada")] };
    return refresh(plan, looked, { approve: [] }).operations.map((one) =>
      one.status === "skipped" ? one.error.message : one.status,
    );
  };

  it.each<{ rule: string; operation: Operation; now: Account; outcome: string }>([
    { rule: "takes what was reviewed", operation: take(), now: letIn(BOTH), outcome: "planned" },
    { rule: "counts what is away as done", operation: take(), now: shut, outcome: "done" },
    {
      rule: "does not take a part for the whole",
      operation: take(),
      now: letIn({ ...BOTH, groups: [...BOTH.groups, "other"] }),
      outcome: "Not done, since it went stale: the account got more access meanwhile.",
    },
    {
      rule: "takes in an undo what the run gave, and no more",
      operation: { ...take({ groups: ["dev"] }), reason: "undo" } as Operation,
      now: letIn(BOTH),
      outcome: "planned",
    },
    { rule: "gives what was reviewed", operation: give(), now: shut, outcome: "planned" },
  ])("$rule", ({ operation, now, outcome }) => {
    expect(look(operation, now)).toEqual([outcome]);
  });
});
