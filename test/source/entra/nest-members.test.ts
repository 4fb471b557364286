import { describe, expect, it } from "vitest";
import { groupId, userId } from "../fixtures.ts";
import { nestingScene } from "./nesting-scene.ts";

const nest = {
  all: { people: ["ada"], groups: ["dev", "attic"] },
  dev: { people: ["bob"], groups: ["ops", "all"] },
  attic: { people: ["cleo"], groups: ["cellar", "gone", "broken"] },
  cellar: { people: ["dan"], groups: ["ops"] },
  ops: { people: ["eve"] },
  gone: "gone",
  broken: "broken",
} as const;

describe("what is in a group, where groups are nested", () => {
  it.each([
    { name: "all", synced: ["all", "dev", "ops"], people: ["ada", "cleo", "dan"], groups: ["dev", "ops"] },
    { name: "dev", synced: ["all", "dev", "ops"], people: ["bob"], groups: ["ops", "all"] },
    { name: "all", synced: ["all", "attic"], people: ["ada", "bob", "eve"], groups: ["attic", "all"] },
    { name: "all", synced: ["all"], people: ["ada", "bob", "cleo", "eve", "dan"], groups: ["all"] },
    { name: "ops", synced: ["ops"], people: ["eve"], groups: [] },
    { name: "gone", synced: ["gone"], people: [], groups: [] },
  ])(
    "$name with $synced synced: its people by no other of these",
    async ({ name, synced, people, groups }) => {
      const scene = nestingScene(nest);

      const found = await scene.nest(name, synced);

      expect(found.people.toSorted()).toEqual(people.map(userId).toSorted());
      expect(found.groups.toSorted()).toEqual(groups.map(groupId).toSorted());
      expect([...scene.asked.values()].every((times) => times === 1)).toBe(true);
    },
  );

  it("is only who is directly in it where groups inside groups do not count", async () => {
    const found = await nestingScene(nest, { nested: false }).nest("all", ["all", "dev"]);

    expect(found).toEqual({ people: [userId("ada")], groups: [] });
  });
});
