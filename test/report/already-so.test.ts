import { expect, it } from "vitest";
import type { Plan, PlannedOperation } from "../../src/model/plan.ts";
import { recordWords } from "../../src/report/history/record-words.ts";
import { closingLine } from "../../src/report/outline/closing-line.ts";
import { outlineOf } from "../../src/report/outline/outline.ts";
import { reportText } from "../../src/report/text/report-text.ts";
import { sourceId, targetId } from "../support/people.ts";

const disable = (name: string, outcome: object) =>
  ({
    id: `cloud:disable:${sourceId(name)}`,
    kind: "disable",
    user: { username: name, sourceId: sourceId(name), targetId: targetId(name) },
    reason: "disabled-in-source",
    ...outcome,
  }) as PlannedOperation;

const BEFORE = { status: "done", already: true };

function result(...operations: PlannedOperation[]) {
  const read = { users: 2, groups: 0, memberships: 0 };
  const target = { name: "cloud", type: "atlassian-cloud", read, operations };
  return {
    createdAt: new Date(0),
    complete: true,
    run: 7,
    targets: [{ ...target, notes: [], tripped: [], incomplete: [] }],
  };
}

it("what was so before is counted by itself, and is in no table of what was done", () => {
  const plan = result(disable("ada", BEFORE), disable("bob", { status: "done" }));

  expect(closingLine(plan, "result")).toBe("Done: 1 disabled, 1 already so.");
  expect(outlineOf(plan, "result")[0]?.work).toMatchObject([{ part: "disable", count: "1" }]);
});

it("a run that only met what was so before has done nothing, and there is nothing to take back", () => {
  const plan = result(disable("ada", BEFORE));

  expect(closingLine(plan, "result")).toBe("Nothing was done: 1 already so.");
  expect(outlineOf(plan, "result")[0]).toMatchObject({ work: [], problems: [] });
  expect(recordWords(plan)).toEqual(["Run 7: usersync history 7 shows it."]);
});

it("what is left of an undo is said of it, not of everything", () => {
  const { run: _, ...preview } = { ...result(), undoes: 6 };

  expect(closingLine(preview, "plan")).toBe("No changes. There is nothing left to take back.");
  expect(recordWords(preview)).toEqual([]);
});

it("before an undo it is said that the next run does the same again, and after it no more", () => {
  const undone = { ...result(disable("ada", { status: "done" })), undoes: 6, comesAgain: true } as const;
  const { run: _, ...preview } = undone;

  expect(recordWords(preview)).toEqual([
    "The next run does this again, unless its cause is changed in Entra or in the config.",
  ]);
  const { comesAgain: __, ...byHand } = preview;
  expect(recordWords(byHand)).toEqual([]);
  expect(recordWords(undone)).toEqual(["Run 7: usersync history 7 shows it, usersync undo 7 takes it back."]);
});

it("what was looked at once more is not called the reading of a directory", () => {
  const plan = result(disable("ada", { status: "done" }));
  const [target] = plan.targets;
  const looked = { ...plan, targets: [{ ...target, lookedAgain: true }] } as Plan;

  expect(reportText(plan, "result", {})).toContain("0 memberships read\n");
  expect(reportText(looked, "result", {})).toContain("0 memberships looked at\n");
});

it("what an undo withholds is let through by an undo", () => {
  const tripped = [{ by: "limits.disable", withheld: 1, message: "1.", details: [], allow: "disable=1" }];
  const plan = result(disable("ada", { status: "withheld", withheldBy: "limits.disable" }));
  const [target] = plan.targets;
  const undo = { ...plan, undoes: 6, targets: [{ ...target, tripped }] } as Plan;

  expect(reportText(undo, "plan", { width: 200 })).toContain("undo once with --allow disable=1");
  expect(reportText({ ...undo, undoes: undefined } as unknown as Plan, "plan", { width: 200 })).toContain(
    "run once with --allow disable=1",
  );
});
