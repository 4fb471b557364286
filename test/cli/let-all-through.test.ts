import { describe, expect, it } from "vitest";
import { letAllThrough } from "../../src/cli/runs/let-all-through.ts";
import type { LimitsConfig } from "../../src/config/config.ts";
import type { JournalEntry } from "../../src/model/history.ts";
import type { LimitUse, Plan, TargetPlan, Tripped } from "../../src/model/plan.ts";
import { makeUndoPlan } from "../../src/plan/undo/make-undo-plan.ts";
import { account, directory, directoryGroup, NO_LIMITS, rules } from "../support/people.ts";
import { plan, targetPlan } from "../support/plans.ts";

const tripped = (by: string, allow?: string): Tripped => ({
  by: `limits.${by}`,
  withheld: 1,
  message: "Too many.",
  details: [],
  ...(allow !== undefined && { allow }),
});
const over = (limit: string, needed: number): LimitUse => ({ limit, needed, isOver: true });
const within = (limit: string, needed: number): LimitUse => ({ limit, needed, isOver: false });

const COMMAND = { run: 7, only: [], allow: [] };
const of = (...targets: readonly Partial<TargetPlan>[]): Plan => plan({ targets: targets.map(targetPlan) });

describe("the command that lets all through", () => {
  it.each<{ situation: string; of: Plan; allow?: string[]; command: string | undefined }>([
    { situation: "is absent where nothing is withheld", of: of({ uses: [] }), command: undefined },
    {
      situation: "is absent where nothing lets it through",
      of: of({ tripped: [tripped("incomplete")] }),
      command: undefined,
    },
    {
      situation: "takes the most that any directory needs, one whose own limit is wider among them",
      of: of(
        { tripped: [tripped("disable", "disable=3")], uses: [over("disable", 3)] },
        { uses: [within("disable", 5)] },
      ),
      command: "usersync undo 7 --allow disable=5",
    },
    {
      situation: "lets through all disables, those of a last member among them",
      of: of({ tripped: [tripped("lastMember", "lastMember")], uses: [over("disable", 4)] }),
      command: "usersync undo 7 --allow lastMember --allow disable=4",
    },
    {
      situation: "leaves a limit as it is that lets all through",
      of: of({ tripped: [tripped("ownAccount", "ownAccount")], uses: [within("disable", 4)] }),
      command: "usersync undo 7 --allow ownAccount",
    },
    {
      situation: "names the limits that come after the one that withheld",
      of: of({
        tripped: [tripped("emptyGroup", "emptyGroup")],
        uses: [over("removeMembers", 2), over("removeMembersTotal", 3)],
      }),
      command: "usersync undo 7 --allow emptyGroup --allow removeMembers=2 --allow removeMembersTotal=3",
    },
    {
      situation: "keeps what was allowed, and raises what was too little",
      of: of({ tripped: [tripped("removeMembers", "removeMembers=9")], uses: [over("removeMembers", 9)] }),
      allow: ["disable=2", "removeMembers=3"],
      command: "usersync undo 7 --allow disable=2 --allow removeMembers=9",
    },
  ])("$situation", ({ of: shown, allow = [], command }) => {
    expect(letAllThrough(shown, { ...COMMAND, allow })).toBe(command);
  });

  it("lets through whom a nested group takes along, and a second time there is none", () => {
    const people = ["ada", "bob", "cleo"];
    const groups = [
      { ...directoryGroup("contractors", ["dan", "eve"]), children: ["ops"] },
      { ...directoryGroup("all", ["dan", "eve", "fay"]), children: ["ops"] },
      directoryGroup("ops", people),
    ];
    const now = directory(
      [...people, "dan", "eve", "fay"].map((name) => account(name)),
      groups,
    );
    const entries = ["contractors", "all"].map(
      (name, seq): JournalEntry => ({
        ...{ run: 7, seq, target: "cloud", directory: "d", at: "2026-11-20T22:00:00.000Z", status: "done" },
        operation: {
          ...{ id: `add-${name}`, kind: "add-group", reason: "member-in-source" },
          ...{ group: { name, targetId: `group-${name}` }, child: { name: "ops", targetId: "group-ops" } },
        },
      }),
    );
    const undone = (limits: Partial<LimitsConfig>) => {
      const own = makeUndoPlan(entries, now, rules({ limits: { ...NO_LIMITS, ...limits } }));
      return letAllThrough(plan({ targets: [own] }), COMMAND);
    };

    const removeMembers = { share: 0.2 };
    const removeMembersTotal = { share: 0.1 };
    expect(undone({ removeMembers, removeMembersTotal })).toBe(
      "usersync undo 7 --allow removeMembers=3 --allow removeMembersTotal=6",
    );
    expect(undone({ removeMembers, removeMembersTotal: { count: 6 } })).toBe(
      "usersync undo 7 --allow removeMembers=3",
    );
    expect(undone({ removeMembers: { count: 3 }, removeMembersTotal: { count: 6 } })).toBeUndefined();
  });
});
