import { expect, it } from "vitest";
import { causeOf } from "../../src/report/outline/cause-words.ts";
import { stageOf } from "../../src/report/outline/outline.ts";
import { DONE, disabled, failed, imported, planOf, skipped, withheld } from "../support/plans.ts";

it.each([
  { situation: "nothing happened yet", operations: [imported("ada")], stage: "plan" },
  { situation: "operations are only withheld", operations: [disabled("ada", withheld("x"))], stage: "plan" },
  { situation: "something is done", operations: [imported("ada", DONE), imported("bob")], stage: "result" },
  { situation: "something failed", operations: [imported("ada", failed("No."))], stage: "result" },
  { situation: "something was skipped", operations: [imported("ada", skipped("No."))], stage: "result" },
])("takes a plan for a $stage when $situation", ({ operations, stage }) => {
  expect(stageOf(planOf(operations))).toBe(stage);
});

it.each([
  "limits.disable",
  "limits.import",
  "limits.update",
  "limits.removeMembers",
  "limits.removeMembersTotal",
  "limits.emptyGroup",
  "limits.shrinkSource",
  "limits.shrinkScope",
  "limits.ownAccount",
  "limits.lastMember",
])("names the setting to change when %s withholds", (limit) => {
  expect(causeOf(disabled("ada", withheld(limit)), [])?.fix).toContain(limit);
});

it("says who withheld, even if it has no words for it", () => {
  expect(causeOf(disabled("ada", withheld("something-new")), [])).toEqual({
    label: "something-new",
    what: "Held back by something-new.",
  });
});

it("has nothing to say about what is done, or still to be done", () => {
  expect([imported("ada", DONE), imported("bob")].map((one) => causeOf(one, []))).toEqual([
    undefined,
    undefined,
  ]);
});

it.each([
  {
    situation: "a number that lets it through",
    by: "limits.disable",
    allow: "disable=90",
    fix: "Look through them. If they are right, run once with --allow disable=90, or raise limits.disable (a number, a share such as 20%, or none).",
  },
  {
    situation: "a guard that is on or off",
    by: "limits.lastMember",
    allow: "lastMember",
    fix: "Put somebody else into the group first. If nobody is to be in it, run once with --allow lastMember, or set limits.lastMember to allow.",
  },
  {
    situation: "a guard without words of its own",
    by: "limits.new",
    allow: "new=1",
    fix: "Look through them. If they are right, run once with --allow new=1.",
  },
])("names what lets through once: $situation", ({ by, allow, fix }) => {
  const tripped = [{ by, withheld: 1, message: "90 of 812.", allow, details: [] }];

  expect(causeOf(disabled("ada", withheld(by)), tripped)).toEqual({ label: by, what: "90 of 812.", fix });
});
