import { describe, expect, it } from "vitest";
import { conditionText } from "../../src/model/condition.ts";
import { errorOf, parse, raw, source } from "./config-builder.ts";

const scoped = (users: Readonly<Record<string, unknown>>) => raw({ source: source({ users }) });
const ruled = (...rules: unknown[]) => scoped({ where: rules });

describe("rules of source.users.where", () => {
  it("may stand in each other, and are read out as one sentence", () => {
    const rules = [
      { property: "department", in: ["R&D", 7] },
      { any: [{ memberOf: "Pilot" }, { not: { property: "jobTitle", matches: "^Temp" } }] },
      {
        all: [
          { property: "employeeHireDate", before: "now+7d" },
          { property: "city", present: "true" },
        ],
      },
    ];

    const { users } = parse(ruled(...rules)).source;

    expect(users.where.map(conditionText)).toEqual([
      'department one of "R&D", "7"',
      "(member of Pilot) or (not (jobTitle matching ^Temp))",
      "(employeeHireDate before now+7d) and (city any value)",
    ]);
  });

  it("belong to a source file too", () => {
    const file = { type: "file", path: "people.json", users: { where: [{ property: "shoe", equals: 1 }] } };

    expect(parse(raw({ source: file })).source.users.where).toHaveLength(1);
  });

  it.each([
    {
      rule: {},
      path: "source.users.where[0]",
      wrong: "says nothing about a person",
      right: "one of property, memberOf, all, any, not",
    },
    {
      rule: { property: "mail" },
      path: "source.users.where[0]",
      wrong: "does not say what the property has to be",
    },
    {
      rule: { property: "mail", equals: "a", in: ["b"] },
      path: "source.users.where[0]",
      wrong: "has equals and in",
      right:
        "exactly one of equals, notEquals, in, matches, startsWith, endsWith, present, absent, before, after",
    },
    {
      rule: { property: "mail", equals: "a", memberOf: "b" },
      path: "source.users.where[0]",
      wrong: "has property and memberOf",
    },
    {
      rule: { memberOf: "Pilot", equals: "a", case: "ignore" },
      path: "source.users.where[0]",
      wrong: "has equals and case without property",
    },
    {
      rule: { any: [] },
      path: "source.users.where[0]",
      wrong: "has nothing in any",
      right: "a list of rules",
    },
    { rule: { all: [] }, path: "source.users.where[0]", wrong: "has nothing in all" },
    { rule: { property: "mail", in: [] }, path: "source.users.where[0].in", wrong: "is an empty list" },
    {
      rule: { property: "mail", matches: "(?=a)" },
      path: "source.users.where[0].matches",
      wrong: "has a lookahead, (?=…) or (?!…), which RE2 does not know",
    },
    {
      rule: { property: "mail", before: "2026-13-01" },
      path: "source.users.where[0].before",
      wrong: "is no date",
      right: "a date such as 2026-01-31 or 2026-01-31T08:00:00Z, or now, now+7d, now-30d",
    },
    {
      rule: { property: "mail", after: "tomorrow" },
      path: "source.users.where[0].after",
      wrong: "is no date",
    },
    {
      rule: { property: "mail", equal: "a" },
      path: "source.users.where[0].equal",
      wrong: "is not an option; did you mean equals?",
    },
    {
      rule: { property: "departmnet", equals: "a" },
      path: "source.users.where[0].property",
      wrong: "is no property of a user in Microsoft Graph; did you mean department?",
    },
    {
      rule: { any: [{ not: { all: [{ property: "nosuch", equals: "a" }] } }] },
      path: "source.users.where[0].any[0].not.all[0].property",
      wrong: "is no property of a user in Microsoft Graph",
    },
    {
      rule: { any: [{ property: "mail", equals: {} }] },
      path: "source.users.where[0].any[0].equals",
      right: "a text, a number, or true or false",
    },
  ])("$rule is a problem at its place", ({ rule, ...problem }) => {
    expect(errorOf(ruled(rule)).problems).toEqual([expect.objectContaining(problem)]);
  });
});

describe("people named in the config", () => {
  it("are lists of names, ids and wildcards", () => {
    const { users } = parse(scoped({ include: ["board-*@x.io"], exclude: ["svc-*"] })).source;

    expect(users).toMatchObject({ include: ["board-*@x.io"], exclude: ["svc-*"] });
  });

  it.each(["include", "exclude"])("%s must be a list", (option) => {
    expect(errorOf(scoped({ [option]: "ada" })).problems).toMatchObject([
      { path: `source.users.${option}`, right: "a list of user principal names or object ids" },
    ]);
  });
});
