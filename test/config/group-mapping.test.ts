import { describe, expect, it } from "vitest";
import { groupRule } from "../support/people.ts";
import { cloud, complaintsOf, crowd, parse, problemsOf, raw, source } from "./config-builder.ts";

const mappingOf = (mapping: object) => parse(raw({ mapping })).targets[0]?.mapping;

describe("the table of group names", () => {
  it("takes a name or a list of names", () => {
    const map = { Engineers: "dev", "Project Leads": ["leads", "jira-leads"] };

    expect(mappingOf({ groupName: { map } })?.groupName).toEqual({
      map: { Engineers: ["dev"], "Project Leads": ["leads", "jira-leads"] },
      replace: [],
      prefix: "",
      suffix: "",
    });
  });

  it.each([
    { value: 7, wrong: "mapping.groupName.map.a 7: is a number; put it in quotes to make it a text" },
    { value: "", wrong: 'mapping.groupName.map.a "": is empty' },
    { value: [], wrong: "mapping.groupName.map.a: is an empty list" },
    { value: ["x", ""], wrong: 'mapping.groupName.map.a[1] "": is empty' },
    {
      value: ["x", true],
      wrong: "mapping.groupName.map.a[1] true: is true or false; put it in quotes to make it a text",
    },
    { value: { x: "y" }, wrong: "mapping.groupName.map.a: is a section" },
  ])("refuses $value, and says where", ({ value, wrong }) => {
    const config = raw({ mapping: { groupName: { map: { a: value } } } });

    expect(complaintsOf(config)).toEqual([wrong]);
    expect(problemsOf(config)[0]?.right).toBe(
      "the name of a group in the directory, or a list of such names",
    );
  });

  it("refuses two entries that differ only in case: one of them would be ignored", () => {
    const map = { "All Engineers": "dev", "all engineers": "ops", Ünal: "u", "U\u0308nal": "u" };

    expect(complaintsOf(raw({ mapping: { groupName: { map } } }))).toEqual([
      'mapping.groupName.map["all engineers"] "ops": is the same group as "All Engineers", since case does not count',
      'mapping.groupName.map["U\u0308nal"] "u": is the same group as "Ünal", since case does not count',
    ]);
  });
});

describe("rules for groups", () => {
  it("remove members unless they say otherwise", () => {
    const groups = [{ name: "team-leads" }, { name: "team-*", remove: "false" }];

    expect(mappingOf({ groups })?.groups).toEqual([
      groupRule("team-leads"),
      groupRule("team-*", { remove: false }),
    ]);
  });

  it.each([
    { groups: [{ remove: false }], wrong: "mapping.groups[0].name: is missing" },
    {
      groups: [{ name: "a", remvoe: false }],
      wrong: "mapping.groups[0].remvoe: is not an option; did you mean remove?",
    },
    { groups: [{ name: "a", remove: "no" }], wrong: 'mapping.groups[0].remove "no": is a text' },
    { groups: { name: "a" }, wrong: "mapping.groups: is a section" },
  ])("refuse $groups", ({ groups, wrong }) => {
    expect(complaintsOf(raw({ mapping: { groups } }))).toEqual([wrong]);
  });

  it("are replaced as a whole by those of a target", () => {
    const own = cloud({ mapping: { groups: [] } });

    const [first, second] = parse(
      raw({ mapping: { groups: [{ name: "*", remove: false }] }, targets: [own, crowd()] }),
    ).targets;

    expect(first?.mapping.groups).toEqual([]);
    expect(second?.mapping.groups).toEqual([groupRule("*", { remove: false })]);
  });
});

describe("groups inside groups", () => {
  const mirror = { nesting: "mirror" };

  it("are flattened unless a Crowd is to nest them", () => {
    const shared = parse(raw({ mapping: mirror, targets: [crowd()] }));
    const own = parse(raw({ targets: [cloud(), crowd({ mapping: mirror })] }));

    expect(mappingOf({})?.nesting).toBe("flatten");
    expect(shared.targets.map(({ mapping }) => mapping.nesting)).toEqual(["mirror"]);
    expect(own.targets.map(({ mapping }) => mapping.nesting)).toEqual(["flatten", "mirror"]);
  });

  it.each([
    {
      what: "where the directory cannot nest",
      config: raw({ targets: [cloud({ mapping: mirror }), crowd({ mapping: mirror })] }),
      says: [
        'targets[0].mapping.nesting "mirror": is not possible, since atlassian-cloud cannot nest groups',
      ],
    },
    {
      what: "where one directory of several cannot",
      config: raw({ mapping: mirror, targets: [crowd(), cloud()] }),
      says: [
        "targets[1].mapping.nesting: is missing, since atlassian-cloud cannot nest groups, though mapping.nesting is mirror",
      ],
    },
    {
      what: "where nested groups do not count",
      config: raw({
        source: source({ groups: { from: "all", nested: false } }),
        targets: [cloud(), crowd({ mapping: mirror })],
      }),
      says: [
        'targets[1].mapping.nesting "mirror": has no use, since source.groups.nested is false: groups inside groups do not count',
      ],
    },
    {
      what: "the same of all directories",
      config: raw({
        source: source({ groups: { from: "all", nested: false } }),
        mapping: mirror,
        targets: [crowd()],
      }),
      says: [
        'mapping.nesting "mirror": has no use, since source.groups.nested is false: groups inside groups do not count',
      ],
    },
    {
      what: "which is no choice",
      config: raw({ mapping: { nesting: "deep" } }),
      says: ['mapping.nesting "deep": is not known'],
    },
  ])("are refused $what", ({ config, says }) => {
    expect(complaintsOf(config)).toEqual(says);
  });
});

describe("the username of guests", () => {
  it("is nothing of its own unless the config has it", () => {
    expect(mappingOf({})).not.toHaveProperty("guestUsername");
  });

  it("has the defaults that everybody's has", () => {
    expect(mappingOf({ username: { from: "mail" }, guestUsername: {} })?.guestUsername).toEqual({
      from: "userPrincipalName",
      replace: [],
      case: "lower",
    });
  });

  it("may be set, or set in part, by a target, whether there is a shared one or not", () => {
    const own = { guestUsername: { from: "homeUserPrincipalName" } };
    const targets = [cloud({ mapping: own }), crowd()];

    const alone = parse(raw({ targets })).targets;
    const both = parse(raw({ targets, mapping: { guestUsername: { case: "keep" } } })).targets;

    expect(alone.map(({ mapping }) => mapping.guestUsername)).toEqual([
      { from: "homeUserPrincipalName", replace: [], case: "lower" },
      undefined,
    ]);
    expect(both.map(({ mapping }) => mapping.guestUsername)).toEqual([
      { from: "homeUserPrincipalName", replace: [], case: "keep" },
      { from: "userPrincipalName", replace: [], case: "keep" },
    ]);
  });

  it("cannot be made of a property that does not exist", () => {
    expect(complaintsOf(raw({ mapping: { guestUsername: { from: "homeUserPrincpalName" } } }))).toEqual([
      'mapping.guestUsername.from "homeUserPrincpalName": is no property of a user in Microsoft Graph; did you mean homeUserPrincipalName?',
    ]);
  });
});

describe("the types of groups", () => {
  const groupsOf = (types?: unknown) =>
    source({ groups: { from: "all", ...(types === undefined ? {} : { types }) } });

  it("are any, or those of the list", () => {
    const [any, some] = [groupsOf(), groupsOf(["security", "hidden"])].map(
      (one) => parse(raw({ source: one })).source,
    );

    expect(any).not.toHaveProperty("groups.types");
    expect(some).toHaveProperty("groups.types", ["security", "hidden"]);
  });

  it.each([
    { types: ["secure"], wrong: 'source.groups.types[0] "secure": is not known' },
    { types: "security", wrong: "source.groups.types: is a text" },
    {
      types: ["dynamic", "hidden"],
      wrong: "source.groups.types: lets no group in, since every group is of one of the other types too",
    },
    {
      types: [],
      wrong: "source.groups.types: lets no group in, since every group is of one of the other types too",
    },
  ])("refuse $types", ({ types, wrong }) => {
    expect(complaintsOf(raw({ source: groupsOf(types) }))).toEqual([wrong]);
  });
});
