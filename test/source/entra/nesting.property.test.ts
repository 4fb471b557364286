import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupId } from "../fixtures.ts";
import { type Nest, nestingScene, reachedFrom } from "./nesting-scene.ts";

const GROUPS = ["a", "b", "c", "d", "e", "f", "g"];
const PEOPLE = ["ada", "bob", "cleo", "dan"];

const held = fc.record({
  people: fc.array(fc.constantFrom(...PEOPLE), { maxLength: 3 }),
  groups: fc.array(fc.constantFrom(...GROUPS), { maxLength: 4 }),
});
const nestOf = (group: fc.Arbitrary<Nest[string]>): fc.Arbitrary<Nest> =>
  fc.record(Object.fromEntries(GROUPS.map((name) => [name, group])));
const sound = nestOf(held);
const troubled = nestOf(
  fc.oneof({ weight: 5, arbitrary: held }, fc.constantFrom("gone" as const, "broken" as const)),
);
const tops = fc.uniqueArray(fc.constantFrom(...GROUPS), { minLength: 1 });

describe("however groups hold each other", () => {
  it("everybody whom a group leads to is found once, and nobody else", async () => {
    await fc.assert(
      fc.asyncProperty(sound, tops, async (nest, names) => {
        const scene = nestingScene(nest);
        for (const name of names) {
          const { people } = await scene.flatten(name);

          expect(people.length).toBe(new Set(people).size);
          expect(new Set(people)).toEqual(reachedFrom(name, nest).people);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("each group is asked for once, at one time or one after the other", async () => {
    await fc.assert(
      fc.asyncProperty(troubled, tops, fc.boolean(), async (nest, names, atOnce) => {
        const scene = nestingScene(nest);
        if (atOnce) await Promise.all(names.map((name) => scene.flatten(name)));
        else for (const name of names) await scene.flatten(name);

        const reached = new Set(names.flatMap((name) => [...reachedFrom(name, nest).groups]));
        expect(new Set(scene.asked.keys())).toEqual(reached);
        expect([...scene.asked.values()].every((times) => times === 1)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("what cannot be read is said, and no group that leads to it counts as whole", async () => {
    await fc.assert(
      fc.asyncProperty(troubled, tops, async (nest, names) => {
        const scene = nestingScene(nest);
        for (const name of names) {
          const found = await scene.flatten(name);
          const reached = [...reachedFrom(name, nest).groups];
          const gone = reached.filter((one) => nest[one] === "gone");

          expect(found.error !== undefined).toBe(reached.some((one) => nest[one] === "broken"));
          expect(found.isGone).toBe(nest[name] === "gone");
          expect(found.goneGroups.toSorted()).toEqual(
            gone
              .filter((one) => one !== name)
              .map(groupId)
              .toSorted(),
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
