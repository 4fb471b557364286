import { describe, expect, it } from "vitest";
import type { DirectorySnapshot, Lead } from "../../src/model/directory-snapshot.ts";
import type { JournalEntry } from "../../src/model/history.ts";
import type { Username } from "../../src/model/ids.ts";
import type { DisableUser, EnableUser, HandOver, Operation } from "../../src/model/operation.ts";
import type { TargetPlan } from "../../src/model/plan.ts";
import { cutToFit } from "../../src/plan/cut-to-fit.ts";
import { imageOf } from "../../src/plan/look-again/directory-image.ts";
import { effectOf } from "../../src/plan/look-again/effect.ts";
import { refresh } from "../../src/plan/look-again/refresh.ts";
import { settle } from "../../src/plan/look-again/settle.ts";
import { type Choice, touchedBy } from "../../src/plan/look-again/touched.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { makeUndoPlan } from "../../src/plan/undo/make-undo-plan.ts";
import {
  account,
  component,
  desired,
  directory,
  NO_LIMITS,
  person,
  project,
  rules,
  sourceId,
  stranger,
  targetId,
} from "../support/people.ts";

const SUCCESSORS = { project: "office" as Username, component: "office" as Username };
const OFFICE = stranger("office");
const ada = { username: "ada" as Username, sourceId: sourceId("ada"), targetId: targetId("ada") };
const eve = { username: "eve" as Username, sourceId: sourceId("eve"), targetId: targetId("eve") };
const { leader: _, ...CORE } = project("CORE", "ada");

const HAND_OVER: HandOver = {
  id: "cloud:hand-over:project:CORE",
  kind: "hand-over",
  lead: CORE,
  user: ada,
  from: "ada" as Username,
  to: "office" as Username,
  fromId: targetId("ada"),
  toId: targetId("office"),
  reason: "disabled-in-source",
};
const DISABLE: DisableUser = { id: "d", kind: "disable", user: ada, reason: "disabled-in-source" };
const ENABLE: EnableUser = { id: "e", kind: "enable", user: ada, reason: "active-in-source" };

function led(leads: readonly Lead[], accounts = [account("ada"), OFFICE]): DirectorySnapshot {
  return { ...directory(accounts), leads };
}

describe("a hand-over, held against a directory", () => {
  it.each<{ now: string; leads: readonly Lead[]; effect: unknown; found: string }>([
    {
      now: "that nothing happened to",
      leads: [project("CORE", "ada")],
      effect: { state: "ready" },
      found: "not-done",
    },
    {
      now: "where it was done",
      leads: [project("CORE", "office")],
      effect: { state: "already" },
      found: "done",
    },
    {
      now: "where somebody else leads",
      leads: [project("CORE", "eve")],
      effect: { state: "stale", reason: 'neither "ada" nor "office" leads CORE (The CORE project)' },
      found: "unknown",
    },
    {
      now: "where only a component has that id",
      leads: [component("CORE", "ada")],
      effect: { state: "stale", reason: 'neither "ada" nor "office" leads CORE (The CORE project)' },
      found: "unknown",
    },
  ])("$now", ({ leads, effect, found }) => {
    const now = led(leads);

    expect(effectOf(HAND_OVER, imageOf(now))).toEqual(effect);
    expect(settle([{ run: 1, seq: 2, operation: HAND_OVER }], now)).toEqual([{ run: 1, seq: 2, found }]);
  });

  it("changes nothing of an account that another directory is in charge of", () => {
    const planned = [{ ...HAND_OVER, status: "planned" } as const];
    const accounts = [account("ada", { fixed: ["details", "groups"] })];

    expect(cutToFit(planned, { accounts })).toEqual({ operations: planned, notes: [] });
  });

  it("is not judged where nobody looked who leads what", () => {
    expect(settle([{ run: 1, seq: 2, operation: HAND_OVER }], directory([account("ada")]))).toEqual([
      { run: 1, seq: 2, found: "unknown" },
    ]);
  });
});

describe("a saved plan that hands over", () => {
  const before = led([project("CORE", "ada")]);
  const leavers = new Map([[sourceId("ada"), "disabled-in-source" as const]]);
  const planned = (limits = NO_LIMITS) =>
    makePlan(desired({ leavers }), before, rules({ successors: SUCCESSORS, limits }));
  const people = [person("ada", { enabled: false })];
  const outcomes = ({ operations }: TargetPlan) =>
    operations.map((one) => {
      const why =
        one.status === "skipped"
          ? `: ${one.error.message.replace("Not done, since it went stale: ", "")}`
          : "";
      return `${one.kind} ${one.status}${why}`;
    });
  const refreshed = (current: DirectorySnapshot, choice: Choice = { approve: [] }, plan = planned()) =>
    outcomes(refresh(plan, { current, people }, choice));

  it("looks again at who leads what, on both sides", () => {
    expect(touchedBy(planned(), { approve: [] })).toEqual({
      people: [sourceId("ada")],
      accounts: [targetId("ada")],
      usernames: [],
      groups: [],
      leaders: [targetId("ada"), targetId("office")],
    });
  });

  it.each<{ rule: string; current: DirectorySnapshot; result: string[] }>([
    {
      rule: "goes ahead when nothing has happened",
      current: before,
      result: ["hand-over planned", "disable planned"],
    },
    {
      rule: "does the rest when a part was done",
      current: led([project("CORE", "office")]),
      result: ["hand-over done", "disable planned"],
    },
    {
      rule: "was done",
      current: led([project("CORE", "office")], [account("ada", { active: false }), OFFICE]),
      result: ["hand-over done", "disable done"],
    },
    {
      rule: "leaves the lead to whoever has it now, and disables",
      current: led([project("CORE", "eve")]),
      result: [
        'hand-over skipped: neither "ada" nor "office" leads CORE (The CORE project).',
        "disable planned",
      ],
    },
    {
      rule: "disables nobody who leads something new by now",
      current: led([project("CORE", "ada"), project("OPS", "ada")]),
      result: ["hand-over planned", "disable skipped: the account leads OPS (The OPS project)."],
    },
    {
      rule: "counts somebody as disabled who is, whatever they lead",
      current: led(
        [project("CORE", "office"), project("OPS", "ada")],
        [account("ada", { active: false }), OFFICE],
      ),
      result: ["hand-over done", "disable done"],
    },
  ])("$rule", ({ current, result }) => {
    expect(refreshed(current)).toEqual(result);
  });

  it("goes stale with the person", () => {
    const plan = refresh(planned(), { current: before, people: [person("ada")] }, { approve: [] });

    expect(outcomes(plan)).toEqual([
      "hand-over skipped: the person is enabled in Entra again.",
      "disable skipped: the person is enabled in Entra again.",
    ]);
  });

  it("is let through as a whole by the kind that it belongs to", () => {
    const held = planned({ ...NO_LIMITS, disable: { count: 0 } });

    expect(refreshed(before, { approve: [] }, held)).toEqual(["hand-over withheld", "disable withheld"]);
    expect(refreshed(before, { approve: ["disable"] }, held)).toEqual([
      "hand-over planned",
      "disable planned",
    ]);
    expect(refreshed(before, { approve: ["hand-over"] }, held)).toEqual([
      "hand-over planned",
      "disable withheld",
    ]);
    expect(refreshed(before, { approve: [], onlyKinds: ["disable"] })).toEqual([
      "hand-over planned",
      "disable planned",
    ]);
    expect(refreshed(before, { approve: [], onlyKinds: ["hand-over"] })).toEqual(["hand-over planned"]);
  });

  it("approves nobody who would still lead", () => {
    const held = makePlan(
      desired({ leavers }),
      led([project("CORE", "ada")], [account("ada")]),
      rules({ successors: SUCCESSORS }),
    );

    expect(outcomes(held)).toEqual(["disable withheld"]);
    expect(refreshed(before, { approve: ["disable"] }, held)).toEqual([
      "disable skipped: the account leads CORE (The CORE project).",
    ]);
  });
});

describe("what a run handed over", () => {
  const entry = (operation: Operation, seq: number): JournalEntry => {
    const where = { run: 12, seq, target: "cloud", directory: "cloud-1", at: "2026-11-20T22:00:00.000Z" };
    return { ...where, operation, status: "done" };
  };
  const undo = (steps: readonly Operation[], now: DirectorySnapshot, successors = SUCCESSORS) => {
    const plan = makeUndoPlan(steps.map(entry), now, rules({ successors }));
    return {
      steps: plan.operations.map((one) =>
        one.kind === "hand-over" ? `hand-over ${one.from} → ${one.to}` : one.kind,
      ),
      notes: plan.notes.map(({ kind, subject, reason }) => `${kind} ${subject}: ${reason}`),
      plan,
    };
  };
  const off = account("ada", { active: false });
  const after = led([project("CORE", "office")], [off, OFFICE]);

  it("is given back after whoever had it is enabled again", () => {
    const { plan, steps, notes } = undo([HAND_OVER, DISABLE], after);

    expect(steps).toEqual(["enable", "hand-over office → ada"]);
    expect(notes).toEqual([]);
    expect(plan.operations.at(-1)).toEqual({
      ...HAND_OVER,
      id: "cloud:undo:12.0",
      from: "office",
      to: "ada",
      fromId: targetId("office"),
      toId: targetId("ada"),
      reason: "undo",
      status: "planned",
    });
  });

  it("is given back under the names of today", () => {
    const named = (username: string) => ({ username: username as Username });
    const accounts = [account("ada", named("king")), stranger("office", named("pmo"))];

    expect(undo([HAND_OVER], led([project("CORE", "office")], accounts)).steps).toEqual([
      "hand-over pmo → king",
    ]);
  });

  it("is given back also by a successor whose account nobody read", () => {
    expect(undo([HAND_OVER], led([project("CORE", "office")], [account("ada")])).steps).toEqual([
      "hand-over office → ada",
    ]);
  });

  it("is given back whatever else of the undo is withheld", () => {
    const steps = [HAND_OVER, DISABLE, { ...ENABLE, user: eve }].map(entry);
    const now = led([project("CORE", "office")], [off, OFFICE, account("eve")]);
    const limits = { ...NO_LIMITS, disable: { count: 0 } };

    const plan = makeUndoPlan(steps, now, rules({ successors: SUCCESSORS, limits }));

    expect(plan.operations.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      "enable planned",
      "hand-over planned",
      "disable withheld",
    ]);
  });

  it("is handed over again when the undo is undone", () => {
    const { plan } = undo([HAND_OVER, DISABLE], after);
    const back = plan.operations.map((operation): Operation => operation);

    const again = undo(back, led([project("CORE", "ada")]));

    expect(again.steps).toEqual(["hand-over ada → office", "disable"]);
    expect(again.notes).toEqual([]);
  });

  it.each<{ rule: string; now: DirectorySnapshot; successors?: typeof SUCCESSORS; why: string }>([
    {
      rule: "somebody else leads it now",
      now: led([project("CORE", "eve")]),
      why: 'neither "ada" nor "office" leads CORE (The CORE project)',
    },
    {
      rule: "they lead it again",
      now: led([project("CORE", "ada")]),
      why: "it is as it was before that run",
    },
    {
      rule: "they are disabled still",
      now: after,
      why: 'the account "ada" is not active',
    },
    {
      rule: "their account is gone",
      now: led([project("CORE", "office")], [OFFICE]),
      why: "the account is gone",
    },
    {
      rule: "nobody looks who leads what any more",
      now: led([], [account("ada"), OFFICE]),
      successors: {} as typeof SUCCESSORS,
      why: "who leads projects is looked up only while onDisable.projectLead is set; set it and undo again",
    },
  ])("stays where it is when $rule", ({ now, successors, why }) => {
    const { steps, notes } = undo([HAND_OVER], now, successors);

    expect(steps).toEqual([]);
    expect(notes).toEqual([`excluded ada: left alone, since ${why}`]);
  });

  it("is not handed over again to somebody who is gone", () => {
    const back: HandOver = {
      ...HAND_OVER,
      from: "office" as Username,
      to: "ada" as Username,
      fromId: targetId("office"),
      toId: targetId("ada"),
      reason: "undo",
    };

    expect(undo([back], led([project("CORE", "ada")], [account("ada")]))).toMatchObject({
      steps: [],
      notes: ['excluded ada: left alone, since the account "office" is gone'],
    });
  });

  it("nothing new is handed over by an undo, which says who keeps what", () => {
    const now = led([project("OPS", "ada"), project("CORE", "ada"), project("HR", "office")]);

    expect(undo([ENABLE], now)).toMatchObject({
      steps: ["disable"],
      notes: [
        "unsupported ada: is disabled, and still leads CORE (The CORE project), OPS (The OPS project): an undo hands over nothing new",
      ],
    });
    expect(undo([ENABLE], led([project("HR", "office")])).notes).toEqual([]);
  });

  it("an undo that went by is disabled all the same", () => {
    const { plan } = undo([ENABLE], led([project("CORE", "ada")]));

    const again = refresh(plan, { current: led([project("CORE", "ada")]), people: [] }, { approve: [] });

    expect(again.operations.map(({ kind, status }) => `${kind} ${status}`)).toEqual(["disable planned"]);
  });
});
