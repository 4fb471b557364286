import { describe, expect, it } from "vitest";
import { groupId, userId } from "../fixtures.ts";
import { type Nest, nestingScene, reachedFrom } from "./nesting-scene.ts";

const numbered = (count: number, name: string) => Array.from({ length: count }, (_, at) => `${name}${at}`);
/** A group for each level with a person of its own, each holding the next. */
const deep = (levels: number, last: readonly string[] = []): Nest =>
  Object.fromEntries(
    numbered(levels, "level ").map((name, at) => [
      name,
      { people: [`p${at}`], groups: at + 1 < levels ? [`level ${at + 1}`] : last },
    ]),
  );

describe("groups in groups", () => {
  it.each<{ shape: string; nest: Nest; top: string; people: readonly string[] }>([
    { shape: "nothing", nest: { top: {} }, top: "top", people: [] },
    { shape: "20 levels", nest: deep(20), top: "level 0", people: numbered(20, "p") },
    { shape: "200 levels", nest: deep(200), top: "level 0", people: numbered(200, "p") },
    {
      shape: "20 levels whose last holds the first",
      nest: deep(20, ["level 0"]),
      top: "level 0",
      people: numbered(20, "p"),
    },
    {
      shape: "a circle, met in its middle",
      nest: deep(3, ["level 0"]),
      top: "level 1",
      people: ["p1", "p2", "p0"],
    },
    {
      shape: "a group that holds itself",
      nest: { top: { people: ["ada"], groups: ["top"] } },
      top: "top",
      people: ["ada"],
    },
    {
      shape: "500 groups side by side, with one person in common",
      nest: {
        top: { groups: numbered(500, "g") },
        ...Object.fromEntries(numbered(500, "g").map((name, at) => [name, { people: [`p${at}`, "ada"] }])),
      },
      top: "top",
      people: ["ada", ...numbered(500, "p")],
    },
    {
      shape: "a diamond",
      nest: {
        top: { groups: ["left", "right"] },
        left: { people: ["ada"], groups: ["foot"] },
        right: { people: ["bob"], groups: ["foot"] },
        foot: { people: ["cleo", "ada"] },
      },
      top: "top",
      people: ["ada", "bob", "cleo"],
    },
    {
      shape: "a way that is short and one that is long",
      nest: {
        ...deep(5, ["foot"]),
        top: { groups: ["level 0", "foot"] },
        foot: { people: ["ada"], groups: ["level 3"] },
      },
      top: "top",
      people: ["ada", ...numbered(5, "p")],
    },
    {
      shape: "two circles that share a group",
      nest: {
        top: { groups: ["a"] },
        a: { people: ["ada"], groups: ["b", "c"] },
        b: { people: ["bob"], groups: ["a"] },
        c: { people: ["cleo"], groups: ["a", "b"] },
      },
      top: "top",
      people: ["ada", "bob", "cleo"],
    },
  ])("$shape: everybody once, and each group asked for once", async ({ nest, top, people }) => {
    const scene = nestingScene(nest);

    const found = await scene.flatten(top);

    expect(found.people.toSorted()).toEqual(people.map(userId).toSorted());
    expect(found).toMatchObject({ goneGroups: [], isGone: false });
    expect([...scene.asked.values()].every((times) => times === 1)).toBe(true);
    expect(new Set(scene.asked.keys())).toEqual(reachedFrom(top, nest).groups);
  });

  it("somebody in 37 groups, each of them by another way, is in each of them once", async () => {
    const names = numbered(37, "g");
    const scene = nestingScene({
      ...Object.fromEntries(names.map((name, at) => [name, { groups: [names[at + 1] ?? "core"] }])),
      core: { people: ["ada"], groups: ["g0"] },
    });

    const found = await Promise.all(names.map((name) => scene.flatten(name)));

    expect(found.map(({ people }) => people)).toEqual(Array(37).fill([userId("ada")]));
    expect(scene.asked.size).toBe(38);
    expect([...scene.asked.values()].every((times) => times === 1)).toBe(true);
  });

  it("says which of them are gone, and the first that could not be read, wherever they are", async () => {
    const scene = nestingScene({
      ...deep(5, ["lost", "sick", "foot"]),
      lost: "gone",
      sick: "broken",
      foot: { people: ["ada"] },
    });

    const found = await scene.flatten("level 0");

    expect(found.goneGroups).toEqual([groupId("lost")]);
    expect(found.error).toMatchObject({ code: "NETWORK" });
    expect(found.people).toContain(userId("ada"));
  });

  it("do not count, and are not asked for, where only direct members do", async () => {
    const scene = nestingScene(deep(3), { nested: false });

    expect((await scene.flatten("level 0")).people).toEqual([userId("p0")]);
    expect([...scene.asked.keys()]).toEqual(["level 0"]);
  });
});

describe("10,000 groups on 20 levels", () => {
  const LEVELS = 20;
  const WIDTH = 500;
  const nameOf = (level: number, at: number) => `${level}/${at % WIDTH}`;
  /** Each holds three of the next level, and each of those is held by three; every 50th also holds one far above. */
  const levels: Nest = Object.fromEntries(
    Array.from({ length: LEVELS * WIDTH }, (_, index) => {
      const level = Math.floor(index / WIDTH);
      const at = index % WIDTH;
      const below = level + 1 < LEVELS ? [0, 1, 37].map((step) => nameOf(level + 1, at + step)) : [];
      const above = at % 50 === 0 ? [nameOf(Math.floor(level / 3), at + 11)] : [];
      return [nameOf(level, at), { people: [`p${index}`, `p${at}`], groups: [...below, ...above] }];
    }),
  );
  const nest: Nest = { ...levels, all: { groups: Array.from({ length: WIDTH }, (_, at) => nameOf(0, at)) } };

  it("are each asked for once, however many hold them, and give what a search without shortcuts gives", async () => {
    const scene = nestingScene(nest);
    const tops = ["all", nameOf(7, 3), nameOf(12, 499), nameOf(19, 50), nameOf(19, 51)];

    const found = await Promise.all(tops.map((name) => scene.flatten(name)));

    for (const [at, name] of tops.entries()) {
      const { people } = reachedFrom(name, nest);
      expect(found[at]?.people.length).toBe(people.size);
      expect(new Set(found[at]?.people)).toEqual(people);
    }
    expect(Math.max(...scene.asked.values())).toBe(1);
    expect(scene.asked.size).toBe(LEVELS * WIDTH + 1);
  });
});
