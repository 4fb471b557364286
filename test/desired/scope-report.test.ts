import { describe, expect, it } from "vitest";
import { where } from "../../src/config/schema/where.ts";
import { scopeReport } from "../../src/desired/scope-report.ts";
import type { Scope } from "../../src/model/scope.ts";
import type { Person, SourceSnapshot } from "../../src/model/source-snapshot.ts";
import { NO_RULES, person, snapshot, sourceId } from "../support/people.ts";

const NOW = Date.parse("2026-11-23T22:00:00Z");

function report(people: readonly Person[], scope: Partial<Scope> = {}, read: Partial<SourceSnapshot> = {}) {
  return scopeReport(snapshot({ people, ...read }), { ...NO_RULES, ...scope }, NOW);
}

const inDepartment = (name: string, department?: string) => person(name, { properties: { department } });
const DEPARTMENTS = where.parse([
  { property: "department", in: ["R&D", "IT"] },
  { not: { memberOf: "Leavers" } },
]);

describe("everybody who was read", () => {
  it("is in by default, but guests", () => {
    const { people } = report([person("ada"), person("gus", { guest: true })]);

    expect(people).toEqual([
      {
        id: sourceId("ada"),
        name: "ada@example.com",
        displayName: "ada",
        enabled: true,
        guest: false,
        isIn: true,
      },
      {
        id: sourceId("gus"),
        name: "gus@example.com",
        displayName: "gus",
        enabled: true,
        guest: true,
        isIn: false,
        rule: "source.users.guests",
        reason: "guest",
      },
    ]);
  });

  it("comes by name without case, and by id where names are the same, however they were read", () => {
    const named = (name: string, userPrincipalName: string | null) =>
      person(name, { properties: { userPrincipalName } });
    const people = [
      named("5", "bob@x.io"),
      named("2", "ada@x.io"),
      named("1", "ADA@x.io"),
      named("4", "Émile@x.io"),
      named("3", null),
    ];
    const ids = ["3", "1", "2", "5", "4"].map(sourceId);

    expect(report(people).people.map(({ id }) => id)).toEqual(ids);
    expect(report(people.toReversed()).people.map(({ id }) => id)).toEqual(ids);
  });

  it("goes by their id without a user principal name, and without a display name where there is none", () => {
    const nameless = person("ada", { properties: { userPrincipalName: " ", displayName: "" } });

    const [ada] = report([nameless]).people;

    expect(ada).toMatchObject({ name: sourceId("ada") });
    expect(ada).not.toHaveProperty("displayName");
  });
});

describe("counts", () => {
  it("tell those apart who are in but have no account to expect", () => {
    const people = [
      person("ada"),
      person("bob", { enabled: false }),
      person("carl", { enabled: null }),
      person("dora", { enabled: false, guest: true }),
    ];

    expect(report(people).counts).toEqual({ read: 4, in: 3, inButDisabled: 1, inButUnknown: 1, out: 1 });
  });

  it("are nothing when nobody was read", () => {
    expect(report([]).counts).toEqual({ read: 0, in: 0, inButDisabled: 0, inButUnknown: 0, out: 0 });
  });
});

describe("settings", () => {
  it("stand in the order in which they decide, with what they say and how many they decided, zero too", () => {
    const people = [
      inDepartment("ada", "R&D"),
      inDepartment("bob", "Sales"),
      inDepartment("carl"),
      inDepartment("dora", "IT"),
      person("chair"),
      person("svc-build"),
      person("gus", { guest: true }),
    ];
    const memberships = new Map([["Leavers", new Set([sourceId("dora")])]]);

    const { settings } = report(
      people,
      { exclude: ["svc-*", "room-*"], include: ["chair@*"], where: DEPARTMENTS },
      { memberships },
    );

    expect(settings).toEqual([
      { setting: "source.users.exclude", decides: "out", text: "svc-*, room-*", people: 1 },
      { setting: "source.users.include", decides: "in", text: "chair@*", people: 1 },
      { setting: "source.users.guests", decides: "out", text: "exclude", people: 1 },
      {
        setting: "source.users.where[0]",
        decides: "out",
        text: 'department one of "R&D", "IT"',
        people: 2,
      },
      { setting: "source.users.where[1]", decides: "out", text: "not (member of Leavers)", people: 1 },
    ]);
  });

  it("that are not set decide about nobody", () => {
    expect(report([person("ada")], { guests: "include" }).settings).toEqual([
      { setting: "source.users.exclude", decides: "out", text: "", people: 0 },
      { setting: "source.users.include", decides: "in", text: "", people: 0 },
      { setting: "source.users.guests", decides: "out", text: "include", people: 0 },
    ]);
  });
});

describe("names that nobody fits", () => {
  it("are said, but not those that only never come to decide", () => {
    const people = [person("ada"), person("svc-build")];

    const { unused } = report(people, {
      exclude: ["svc-*", "svc-build@example.com", "room-*", sourceId("nobody")],
      include: [sourceId("ada"), "ADA@*", "eve@example.com", "svc-build@*"],
    });

    expect(unused).toEqual([
      { setting: "source.users.exclude", pattern: "room-*" },
      { setting: "source.users.exclude", pattern: sourceId("nobody") },
      { setting: "source.users.include", pattern: "eve@example.com" },
    ]);
  });
});

it("hands on what was met while reading", () => {
  const notes = [{ subject: "Pilot", reason: "is gone" }];

  expect(report([], {}, { notes }).notes).toEqual(notes);
});

it("story 34: a guest is left out by `guests` or by name, and let in by name or to be judged by the rules", () => {
  const guest = person("a_b", {
    guest: true,
    properties: { userPrincipalName: "a_b.com#EXT#@t.onmicrosoft.com", mail: "a@b.com" },
  });
  const decided = (scope: Partial<Scope>) => {
    const [{ isIn, rule } = {}] = report([guest], scope).people;
    return { isIn, rule };
  };

  expect(decided({})).toEqual({ isIn: false, rule: "source.users.guests" });
  expect(decided({ guests: "include" })).toEqual({ isIn: true, rule: undefined });
  expect(decided({ include: ["*_b.com#EXT#@*"] })).toEqual({ isIn: true, rule: "source.users.include" });
  expect(decided({ guests: "include", exclude: ["*#EXT#*"] })).toEqual({
    isIn: false,
    rule: "source.users.exclude",
  });
  const byMail = where.parse([{ property: "mail", endsWith: "@b.com" }]);
  expect(decided({ guests: "include", where: byMail })).toEqual({ isIn: true, rule: undefined });
});
