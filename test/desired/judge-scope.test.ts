import { describe, expect, it } from "vitest";
import { where } from "../../src/config/schema/where.ts";
import { judgeOf, traceScope, type Verdict } from "../../src/desired/judge-scope.ts";
import type { SourceId } from "../../src/model/ids.ts";
import type { Scope } from "../../src/model/scope.ts";
import type { Person } from "../../src/model/source-snapshot.ts";
import { NO_RULES, person, sourceId } from "../support/people.ts";

const NOW = Date.parse("2026-11-23T22:00:00Z");
const MEMBERS = new Map<string, ReadonlySet<SourceId>>([["Pilot", new Set([sourceId("ada")])]]);

function judge(scope: Partial<Scope>, who: Person = person("ada")): Verdict {
  return judgeOf({ ...NO_RULES, ...scope }, { memberships: MEMBERS, now: NOW })(who);
}

/** Rules as an admin writes them, for somebody with these properties. */
const ruled = (rules: unknown, properties: Record<string, unknown> = {}) =>
  judge({ where: where.parse(rules) }, person("ada", { properties }));

describe("a rule about a property", () => {
  it.each([
    { rule: { equals: "R&D" }, holds: ["R&D", "r&d", " R&D "], fails: ["R&D 2", null, ""] },
    { rule: { equals: "R&D", case: "respect" }, holds: ["R&D"], fails: ["r&d"] },
    { rule: { equals: 7 }, holds: ["7", 7], fails: ["8"] },
    { rule: { equals: "Müller" }, holds: ["Mu\u0308ller", "MÜLLER"], fails: ["Muller"] },
    { rule: { notEquals: "Sales" }, holds: ["R&D", null, ""], fails: ["Sales", "SALES"] },
    { rule: { in: ["R&D", "IT"] }, holds: ["it"], fails: ["Sales", undefined] },
    { rule: { startsWith: "EMEA-" }, holds: ["emea-north"], fails: ["north-EMEA-"] },
    { rule: { endsWith: "-ext" }, holds: ["ada-EXT"], fails: ["ext-ada"] },
    { rule: { matches: "^(r|d)+$" }, holds: ["RD", "rdd"], fails: ["rd2", undefined] },
    { rule: { matches: "lead" }, holds: ["Team Lead EMEA"], fails: ["Engineer"] },
    { rule: { matches: "lead", case: "respect" }, holds: ["team lead"], fails: ["Team Lead"] },
    { rule: { present: true }, holds: ["x", 0, false], fails: ["", " ", null, undefined, []] },
    { rule: { present: false }, holds: [null], fails: ["x"] },
    { rule: { absent: true }, holds: ["", undefined], fails: ["x"] },
    { rule: { absent: false }, holds: ["x"], fails: [""] },
    { rule: { before: "2026-12-01" }, holds: ["2026-11-30T23:59:59Z"], fails: ["2026-12-01", "soon", null] },
    { rule: { after: "2026-12-01T00:00:00Z" }, holds: ["2026-12-02"], fails: ["2026-11-30", undefined] },
    { rule: { before: "now" }, holds: ["2026-11-23"], fails: ["2026-11-24"] },
    { rule: { before: "now+7d" }, holds: ["2026-11-30"], fails: ["2026-12-01"] },
    { rule: { after: "now-30d" }, holds: ["2026-11-01"], fails: ["2026-10-01"] },
  ])("$rule", ({ rule, holds, fails }) => {
    const isIn = (department: unknown) => ruled([{ property: "department", ...rule }], { department }).isIn;

    expect(holds.filter((value) => !isIn(value))).toEqual([]);
    expect(fails.filter(isIn)).toEqual([]);
  });

  it("looks at each value of a list, and into nested properties", () => {
    const properties = {
      businessPhones: ["+49 1", "+49 2"],
      onPremisesExtensionAttributes: { extensionAttribute7: "atl" },
    };

    expect(ruled([{ property: "businessPhones", equals: "+49 2" }], properties).isIn).toBe(true);
    const nested = "onPremisesExtensionAttributes.extensionAttribute7";
    expect(ruled([{ property: nested, equals: "atl" }], properties).isIn).toBe(true);
    expect(ruled([{ property: nested, equals: "no" }], properties).isIn).toBe(false);
  });

  it("knows no name at home of somebody without a name", () => {
    const rules = [{ property: "homeUserPrincipalName", absent: true }];

    expect(ruled(rules, { userPrincipalName: null }).isIn).toBe(true);
  });

  it("knows whether somebody is enabled", () => {
    const enabled = where.parse([{ property: "accountEnabled", equals: true }]);

    expect(judge({ where: enabled }).isIn).toBe(true);
    expect(judge({ where: enabled }, person("ada", { enabled: false })).isIn).toBe(false);
  });
});

describe("rules together", () => {
  const rd = { property: "department", equals: "R&D" };
  const lead = { property: "jobTitle", matches: "Lead" };

  it.each([
    { rules: [rd, lead], properties: { department: "R&D", jobTitle: "Lead" }, isIn: true },
    { rules: [rd, lead], properties: { department: "R&D", jobTitle: "Clerk" }, isIn: false },
    { rules: [{ all: [rd, lead] }], properties: { department: "R&D" }, isIn: false },
    { rules: [{ all: [rd, lead] }], properties: { department: "R&D", jobTitle: "Lead" }, isIn: true },
    { rules: [{ any: [rd, lead] }], properties: { jobTitle: "Lead" }, isIn: true },
    { rules: [{ any: [rd, lead] }], properties: {}, isIn: false },
    { rules: [{ not: rd }], properties: { department: "R&D" }, isIn: false },
    { rules: [{ not: rd }], properties: {}, isIn: true },
    { rules: [{ not: { any: [rd, { not: lead }] } }], properties: { jobTitle: "Lead" }, isIn: true },
  ])("$rules for $properties: $isIn", ({ rules, properties, isIn }) => {
    expect(ruled(rules, properties).isIn).toBe(isIn);
  });

  it("membership in a group counts like a property", () => {
    const scope = { where: where.parse([{ memberOf: "Pilot" }]) };

    expect(judge(scope).isIn).toBe(true);
    expect(judge(scope, person("bob")).isIn).toBe(false);
  });
});

describe("who is left out hears by which setting, and why", () => {
  it.each([
    {
      rules: [
        { property: "city", present: true },
        { property: "department", in: ["R&D", "IT"] },
      ],
      properties: { city: "Ulm", department: "Sales" },
      rule: "source.users.where[1]",
      reason: 'department is "Sales"; wanted: one of "R&D", "IT"',
    },
    {
      rules: [{ property: "department", equals: "R&D", case: "respect" }],
      properties: {},
      rule: "source.users.where[0]",
      reason: 'department has no value; wanted: "R&D", in this case',
    },
    {
      rules: [{ any: [{ property: "city", equals: "Ulm" }, { memberOf: "Board" }] }],
      properties: { city: "Bonn" },
      rule: "source.users.where[0]",
      reason: 'city is "Bonn"; wanted: "Ulm"; and is not a member of Board',
    },
    {
      rules: [
        {
          not: {
            all: [
              { property: "city", startsWith: "B" },
              { property: "city", endsWith: "n" },
            ],
          },
        },
      ],
      properties: { city: "Bonn" },
      rule: "source.users.where[0]",
      reason: 'is what must not be: (city starting with "B") and (city ending with "n")',
    },
  ])("$reason", ({ rules, properties, rule, reason }) => {
    expect(ruled(rules, properties)).toEqual({ isIn: false, rule, reason });
  });
});

describe("named people", () => {
  it.each([
    { setting: "exclude", pattern: "ada@example.com" },
    { setting: "exclude", pattern: "ADA@*" },
    { setting: "exclude", pattern: sourceId("ada") },
  ])("$setting: $pattern leaves out, whatever else is said", ({ pattern }) => {
    const verdict = judge({ exclude: ["nobody", pattern], include: ["*"] });

    expect(verdict).toEqual({ isIn: false, rule: "source.users.exclude", reason: `fits ${pattern}` });
  });

  it.each([
    { exclude: [sourceId("ada"), "ada@*"], named: sourceId("ada") },
    { exclude: ["ada@*", sourceId("ada")], named: "ada@*" },
  ])("the first of several that fit is named: $named", ({ exclude, named }) => {
    expect(judge({ exclude }).reason).toBe(`fits ${named}`);
  });

  it("include lets in guests, and those for whom no rule holds", () => {
    const scope = { include: ["ada@*"], where: where.parse([{ property: "city", equals: "Ulm" }]) };

    expect(judge(scope, person("ada", { guest: true }))).toEqual({
      isIn: true,
      rule: "source.users.include",
      reason: "fits ada@*",
    });
    expect(judge(scope, person("bob")).isIn).toBe(false);
  });

  it("somebody without a user principal name is known by id alone", () => {
    const nameless = person("ada", { properties: { userPrincipalName: null } });

    expect(judge({ exclude: [sourceId("ada")] }, nameless).isIn).toBe(false);
    expect(judge({ exclude: ["ada@*"] }, nameless).isIn).toBe(true);
  });

  it("guests are left out unless the config includes them", () => {
    const guest = person("ada", { guest: true });

    expect(judge({}, guest)).toEqual({ isIn: false, rule: "source.users.guests", reason: "guest" });
    expect(judge({ guests: "include" }, guest)).toEqual({ isIn: true });
  });
});

describe("the trace of a scope", () => {
  const trace = (scope: Partial<Scope>, who: Person = person("ada")) =>
    traceScope(who, { ...NO_RULES, ...scope }, { memberships: MEMBERS, now: NOW });
  const rules = where.parse([
    { property: "department", equals: "R&D" },
    { not: { property: "city", present: true } },
    { all: [{ memberOf: "Pilot" }, { any: [{ memberOf: "Board" }, { property: "city", absent: true }] }] },
  ]);

  it("has every setting in order, with what each rule saw, down to the last part", () => {
    const [exclude, include, guests, ...ruled] = trace(
      { where: rules, exclude: ["bob@*"] },
      person("ada", { properties: { department: "Sales" } }),
    );

    expect([exclude, include, guests]).toEqual(
      ["exclude", "include", "guests"].map((name) => ({
        setting: `source.users.${name}`,
        outcome: "passes",
        decides: false,
      })),
    );
    expect(ruled).toEqual([
      {
        setting: "source.users.where[0]",
        outcome: "out",
        decides: true,
        reason: 'department is "Sales"; wanted: "R&D"',
        rule: { text: '"R&D"', holds: false, property: "department", values: ["Sales"] },
      },
      {
        setting: "source.users.where[1]",
        outcome: "passes",
        decides: false,
        rule: {
          text: "not (city any value)",
          holds: true,
          parts: [{ text: "any value", holds: false, property: "city", values: [] }],
        },
      },
      {
        setting: "source.users.where[2]",
        outcome: "passes",
        decides: false,
        rule: {
          text: "(member of Pilot) and ((member of Board) or (city no value))",
          holds: true,
          parts: [
            { text: "member of Pilot", holds: true, group: "Pilot" },
            {
              text: "(member of Board) or (city no value)",
              holds: true,
              parts: [
                { text: "member of Board", holds: false, group: "Board" },
                { text: "no value", holds: true, property: "city", values: [] },
              ],
            },
          ],
        },
      },
    ]);
  });

  it.each([
    { scope: { exclude: ["ada@*"], include: ["ada@*"] }, decides: "source.users.exclude" },
    { scope: { include: ["ada@*"], where: rules }, decides: "source.users.include" },
    { scope: { guests: "exclude" as const, where: rules }, decides: "source.users.guests" },
    { scope: { guests: "include" as const }, decides: undefined },
  ])("agrees with the verdict about who decides: $decides", ({ scope, decides }) => {
    const guest = person("ada", { guest: true, properties: { department: "Sales", city: "Ulm" } });

    const deciding = trace(scope, guest).filter((step) => step.decides);

    expect(deciding.map(({ setting }) => setting)).toEqual(decides === undefined ? [] : [decides]);
    expect(deciding[0]?.reason).toBe(judge(scope, guest).reason);
    expect(judge(scope, guest).rule).toBe(decides);
  });
});
