import { expect, it } from "vitest";
import { causeOf } from "../../src/report/cause-words.ts";
import { stageOf } from "../../src/report/outline.ts";
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
])("names the setting to change when %s withholds", (limit) => {
  expect(causeOf(disabled("ada", withheld(limit)))?.fix).toContain(limit);
});

it("says who withheld, even if it has no words for it", () => {
  expect(causeOf(disabled("ada", withheld("something-new")))).toEqual({
    label: "something-new",
    what: "Held back by something-new.",
  });
});

it("has nothing to say about what is done, or still to be done", () => {
  expect([imported("ada", DONE), imported("bob")].map(causeOf)).toEqual([undefined, undefined]);
});
