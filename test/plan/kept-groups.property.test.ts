import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply-plan.ts";
import { makeDesired } from "../../src/desired/make-desired.ts";
import type { DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import { type GroupRule, groupRulesOf } from "../../src/model/group-rule.ts";
import type { TargetId } from "../../src/model/ids.ts";
import { foldName } from "../../src/model/names.ts";
import type { PlannedOperation, TargetPlan } from "../../src/model/plan.ts";
import type { KeptGroup } from "../../src/model/recorded.ts";
import { adoptableIn, adoptByHand } from "../../src/plan/groups/adopt-by-hand.ts";
import { newsOfGroups } from "../../src/plan/groups/kept-groups.ts";
import { makePlan, type PlanRules } from "../../src/plan/make-plan.ts";
import { type MemoryTarget, memoryTarget } from "../support/memory-target.ts";
import { NO_JOURNAL } from "../support/no-journal.ts";
import {
  account,
  CAPABILITIES,
  directory,
  directoryGroup,
  groupRule,
  MAPPING,
  NO_RULES,
  person,
  rules,
  snapshot,
  sourceGroup,
  stranger,
  targetId,
} from "../support/people.ts";

// Small pools, so that groups are made, renamed into each other's names, joined, left and come back.
const PEOPLE = ["ada", "bob", "eve"];
const NAMES = ["dev", "DEV", "ops", "crew"];
const IDS = ["g1", "g2", "g3"];

const sourceGroups = fc.uniqueArray(
  fc
    .record({
      id: fc.constantFrom(...IDS),
      name: fc.constantFrom(...NAMES),
      members: fc.uniqueArray(fc.constantFrom(...PEOPLE)),
    })
    .map(({ id, name, members }) => sourceGroup(name, members, { id })),
  { selector: ({ id }) => id, maxLength: 3 },
);
const found = fc.uniqueArray(
  fc
    .record({
      name: fc.constantFrom("dev", "ops"),
      members: fc.uniqueArray(fc.constantFrom(...PEOPLE, "local")),
    })
    .map(({ name, members }) => directoryGroup(name, members)),
  { selector: ({ name }) => name, maxLength: 2 },
);
const rule = fc.record({
  name: fc.constantFrom("dev", "ops", "*"),
  remove: fc.constantFrom(true, true, false),
  adopt: fc.constantFrom("ask", "ask", "always", "never"),
  onRename: fc.constantFrom("keep", "recreate"),
  onLeave: fc.constantFrom("release", "empty"),
} as const);
const step = fc.record({
  groups: sourceGroups,
  by: fc.array(
    rule.map(({ name, ...rest }) => groupRule(name, rest)),
    { maxLength: 2 },
  ),
  table: fc.constantFrom({}, {}, { g1: ["ops"] }, { g1: ["crew"], g2: ["crew"] }),
  adopt: fc.subarray(["dev", "ops"]),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const signal = new AbortController().signal;

/** A directory whose groups are remembered as the state does it. */
function keeping(start: DirectorySnapshot) {
  const target = memoryTarget(start);
  const kept = new Map<string, KeptGroup>();
  const write = (group: KeptGroup) => void kept.set(foldName(group.name), group);
  async function carryOut(plan: TargetPlan): Promise<void> {
    const { operations } = await applyPlan(plan, target, { signal, finish: signal, journal: NO_JOURNAL });
    for (const operation of operations) if (operation.status === "done") note(operation);
  }
  function note(operation: PlannedOperation): void {
    if (operation.kind === "release-group") kept.delete(foldName(operation.group.name));
    if (operation.kind !== "adopt-group" && operation.kind !== "create-group") return;
    const { group, sources } = operation;
    if (sources !== undefined) write({ name: group.name, sources, how: "created" });
  }
  return {
    target,
    kept,
    plan(given: Step) {
      const { desired, wishes } = wishOf(given, [...kept.values()]);
      return makePlan(desired, target.snapshot(), wishes);
    },
    async run(given: Step): Promise<void> {
      const { desired, wishes } = wishOf(given, [...kept.values()]);
      const before = target.snapshot();
      const { groups } = newsOfGroups(desired, before, {
        ...wishes,
        before: wishes.kept,
        mapping: { groups: given.by },
      });
      for (const group of groups?.changed ?? []) write(group);
      for (const name of groups?.gone ?? []) kept.delete(foldName(name));
      await carryOut(makePlan(desired, before, wishes));
    },
    async adopt(given: Step): Promise<readonly string[]> {
      const plan = { createdAt: new Date(0), complete: true, targets: [this.plan(given)] };
      const chosen = adoptableIn(plan).filter(({ adoption }) => given.adopt.includes(adoption.group.name));
      for (const one of adoptByHand(plan, chosen).targets) await carryOut(one);
      return chosen.map(({ adoption }) => adoption.group.name);
    },
  };
}

function wishOf({ groups, by, table }: Step, kept: readonly KeptGroup[]) {
  const mapping = { ...MAPPING, groupName: { ...MAPPING.groupName, map: table }, groups: by };
  const people = PEOPLE.map((name) => person(name));
  const desired = makeDesired(snapshot({ people, groups }), {
    ...{ mapping, scope: NO_RULES, now: 0 },
    capabilities: CAPABILITIES,
  });
  const wishes: PlanRules = rules({ mapping, kept });
  return { desired, wishes };
}

const membersIn = (target: MemoryTarget) =>
  new Map(target.snapshot().groups.map(({ name, members }) => [foldName(name), [...members].sort()]));

/** Whether the config by itself lets people be added to a group that was there before. */
function isLetIn({ adopt, remove }: GroupRule): boolean {
  return adopt === "always" || !remove;
}

describe("over many runs, with groups that come, go, and are called otherwise", () => {
  const scene = fc.tuple(found, fc.array(step, { minLength: 1, maxLength: 5 }));
  const begin = (groups: DirectorySnapshot["groups"]) =>
    keeping(directory([...PEOPLE.map((name) => account(name)), stranger("local")], groups));

  it("nobody joins or leaves a group that was there before and was never taken over", async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ([groups, steps]) => {
        const office = begin(groups);
        const strangers = new Set(groups.map(({ name }) => name));
        const members = membersIn(office.target);
        for (const one of steps) {
          const ruleOf = groupRulesOf(one.by);
          const named = groups.map(({ name }) => name).filter((name) => isLetIn(ruleOf(name)));
          for (const name of [...named, ...(await office.adopt(one))]) strangers.delete(name);

          await office.run(one);

          const now = membersIn(office.target);
          for (const name of strangers) expect(now.get(name)).toEqual(members.get(name));
        }
      }),
    );
  });

  it("a second run has nothing left to do but what waits", async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ([groups, steps]) => {
        const office = begin(groups);
        for (const one of steps) {
          await office.adopt(one);
          await office.run(one);

          const { operations } = office.plan(one);
          const open = operations.filter((operation) => operation.status !== "withheld");
          const reasons = operations.flatMap((one) => (one.status === "withheld" ? [one.withheldBy] : []));

          expect(open).toEqual([]);
          expect(new Set(reasons)).toEqual(new Set(reasons.length > 0 ? ["mapping.groups.adopt"] : []));
        }
      }),
    );
  });

  it("a group that the source does not name any more loses nobody, unless it is to be emptied", async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ([groups, steps]) => {
        const office = begin(groups);
        for (const one of steps) await office.run({ ...one, by: [groupRule("*", { adopt: "always" })] });
        const before = membersIn(office.target);
        const nothing = { groups: [], by: [], table: {}, adopt: [] };

        await office.run(nothing);

        expect(membersIn(office.target)).toEqual(before);
        expect(office.kept.size).toBe(0);
      }),
    );
  });

  it("one emptied keeps only those whom usersync does not manage, and is then let go", async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ([groups, steps]) => {
        const office = begin(groups);
        for (const one of steps) await office.run({ ...one, by: [groupRule("*", { adopt: "always" })] });
        const emptied = new Set([...office.kept.keys()]);
        const by = [groupRule("*", { onLeave: "empty" })];

        await office.run({ groups: [], by, table: {}, adopt: [] });

        const rest = [...membersIn(office.target)].filter(([name]) => emptied.has(name));
        const local: TargetId = targetId("local");
        expect(rest.flatMap(([, members]) => members).filter((id) => id !== local)).toEqual([]);
        expect(office.kept.size).toBe(0);
      }),
    );
  });

  it("the order in which groups are read makes no difference", () => {
    fc.assert(
      fc.property(
        found,
        step,
        fc.uniqueArray(fc.constantFrom(...NAMES), { selector: foldName }),
        (groups, one, names) => {
          const kept = names.map((name, at): KeptGroup => {
            return { name, sources: [{ id: IDS[at % 3] ?? "g1", name: "old" }], how: "created" };
          });
          const { desired, wishes } = wishOf(one, kept);
          const turned = wishOf({ ...one, groups: one.groups.toReversed() }, kept.toReversed());
          const before = directory(
            PEOPLE.map((name) => account(name)),
            groups,
          );
          const after = { ...before, groups: groups.toReversed() };

          expect(makePlan(turned.desired, after, turned.wishes)).toEqual(makePlan(desired, before, wishes));
        },
      ),
    );
  });
});
