import { describe, expect, it } from "vitest";
import { newcomersAfter } from "../../src/apply/newcomers.ts";
import type { Username } from "../../src/model/ids.ts";
import type { Outcome, PlannedOperation, TargetPlan } from "../../src/model/plan.ts";
import { sourceId } from "../support/people.ts";

const DONE: Outcome = { status: "done" };
const FAILED: Outcome = { status: "failed", error: { code: "REFUSED", message: "no" } };
const SKIPPED: Outcome = { status: "skipped", error: { code: "SKIPPED", message: "no" } };
const WITHHELD: Outcome = { status: "withheld", withheldBy: "limits.import" };

const who = (name: string) => ({ username: name as Username, sourceId: sourceId(name) });
const imported = (name: string, outcome: Outcome = DONE): PlannedOperation => ({
  ...{ id: `i ${name}`, kind: "import", user: who(name), changes: [], reason: "not-in-target" },
  ...outcome,
});
const joined = (
  name: string,
  outcome: Outcome = DONE,
  reason: "default-group" | "member-in-source" = "default-group",
): PlannedOperation => ({
  ...{ id: `j ${name}`, kind: "add-member", group: { name: "starters" }, user: who(name), reason },
  ...outcome,
});

function planOf(operations: readonly PlannedOperation[]): TargetPlan {
  const read = { users: 0, groups: 0, memberships: 0 };
  return { ...{ name: "jira", type: "jira", read, notes: [], tripped: [], incomplete: [] }, operations };
}

function leftAfter(plan: TargetPlan, fresh: readonly string[] = [], kind: "run" | "apply" = "run") {
  return newcomersAfter(plan, { kind, record: { directory: "jira-1", fresh: fresh.map(sourceId) } });
}

const people = (...names: string[]) => names.map(sourceId);

describe("after a run", () => {
  it("whoever was imported waits until the last default group is there", () => {
    const plan = planOf([
      ...["ada", "bob", "cleo", "dan", "eve"].map((name) => imported(name)),
      joined("ada"),
      joined("bob", FAILED),
      joined("cleo", SKIPPED),
      joined("dan", WITHHELD),
      joined("eve", FAILED, "member-in-source"),
    ]);

    expect(leftAfter(plan)).toEqual({
      directory: "jira-1",
      waiting: people("bob", "cleo", "dan"),
      settled: [],
    });
  });

  it("whoever was not imported does not wait", () => {
    expect(leftAfter(planOf([imported("ada", FAILED), joined("ada", SKIPPED)])).waiting).toEqual([]);
  });

  it("whoever was new before is settled, or goes on waiting", () => {
    const plan = planOf([joined("ada"), joined("bob", FAILED)]);

    expect(leftAfter(plan, ["ada", "bob", "cleo"])).toMatchObject({
      waiting: people("bob"),
      settled: people("ada", "cleo"),
    });
  });

  it("nobody is settled where the directory could not be read", () => {
    const plan = { ...planOf([]), error: { code: "NETWORK", message: "no answer" } };

    expect(leftAfter(plan, ["ada"])).toMatchObject({ waiting: [], settled: [] });
  });

  it("nobody is known to be new where nobody was", () => {
    const record = { directory: "jira-1" };

    expect(newcomersAfter(planOf([]), { kind: "run", record })).toEqual({
      ...record,
      waiting: [],
      settled: [],
    });
  });
});

it("after a saved plan everybody waits whom it imported: what was left out of it is not known", () => {
  expect(leftAfter(planOf([imported("ada"), joined("ada")]), ["bob"], "apply")).toMatchObject({
    waiting: people("ada"),
    settled: [],
  });
});
