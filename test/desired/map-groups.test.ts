import { describe, expect, it } from "vitest";
import { compileRewrite } from "../../src/config/compile-rewrite.ts";
import type { GroupNameMapping, MappingConfig } from "../../src/config/config.ts";
import { mapGroups } from "../../src/desired/map-groups.ts";
import type { Rewrite } from "../../src/model/rewrite.ts";
import type { SourceGroup } from "../../src/model/source-snapshot.ts";
import { groupRule, MAPPING, sourceGroup, sourceId } from "../support/people.ts";

interface Overrides {
  readonly groupName?: Partial<GroupNameMapping>;
  readonly rest?: Partial<MappingConfig>;
  /** Who is in scope; everybody when absent. */
  readonly people?: readonly string[];
}

function wish(groups: readonly SourceGroup[], { groupName, rest, people }: Overrides = {}) {
  const inScope = people?.map(sourceId);
  const mapping = { ...MAPPING, groupName: { ...MAPPING.groupName, ...groupName }, ...rest };
  return mapGroups(groups, mapping, (id) => inScope?.includes(id) ?? true);
}

/** Every group with its members, such as `dev: ada, bob`. */
function membersOf({ groups }: ReturnType<typeof wish>, people: readonly string[]): readonly string[] {
  return groups.map(
    ({ name, members }) => `${name}: ${people.filter((person) => members.has(sourceId(person))).join(", ")}`,
  );
}

const rewrite = (regex: string, replacement: string) =>
  compileRewrite({ regex, with: replacement }) as Rewrite;
const withoutPrefix = [rewrite("^atl-", "")];
const ids = (...names: string[]) => names.map((name) => `id-${name}`).sort();

function group(name: string, members: readonly string[], overrides: Partial<SourceGroup> = {}): SourceGroup {
  return sourceGroup(name, members, { id: `id-${name}`, ...overrides });
}

describe("the name of a group", () => {
  it.each([
    { rule: "the table, by name", groupName: { map: { "ATL-dev": ["developers"] } }, name: "developers" },
    {
      rule: "the table, by object id before by name",
      groupName: { map: { "atl-dev": ["other"], "id-atl-dev": ["developers"] } },
      name: "developers",
    },
    { rule: "the replacements when the table does not know it", groupName: {}, name: "dev" },
    {
      rule: "what the replacements leave, with something around it",
      groupName: { prefix: "entra-", suffix: " (synced)" },
      name: "entra-dev (synced)",
    },
    {
      rule: "the table as it stands, with nothing around it",
      groupName: { map: { "atl-dev": ["developers"] }, prefix: "entra-", suffix: "-x" },
      name: "developers",
    },
    { rule: "the table, without blanks", groupName: { map: { "atl-dev": [" dev "] } }, name: "dev" },
  ])("comes from $rule", ({ groupName, name }) => {
    const { groups } = wish([group("atl-dev", [])], {
      groupName: { replace: withoutPrefix, ...groupName },
    });

    expect(groups.map((group) => group.name)).toEqual([name]);
  });

  it.each([
    { situation: "the replacements leave nothing", groupName: { replace: [rewrite("^.*$", " ")] } },
    {
      situation: "they leave nothing to put something around",
      groupName: { replace: [rewrite("^.*$", "")], prefix: "entra-", suffix: "-x" },
    },
    { situation: "the table has a blank", groupName: { map: { dev: [" "] } } },
  ])("that is none is noted: $situation", ({ groupName }) => {
    const wanted = wish([group("dev", [])], { groupName });

    expect(wanted.groups).toEqual([]);
    expect(wanted.notes).toEqual([
      {
        kind: "missing-attribute",
        subject: "dev",
        reason: "the mapping leaves nothing of the group's name",
        sourceIds: ids("dev"),
      },
    ]);
  });
});

describe("one group of Entra into several", () => {
  it("gives each of them its members, and one name only once", () => {
    const wanted = wish([group("Leads", ["ada", "bob"])], {
      groupName: { map: { leads: ["jira-leads", "wiki-leads", "JIRA-Leads"] } },
    });

    expect(membersOf(wanted, ["ada", "bob"])).toEqual(["jira-leads: ada, bob", "wiki-leads: ada, bob"]);
    expect(wanted.groups.map(({ sources }) => sources.map(({ id }) => id))).toEqual([
      ids("Leads"),
      ids("Leads"),
    ]);
    expect(wanted.notes).toEqual([]);
  });
});

describe("several groups of Entra into one", () => {
  const map = { Engineers: ["dev"], "ID-Testers": ["DEV", "test"] };
  const engineers = group("Engineers", ["ada", "bob", "gus"]);
  const testers = group("Testers", ["bob", "eve"]);

  it("have the members of all of them who are in scope, each once", () => {
    const people = ["ada", "bob", "eve"];

    const wanted = wish([testers, engineers], { groupName: { map }, people });

    expect(membersOf(wanted, [...people, "gus"])).toEqual(["DEV: ada, bob, eve", "test: bob, eve"]);
    expect(wanted.groups[0]).toMatchObject({
      sources: [{ name: "Engineers" }, { name: "Testers" }],
      additive: false,
    });
    expect(wanted.groups[0]?.members.size).toBe(3);
    expect(wanted.notes).toEqual([]);
  });

  it("come out the same whichever is read first", () => {
    const one = wish([engineers, testers], { groupName: { map } });
    const other = wish([testers, engineers], { groupName: { map } });

    expect(new Set(one.groups)).toEqual(new Set(other.groups));
  });

  it("are not proven complete when one of them is not, and say which", () => {
    const half = { ...testers, incomplete: "Page 2 was lost." };

    const [both, alone] = wish([engineers, half], { groupName: { map } }).groups;

    expect(both?.incomplete).toBe('"Testers" in Entra: Page 2 was lost.');
    expect(alone?.incomplete).toBe("Page 2 was lost.");
  });

  it("name all that are not proven complete", () => {
    const groups = [engineers, testers].map((group) => ({ ...group, incomplete: "It broke off." }));

    const [both] = wish(groups, { groupName: { map } }).groups;

    expect(
      both?.incomplete
        ?.split(" It broke off.")
        .map((text) => text.trim())
        .sort(),
    ).toEqual(["", '"Engineers" in Entra:', '"Testers" in Entra:']);
  });

  it("lose nobody because one of them was renamed or deleted in Entra", () => {
    const { groups, notes } = wish([engineers], { groupName: { map } });

    expect(groups).toMatchObject([{ name: "dev", additive: true }]);
    expect(notes).toEqual([
      {
        kind: "excluded",
        subject: "dev",
        reason: `mapping.groupName.map puts "ID-Testers" here too, and the source has no such group; nobody is removed`,
      },
    ]);
  });

  it("are nothing to speak of while none of them is there", () => {
    expect(wish([], { groupName: { map } })).toEqual({ groups: [], contested: new Set(), notes: [] });
  });
});

describe("groups whose names meet unasked", () => {
  const apart = "2 Entra groups map to this group name; none of them is written";

  it("story 25: are both reported with their ids and how to join them, and the rest goes on", () => {
    const wanted = wish(
      [group("Dev", [], { id: "g2" }), group("atl-dev", [], { id: "g1" }), group("ops", [])],
      {
        groupName: { replace: withoutPrefix },
        rest: { defaultGroups: { all: ["DEV"], new: [] } },
      },
    );

    expect(wanted.groups.map(({ name }) => name)).toEqual(["ops"]);
    expect(wanted.notes).toEqual([
      {
        kind: "collision",
        subject: "Dev",
        reason: `${apart} (to join them, give each of them this name in mapping.groupName.map)`,
        sourceIds: ["g1", "g2"],
      },
    ]);
  });

  it("are not joined when the table names but one of them", () => {
    const wanted = wish([group("Engineers", ["ada"]), group("atl-dev", ["bob"])], {
      groupName: { map: { Engineers: ["dev"] }, replace: withoutPrefix },
    });

    expect(wanted.groups).toEqual([]);
    expect(wanted.notes).toMatchObject([{ kind: "collision", sourceIds: ids("Engineers", "atl-dev") }]);
  });

  it("story 25: are not joined when one entry of the table fits two groups of one name: anybody may call a group so", () => {
    const twins = [group("Dev", [], { id: "g1" }), group("dev", [], { id: "g2" })];

    const wanted = wish(twins, { groupName: { map: { dev: ["developers"] } } });

    expect(wanted.groups).toEqual([]);
    expect(wanted.notes).toEqual([
      {
        kind: "collision",
        subject: "developers",
        reason: `${apart} ("dev" in mapping.groupName.map fits several; put object ids there)`,
        sourceIds: ["g1", "g2"],
      },
    ]);
  });

  it("are joined when the table names two of one name by their object ids", () => {
    const twins = [group("Dev", ["ada"], { id: "g1" }), group("dev", ["bob"], { id: "g2" })];

    const wanted = wish(twins, { groupName: { map: { g1: ["dev"], g2: ["dev"] } } });

    expect(membersOf(wanted, ["ada", "bob"])).toEqual(["dev: ada, bob"]);
  });
});

describe("rules for groups of the directory", () => {
  const groups = [group("team-a", ["ada"]), group("TEAM-leads", []), group("ops", [])];
  const rules = [groupRule("team-leads"), groupRule("team-*", { remove: false }), groupRule("*")];

  it("make groups additive: the first that fits the name in the directory counts", () => {
    const wanted = wish(groups, { rest: { groups: rules } });

    expect(wanted.groups.map(({ name, additive, keeps }) => [name, additive, keeps])).toEqual([
      ["team-a", true, "mapping.groups[1]"],
      ["TEAM-leads", false, undefined],
      ["ops", false, undefined],
    ]);
  });

  it("look at the name that the mapping gives, not at the one in Entra", () => {
    const wanted = wish([group("Engineers", [])], {
      groupName: { map: { Engineers: ["team-e"] } },
      rest: { groups: rules },
    });

    expect(wanted.groups).toMatchObject([{ name: "team-e", additive: true }]);
  });

  it("fit a default group that Entra fills; nobody is removed from others as it is", () => {
    const wanted = wish([group("team-a", [])], {
      rest: { groups: rules, defaultGroups: { all: ["team-a", "all"], new: ["new"] } },
    });

    expect(wanted.groups.map(({ name, additive, keeps }) => [name, additive, keeps])).toEqual([
      ["team-a", true, "mapping.groups[1]"],
      ["all", true, undefined],
      ["new", true, undefined],
    ]);
  });
});
