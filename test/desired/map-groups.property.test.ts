import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapGroups } from "../../src/desired/map-groups.ts";
import { foldName } from "../../src/model/names.ts";
import type { SourceGroup } from "../../src/model/source-snapshot.ts";
import { groupRule, MAPPING, sourceGroup, sourceId } from "../support/people.ts";

// Small pools: names that never meet would prove nothing.
const PEOPLE = ["ada", "bob", "cleo", "dan"];
const IN_SCOPE = new Set(["ada", "bob", "cleo"].map(sourceId));
const groupName = fc.constantFrom("Dev", "dev", "ops", "Ops", "qa");

const groups: fc.Arbitrary<readonly SourceGroup[]> = fc
  .array(fc.record({ name: groupName, members: fc.subarray(PEOPLE), isHalf: fc.boolean() }), { maxLength: 6 })
  .map((drafts) =>
    drafts.map(({ name, members, isHalf }, at) =>
      sourceGroup(name, members, { id: `g${at}`, ...(isHalf ? { incomplete: `half of g${at}` } : {}) }),
    ),
  );

const mapping = fc
  .record({
    map: fc.dictionary(
      fc.constantFrom("dev", "ops", "g0", "g1", "g2", "gone"),
      fc.array(fc.constantFrom("one", "ONE", "two", "dev", " "), { minLength: 1, maxLength: 3 }),
    ),
    suffix: fc.constantFrom("", "-x"),
    remove: fc.boolean(),
  })
  .map(({ map, suffix, remove }) => ({
    ...MAPPING,
    groupName: { map, replace: [], prefix: "", suffix },
    groups: [groupRule("o*", { remove })],
  }));

const wish = (from: readonly SourceGroup[], by: typeof MAPPING) =>
  mapGroups(from, by, (id) => IN_SCOPE.has(id));

describe("whatever the table says", () => {
  it("each group of the directory holds exactly those in scope whom its groups of Entra hold", () => {
    fc.assert(
      fc.property(groups, mapping, (from, by) => {
        for (const group of wish(from, by).groups) {
          const sources = from.filter(({ id }) => group.sources.some((one) => one.id === id));
          const members = sources.flatMap((one) => one.members).filter((id) => IN_SCOPE.has(id));

          expect(sources.length).toBeGreaterThan(0);
          expect(group.members).toEqual(new Set(members));
          expect(group.incomplete === undefined).toBe(sources.every((one) => one.incomplete === undefined));
        }
      }),
    );
  });

  it("no group of Entra is dropped silently, and no name of the directory is there twice", () => {
    fc.assert(
      fc.property(groups, mapping, (from, by) => {
        const wanted = wish(from, by);
        const told = new Set(wanted.notes.flatMap(({ sourceIds = [] }) => sourceIds));
        const made = new Set(wanted.groups.flatMap(({ sources }) => sources.map(({ id }) => id)));
        const names = wanted.groups.map(({ name }) => foldName(name));

        expect(from.filter(({ id }) => !told.has(id) && !made.has(id))).toEqual([]);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  it("groups are only joined where the table names each of them by an entry of its own", () => {
    fc.assert(
      fc.property(groups, mapping, (from, by) => {
        const { map } = by.groupName;
        for (const { sources } of wish(from, by).groups.filter((one) => one.sources.length > 1)) {
          const entries = sources.map(({ id }) => {
            const name = from.find((one) => one.id === id)?.name ?? "";
            return Object.hasOwn(map, id) ? id : foldName(name);
          });

          expect(new Set(entries).size).toBe(entries.length);
          expect(entries.filter((entry) => !Object.hasOwn(map, entry))).toEqual([]);
        }
      }),
    );
  });

  it("the order in which groups are read makes no difference", () => {
    const sorted = ({ groups: found, notes }: ReturnType<typeof wish>) => ({
      groups: new Set(found.map((group) => ({ ...group, members: new Set([...group.members].sort()) }))),
      notes: new Set(notes),
    });
    fc.assert(
      fc.property(groups, mapping, (from, by) => {
        expect(sorted(wish([...from].reverse(), by))).toEqual(sorted(wish(from, by)));
      }),
    );
  });
});
