import { expect, it } from "vitest";
import { adoptableIn } from "../../src/plan/groups/adopt-by-hand.ts";
import { previewAdoption } from "../../src/plan/groups/preview-adoption.ts";
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

const NAMES = ["ada", "bob", "cleo"];

function previewOf(...chosen: readonly string[]) {
  const limits = { ...NO_LIMITS, removeMembers: { count: 1 }, disable: { count: 0 } };
  const sides = {
    desired: desired({
      users: NAMES.map((name) => desiredUser(name)),
      groups: [desiredGroup("dev", ["ada"]), desiredGroup("ops", ["bob"])],
    }),
    current: directory(
      [...NAMES, "gone"].map((name) => account(name)),
      [directoryGroup("dev", NAMES), directoryGroup("ops", ["ada"])],
    ),
    rules: rules({ kept: [], limits }),
  };
  const target = makePlan(sides.desired, sides.current, sides.rules);
  const plan = { createdAt: new Date(0), complete: true, targets: [target] };
  const waiting = adoptableIn(plan).filter(({ adoption }) => chosen.includes(adoption.group.name));
  return { plan, waiting, compared: new Map([[target.name, sides]]) };
}

const lines = (preview: ReturnType<typeof previewAdoption>) =>
  preview.targets.flatMap(({ operations }) => operations.map(({ kind, status }) => `${kind} ${status}`));

it("a group that is taken over is shown with what the limits would then withhold, and nothing else", () => {
  const { plan, waiting, compared } = previewOf("dev");

  const preview = previewAdoption(plan, waiting, compared);

  expect(lines(preview)).toEqual(["adopt-group planned", "remove-member withheld", "remove-member withheld"]);
  expect(preview.targets[0]?.tripped).toMatchObject([{ by: "limits.removeMembers", withheld: 2 }]);
});

it("groups that no limit stands in the way of are brought in step", () => {
  const { plan, waiting, compared } = previewOf("ops");

  expect(lines(previewAdoption(plan, waiting, compared))).toEqual([
    "adopt-group planned",
    "add-member planned",
    "remove-member planned",
  ]);
  expect(previewAdoption(plan, [], compared).targets).toEqual([]);
  expect(previewAdoption(plan, waiting, new Map()).targets).toEqual([]);
});
