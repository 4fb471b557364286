import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply-plan.ts";
import { makeDesired } from "../../src/desired/make-desired.ts";
import type { DirectoryGroup, DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { TargetId } from "../../src/model/ids.ts";
import type { SourceGroup } from "../../src/model/source-snapshot.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { memoryTarget } from "../support/memory-target.ts";
import { NO_JOURNAL } from "../support/no-journal.ts";
import {
  account,
  CAPABILITIES,
  directory,
  MAPPING,
  NO_RULES,
  person,
  rules,
  snapshot,
  sourceGroup,
  sourceId,
  targetId,
} from "../support/people.ts";

// Small pools, so that groups do meet, hold each other and go round in circles.
const PEOPLE = ["p1", "p2", "p3", "p4"];
const GROUPS = ["a", "b", "c", "d", "e"];
const NESTING = { ...CAPABILITIES, nesting: "mirror" } as const;
const SETTINGS = { numRuns: 150 };
const signal = new AbortController().signal;

interface Given {
  /** What is directly in each group of the source; `undefined`: there is no such group. */
  readonly source: readonly (Inside | undefined)[];
  /** The same of the directory. */
  readonly current: readonly (Inside | undefined)[];
  /** Groups of the source that are joined, or take another name. */
  readonly map: Readonly<Record<string, readonly string[]>>;
}

interface Inside {
  readonly people: readonly string[];
  readonly groups: readonly string[];
}

const inside = (groups: readonly string[]): fc.Arbitrary<Inside> =>
  fc.record({ people: fc.subarray(PEOPLE), groups: fc.subarray([...groups]) });

/** In the directory a group holds only those after it, since circles are refused there; and one that is not ours. */
const given: fc.Arbitrary<Given> = fc.record({
  source: fc.tuple(...GROUPS.map(() => fc.option(inside(GROUPS), { nil: undefined }))),
  current: fc.tuple(
    ...GROUPS.map((_, at) => fc.option(inside([...GROUPS.slice(at + 1), "local"]), { nil: undefined })),
  ),
  map: fc.dictionary(fc.constantFrom(...GROUPS), fc.subarray(["a", "x", "y"], { minLength: 1 }), {
    maxKeys: 2,
  }),
});

const idOf = (name: string) => sourceId(`g-${name}`);
const existing = (groups: Given["source"]) =>
  GROUPS.flatMap((name, at) => (groups[at] === undefined ? [] : [{ name, ...groups[at] }]));

function sourceGroups({ source }: Given): readonly SourceGroup[] {
  const found = existing(source);
  return found.map(({ name, people, groups }) => {
    const within = new Set([name]);
    for (const one of within)
      for (const inner of found.find((two) => two.name === one)?.groups ?? []) within.add(inner);
    const all = found.filter((one) => within.has(one.name)).flatMap((one) => one.people);
    const known = groups.filter((one) => found.some((two) => two.name === one));
    const nest = { people: people.map(sourceId), groups: known.map(idOf) };
    return sourceGroup(name, [...new Set(all)], { id: idOf(name), nest });
  });
}

/** Groups that nobody syncs are empty: whoever is in one of these stays wherever it is nested. */
function currentOf(one: Given): DirectorySnapshot {
  const found = existing(one.current);
  const ours = new Set(desiredOf(one, "flatten").groups.map(({ name }) => name));
  const groups = found.map(
    ({ name, people, groups: children }): DirectoryGroup => ({
      id: `group-${name}`,
      name,
      members: ours.has(name) ? people.map(targetId) : [],
      children: !ours.has(name)
        ? []
        : children.filter((child) => child === "local" || found.some((one) => one.name === child)),
    }),
  );
  const local: DirectoryGroup = { id: "group-local", name: "local", members: [], children: [] };
  return directory(
    PEOPLE.map((name) => account(name)),
    [...groups, local],
  );
}

function desiredOf(one: Given, nesting: "flatten" | "mirror", order = <T>(list: readonly T[]) => list) {
  // An entry for a group that is not there makes its group one that is only added to, and so its holders.
  const map = Object.fromEntries(
    Object.entries(one.map).filter(([name]) => existing(one.source).some((group) => group.name === name)),
  );
  const mapping = { ...MAPPING, nesting, groupName: { ...MAPPING.groupName, map } };
  const people = PEOPLE.map((name) => person(name));
  const content = snapshot({ people, groups: order(sourceGroups(one)) });
  return makeDesired(content, { mapping, scope: NO_RULES, now: 0, capabilities: NESTING });
}

function membersOf(name: string, { groups }: DirectorySnapshot): readonly TargetId[] {
  const within = new Set([name]);
  for (const one of within)
    for (const child of groups.find((two) => two.name === one)?.children ?? []) within.add(child);
  const members = groups.filter((one) => within.has(one.name)).flatMap((one) => one.members);
  return [...new Set(members)].sort();
}

async function applied(one: Given) {
  const target = memoryTarget(currentOf(one), NESTING);
  const plan = makePlan(desiredOf(one, "mirror"), target.snapshot(), rules({ capabilities: NESTING }));
  const result = await applyPlan(plan, target, { signal, finish: signal, journal: NO_JOURNAL });
  return { target, result };
}

describe("mirrored groups", () => {
  it("hold the same people as flattened ones, and need nothing more", async () => {
    await fc.assert(
      fc.asyncProperty(given, async (one) => {
        const { target, result } = await applied(one);
        const after = target.snapshot();
        const next = makePlan(desiredOf(one, "mirror"), after, rules({ capabilities: NESTING }));

        expect(result.operations.filter(({ status }) => status !== "done")).toEqual([]);
        expect(next.operations).toEqual([]);
        for (const { name, members } of desiredOf(one, "flatten").groups.filter(
          ({ additive }) => !additive,
        )) {
          const people = PEOPLE.filter((person) => members.has(sourceId(person)));
          expect([name, membersOf(name, after)]).toEqual([name, people.map(targetId).sort()]);
        }
      }),
      SETTINGS,
    );
  });

  it("do not depend on the order of anything", () => {
    fc.assert(
      fc.property(given, (one) => {
        const turned = <T>(list: readonly T[]) => [...list].reverse();
        const current = currentOf(one);
        const other = { ...current, groups: turned(current.groups) };
        const options = rules({ capabilities: NESTING });

        expect(makePlan(desiredOf(one, "mirror", turned), other, options)).toEqual(
          makePlan(desiredOf(one, "mirror"), current, options),
        );
      }),
      SETTINGS,
    );
  });

  it("cost nobody who leaves no group a membership when any one step fails", async () => {
    await fc.assert(
      fc.asyncProperty(given, fc.nat(20), async (one, at) => {
        const before = currentOf(one);
        const target = memoryTarget(before, NESTING);
        const wanted = desiredOf(one, "mirror");
        const plan = makePlan(wanted, before, rules({ capabilities: NESTING }));
        const broken = plan.operations
          .filter(({ kind }) => kind === "add-group" || kind === "add-member")
          .at(at);
        const failing = {
          ...target,
          apply: (async (batch, stop) =>
            batch.some(({ id }) => id === broken?.id)
              ? batch.map(() => ({ status: "failed", error: { code: "REFUSED", message: "no" } }) as const)
              : target.apply(batch, stop)) satisfies typeof target.apply,
        };

        await applyPlan(plan, failing, { signal, finish: signal, journal: NO_JOURNAL });

        const opened = plan.operations.some(
          (step) => step.kind === "add-group" && step.onlyAfter !== undefined,
        );
        if (opened) return;
        const flat = desiredOf(one, "flatten").groups;
        const isWanted = (name: string, id: TargetId) =>
          flat.some(
            (group) =>
              group.name === name &&
              PEOPLE.some((who) => targetId(who) === id && group.members.has(sourceId(who))),
          );
        const isIn = (name: string, id: TargetId) => membersOf(name, before).includes(id);
        const staying = PEOPLE.map(targetId).filter((id) =>
          flat.every(({ name }) => !isIn(name, id) || isWanted(name, id)),
        );
        for (const { name } of flat) {
          const kept = staying.filter((id) => isIn(name, id));
          expect(membersOf(name, target.snapshot())).toEqual(expect.arrayContaining(kept));
        }
      }),
      SETTINGS,
    );
  });
});
