import { describe, expect, it } from "vitest";
import { makeDesired } from "../../src/desired/make-desired.ts";
import type { DesiredGroup } from "../../src/model/desired.ts";
import type { SourceGroup } from "../../src/model/source-snapshot.ts";
import {
  CAPABILITIES,
  MAPPING,
  NO_RULES,
  person,
  snapshot,
  sourceGroup,
  sourceId,
} from "../support/people.ts";

const PEOPLE = ["ada", "bob", "cleo", "dan"];
const NESTING = { ...CAPABILITIES, nesting: "mirror" } as const;

/** A group of the source: its own people, the groups in it, and everybody by any way. */
interface Group {
  readonly name: string;
  readonly people?: readonly string[];
  readonly groups?: readonly string[];
  readonly all: readonly string[];
}

const idOf = (name: string) => sourceId(`g-${name}`);

function nested({ name, people = [], groups = [], all }: Group): SourceGroup {
  const nest = { people: people.map(sourceId), groups: groups.map(idOf) };
  return sourceGroup(name, all, { id: idOf(name), nest });
}

const desiredOf = (groups: readonly Group[], mapping: Partial<typeof MAPPING> = {}, capabilities = NESTING) =>
  makeDesired(snapshot({ people: PEOPLE.map((name) => person(name)), groups: groups.map(nested) }), {
    mapping: { ...MAPPING, nesting: "mirror", ...mapping },
    scope: NO_RULES,
    now: 0,
    capabilities,
  });

const namesIn = ({ members }: DesiredGroup) => PEOPLE.filter((name) => members.has(sourceId(name)));
const shown = (group: DesiredGroup) =>
  `${group.name}: ${[...namesIn(group), ...(group.children ?? []).map((child) => `[${child}]`)].join(" ")}`;

describe("groups inside groups become groups inside groups", () => {
  const tree: readonly Group[] = [
    { name: "all", people: ["ada"], groups: ["dev"], all: ["ada", "bob", "cleo"] },
    { name: "dev", people: ["bob"], groups: ["ops"], all: ["bob", "cleo"] },
    { name: "ops", people: ["cleo"], all: ["cleo"] },
  ];

  it.each<{
    situation: string;
    groups?: readonly Group[];
    mapping?: Partial<typeof MAPPING>;
    gives: readonly string[];
  }>([
    { situation: "each holds its own people", gives: ["all: ada [dev]", "dev: bob [ops]", "ops: cleo"] },
    {
      situation: "under the names that they get in the directory",
      mapping: { groupName: { map: { dev: ["developers"] }, replace: [], prefix: "x-", suffix: "" } },
      gives: ["developers: bob [x-ops]", "x-all: ada [developers]", "x-ops: cleo"],
    },
    {
      situation: "one that becomes several is nested as all of these",
      mapping: { groupName: { map: { dev: ["dev-a", "dev-b"] }, replace: [], prefix: "", suffix: "" } },
      gives: ["all: ada [dev-a] [dev-b]", "dev-a: bob [ops]", "dev-b: bob [ops]", "ops: cleo"],
    },
    {
      situation: "several that become one do not hold themselves",
      mapping: { groupName: { map: { all: ["one"], dev: ["one"] }, replace: [], prefix: "", suffix: "" } },
      gives: ["one: ada bob [ops]", "ops: cleo"],
    },
    {
      situation:
        "one that is joined with a group from elsewhere would bring in others, so its people are put in",
      groups: [...tree, { name: "guests", people: ["dan"], all: ["dan"] }],
      mapping: { groupName: { map: { dev: ["mix"], guests: ["mix"] }, replace: [], prefix: "", suffix: "" } },
      gives: ["all: ada bob [ops]", "mix: bob dan [ops]", "ops: cleo"],
    },
    {
      situation: "one without a name leaves its people and its groups to the outer one",
      mapping: { groupName: { map: { dev: [" "] }, replace: [], prefix: "", suffix: "" } },
      gives: ["all: ada bob [ops]", "ops: cleo"],
    },
    {
      situation: "a default group holds more than Entra says, so its people are put in themselves",
      mapping: { defaultGroups: { all: ["dev"], new: ["ops"] } },
      gives: ["all: ada bob cleo", "dev: bob cleo", "ops: cleo"],
    },
    {
      situation: "a group that only the config names holds none",
      mapping: { defaultGroups: { all: ["everyone"], new: [] } },
      gives: ["all: ada [dev]", "dev: bob [ops]", "everyone: ", "ops: cleo"],
    },
  ])("$situation", ({ groups = tree, mapping = {}, gives }) => {
    const found = desiredOf(groups, mapping).groups.map(shown);

    expect(found.toSorted()).toEqual(gives);
    expect(
      desiredOf([...groups].reverse(), mapping)
        .groups.map(shown)
        .toSorted(),
    ).toEqual(gives);
  });

  it("but not where the mapping says flatten, or the directory nests none", () => {
    const flat = ["all: ada bob cleo", "dev: bob cleo", "ops: cleo"];

    expect(desiredOf(tree, { nesting: "flatten" }).groups.map(shown)).toEqual(flat);
    expect(desiredOf(tree, {}, CAPABILITIES as never).groups.map(shown)).toEqual(flat);
  });

  it("nor where the source does not tell which group is in which", () => {
    const people = [person("ada")];
    const groups = [sourceGroup("all", ["ada"])];
    const options = { mapping: { ...MAPPING, nesting: "mirror" }, scope: NO_RULES, now: 0 } as const;

    const [group] = makeDesired(snapshot({ people, groups }), { ...options, capabilities: NESTING }).groups;

    expect(group).not.toHaveProperty("children");
    expect(group && namesIn(group)).toEqual(["ada"]);
  });

  it("and people out of scope are in none", () => {
    const groups = [{ name: "all", people: ["ada", "zoe"], groups: ["dev"], all: ["ada", "zoe"] }];

    expect(desiredOf(groups).groups.map(shown)).toEqual(["all: ada"]);
  });
});

describe("groups that hold each other", () => {
  const circle: readonly Group[] = [
    { name: "C", people: ["cleo"], groups: ["a"], all: ["ada", "bob", "cleo"] },
    { name: "a", people: ["ada"], groups: ["B", "a"], all: ["ada", "bob", "cleo"] },
    { name: "B", people: ["bob"], groups: ["C"], all: ["ada", "bob", "cleo"] },
  ];

  it("are nested but for the last step of the circle, whose people are put in; the plan says which", () => {
    const { groups, notes } = desiredOf(circle);

    expect(groups.map(shown).toSorted()).toEqual(["B: bob [C]", "C: ada bob cleo", "a: ada [B]"]);
    expect(notes).toEqual([
      {
        kind: "unsupported",
        subject: "a in C",
        reason: "not nested, since the groups hold each other in Entra; the members are put in themselves",
      },
    ]);
  });

  it("are cut at the same place whatever the order", () => {
    for (const order of [
      [0, 2, 1],
      [1, 0, 2],
      [2, 1, 0],
    ]) {
      const groups = order.flatMap((at) => circle[at] ?? []);

      expect(desiredOf(groups).groups.map(shown).toSorted()).toEqual([
        "B: bob [C]",
        "C: ada bob cleo",
        "a: ada [B]",
      ]);
    }
  });

  it("are cut once for each circle", () => {
    const groups = [
      { name: "a", groups: ["b", "c"], all: [] },
      { name: "b", groups: ["a", "c"], all: [] },
      { name: "c", groups: ["a", "b"], all: [] },
    ];

    expect(desiredOf(groups).groups.map(shown)).toEqual(["a: [b] [c]", "b: [c]", "c: "]);
  });
});
