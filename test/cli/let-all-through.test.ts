import { describe, expect, it } from "vitest";
import { letAllThrough } from "../../src/cli/runs/let-all-through.ts";
import type { Plan, Tripped } from "../../src/model/plan.ts";
import { disabled, groupTakenOut, memberRemoved, planOf } from "../support/plans.ts";

const tripped = (by: string, allow?: string): Tripped => ({
  by: `limits.${by}`,
  withheld: 1,
  message: "Too many.",
  details: [],
  ...(allow !== undefined && { allow }),
});

const COMMAND = { run: 7, only: [], allow: [] };
const of = (operations: number, ...guards: readonly Tripped[]) =>
  planOf(
    Array.from({ length: operations }, (_, at) => disabled(`user-${at}`)),
    { tripped: guards },
  );
const together = (...plans: readonly Plan[]): Plan => ({
  ...(plans[0] as Plan),
  targets: plans.flatMap(({ targets }) => targets),
});

describe("the command that lets all through", () => {
  it.each<{ situation: string; plan: Plan; command: string | undefined }>([
    { situation: "is absent where nothing is withheld", plan: of(3), command: undefined },
    {
      situation: "is absent where nothing lets it through",
      plan: of(3, tripped("incomplete")),
      command: undefined,
    },
    {
      situation: "takes the most that any directory needs",
      plan: together(of(3, tripped("disable", "disable=3")), of(5, tripped("disable", "disable=5"))),
      command: "usersync undo 7 --allow disable=5",
    },
    {
      situation: "lets through all disables, those of a last member among them",
      plan: of(4, tripped("lastMember", "lastMember")),
      command: "usersync undo 7 --allow lastMember --allow disable=4",
    },
    {
      situation: "gives a limit that takes no number none",
      plan: of(0, tripped("ownAccount", "ownAccount")),
      command: "usersync undo 7 --allow ownAccount",
    },
    {
      situation: "counts the removals of a group that would be empty, in all groups too",
      plan: planOf(
        [memberRemoved("devs", "ada"), memberRemoved("devs", "bob"), memberRemoved("ops", "ada")],
        { tripped: [tripped("emptyGroup", "emptyGroup")] },
      ),
      command: "usersync undo 7 --allow emptyGroup --allow removeMembers=2 --allow removeMembersTotal=3",
    },
    {
      situation: "takes as many as there are memberships where a nested group takes people along",
      plan: planOf([groupTakenOut("all", "devs")], {
        tripped: [tripped("removeMembers", "removeMembers=9")],
      }),
      command: "usersync undo 7 --allow removeMembers=3010 --allow removeMembersTotal=3010",
    },
  ])("$situation", ({ plan, command }) => {
    expect(letAllThrough(plan, COMMAND)).toBe(command);
  });
});
