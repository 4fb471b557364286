import { describe, expect, it } from "vitest";
import type { MappingConfig } from "../../src/config/config.ts";
import { where } from "../../src/config/schema/where.ts";
import { makeDesired } from "../../src/desired/make-desired.ts";
import type { Capabilities } from "../../src/model/capabilities.ts";
import type { Scope } from "../../src/model/scope.ts";
import type { SourceSnapshot } from "../../src/model/source-snapshot.ts";
import {
  CAPABILITIES,
  MAPPING,
  NO_RULES,
  person,
  snapshot,
  sourceGroup,
  sourceId,
} from "../support/people.ts";

interface Overrides {
  readonly mapping?: Partial<MappingConfig>;
  readonly scope?: Partial<Scope>;
  readonly capabilities?: Partial<Capabilities>;
}

function wish(source: Partial<SourceSnapshot>, { mapping, scope = {}, capabilities }: Overrides = {}) {
  return makeDesired(snapshot(source), {
    mapping: { ...MAPPING, ...mapping },
    scope: { ...NO_RULES, ...scope },
    now: Date.parse("2026-11-23T22:00:00Z"),
    capabilities: { ...CAPABILITIES, ...capabilities },
  });
}

const named = (properties: Record<string, unknown>) => ({ properties });

describe("a person becomes a desired user", () => {
  it("with every attribute of the mapping", () => {
    const properties = {
      userPrincipalName: "Ada@x.io",
      mail: "ada@x.io",
      displayName: "Ada",
      surname: "King",
    };

    const { users } = wish({ people: [person("ada", named({ ...properties, givenName: "Augusta" }))] });

    expect(users).toEqual([
      {
        sourceId: sourceId("ada"),
        username: "ada",
        email: "ada@x.io",
        displayName: "Ada",
        givenName: "Augusta",
        familyName: "King",
        active: true,
      },
    ]);
  });

  it.each([
    { rule: "an empty string counts as missing", properties: { mail: " " }, email: "ada@example.com" },
    { rule: "the first property with a value wins", properties: { mail: "m@x.io" }, email: "m@x.io" },
  ])("$rule", ({ properties, email }) => {
    expect(wish({ people: [person("ada", named(properties))] }).users[0]?.email).toBe(email);
  });

  it("whose username stands in for a missing display name, and whose other names may be missing", () => {
    const { users } = wish({
      people: [person("ada", named({ displayName: "", givenName: null, surname: null }))],
    });

    expect(users[0]).toEqual({
      sourceId: sourceId("ada"),
      username: "ada",
      email: "ada@example.com",
      displayName: "ada",
      active: true,
    });
  });

  it("from a nested property, keeping case when told to", () => {
    const from = "onPremisesExtensionAttributes.extensionAttribute7";
    const properties = { onPremisesExtensionAttributes: { extensionAttribute7: "AdaK" } };

    const { users } = wish(
      { people: [person("ada", named(properties))] },
      { mapping: { username: { from, replace: [], case: "keep" } } },
    );

    expect(users[0]?.username).toBe("AdaK");
  });

  it("without an e-mail where the directory needs none", () => {
    const { users } = wish(
      { people: [person("ada", named({ mail: null, userPrincipalName: "ada" }))] },
      { mapping: { email: ["mail"] }, capabilities: { requiresEmail: false } },
    );

    expect(users[0]?.email).toBeUndefined();
  });
});

describe("a person who cannot be written is left alone, with a note", () => {
  const username = { from: "employeeId", replace: [], case: "lower" as const };
  it.each([
    {
      rule: "no username",
      properties: { employeeId: null },
      mapping: { username },
      note: { kind: "missing-attribute", subject: "ada@example.com", reason: "employeeId gives no username" },
    },
    {
      rule: "no username at the end of a path that is not there",
      properties: {},
      mapping: { username: { ...username, from: "employeeOrgData.division" } },
      note: {
        kind: "missing-attribute",
        subject: "ada@example.com",
        reason: "employeeOrgData.division gives no username",
      },
    },
    {
      rule: "a replacement that leaves nothing",
      properties: { employeeId: "7" },
      mapping: { username: { ...username, replace: [{ regex: ".*", with: "", apply: () => "" }] } },
      note: { kind: "missing-attribute", subject: "ada@example.com", reason: "employeeId gives no username" },
    },
    {
      rule: "no e-mail where the directory needs one",
      properties: { mail: "" },
      mapping: { email: ["mail", "otherMail"] },
      note: {
        kind: "missing-attribute",
        subject: "ada@example.com",
        reason: "no e-mail in mail or otherMail",
      },
    },
    {
      rule: "a character that the directory refuses",
      properties: { userPrincipalName: "a<b" },
      mapping: {},
      note: {
        kind: "invalid-username",
        subject: "a<b",
        reason: 'the username "a<b" contains "<", which the directory refuses',
      },
    },
    {
      rule: "a username that is too long",
      properties: { userPrincipalName: "a".repeat(41) },
      mapping: {},
      note: {
        kind: "invalid-username",
        subject: "a".repeat(41),
        reason: `the username "${"a".repeat(41)}" is longer than 40 characters`,
      },
    },
  ])("$rule", ({ properties, mapping, note }) => {
    const wanted = wish({ people: [person("ada", named(properties))] }, { mapping });

    expect(wanted.users).toEqual([]);
    expect(wanted.untouchable).toEqual(new Set([sourceId("ada")]));
    expect(wanted.notes).toEqual([{ ...note, sourceIds: [sourceId("ada")] }]);
  });

  it("but somebody disabled needs no name to be disabled", () => {
    const wanted = wish({
      people: [person("ada", { enabled: false, properties: { userPrincipalName: null } })],
    });

    expect(wanted.leavers).toEqual(new Map([[sourceId("ada"), "disabled-in-source"]]));
    expect(wanted.notes).toEqual([]);
  });

  it("names somebody without any name by the object id", () => {
    const { notes } = wish({ people: [person("ada", named({ userPrincipalName: null }))] });

    expect(notes[0]?.subject).toBe(sourceId("ada"));
  });
});

describe("a directory that takes e-mails of some domains only", () => {
  const capabilities = { emailDomains: ["Example.com", "example.org"] };

  it.each([
    { rule: "a listed domain, in any case", mail: "ada@EXAMPLE.com", domain: undefined },
    { rule: "another listed domain", mail: "ada@example.org", domain: undefined },
    { rule: "a domain that is not listed", mail: "ada@old.example", domain: "old.example" },
    { rule: "a sub-domain of a listed one", mail: "ada@eu.example.com", domain: "eu.example.com" },
    { rule: "a domain that only ends like a listed one", mail: "ada@myexample.com", domain: "myexample.com" },
    { rule: "two signs: the last one counts", mail: '"a@example.com"@x.io', domain: "x.io" },
    { rule: "no sign at all", mail: "ada", domain: "ada" },
  ])("$rule", ({ mail, domain }) => {
    const { users, untouchable, notes } = wish(
      { people: [person("ada", named({ mail }))] },
      { capabilities },
    );

    expect(users.map(({ email }) => email)).toEqual(domain === undefined ? [mail] : []);
    expect([...untouchable]).toEqual(domain === undefined ? [] : [sourceId("ada")]);
    expect(notes).toEqual(
      domain === undefined
        ? []
        : [
            {
              kind: "unsupported",
              subject: "ada@example.com",
              reason: `the e-mail's domain, ${domain}, is not among targets[].verifiedDomains; left as it is`,
              sourceIds: [sourceId("ada")],
            },
          ],
    );
  });

  it("has nothing against somebody without an e-mail, where it needs none", () => {
    const { users } = wish(
      { people: [person("ada", named({ mail: null, userPrincipalName: "ada" }))] },
      { mapping: { email: ["mail"] }, capabilities: { ...capabilities, requiresEmail: false } },
    );

    expect(users).toHaveLength(1);
  });

  it("still wants somebody disabled to be disabled, whatever the domain", () => {
    const eve = person("eve", { enabled: false, properties: { mail: "eve@old.example" } });

    const wanted = wish({ people: [eve] }, { capabilities });

    expect(wanted.leavers).toEqual(new Map([[sourceId("eve"), "disabled-in-source"]]));
    expect(wanted.notes).toEqual([]);
  });
});

describe("who is in scope", () => {
  it("story 34: a guest is left out with a note, and only by their own id", () => {
    const guest = person("eve", {
      guest: true,
      properties: { userPrincipalName: "eve_x.io#EXT#@t.onmicrosoft.com" },
    });

    const wanted = wish({ people: [guest] });

    expect(wanted.leavers).toEqual(new Map([[sourceId("eve"), "left-scope"]]));
    expect(wanted.notes).toEqual([
      {
        kind: "excluded",
        subject: "eve_x.io#EXT#@t.onmicrosoft.com",
        reason: "guest (source.users.guests)",
        sourceIds: [sourceId("eve")],
      },
    ]);
    expect(wish({ people: [guest] }, { scope: { guests: "include" } }).users).toHaveLength(1);
  });

  it("story 34: a guest gets a username by the rule for guests, or is noted by what that rule looks at", () => {
    const guestUsername = { from: "homeUserPrincipalName", replace: [], case: "keep" as const };
    const guests = ["Eve_King_fabrikam.com#EXT#@t.onmicrosoft.com", "gus@example.com"].map((name, at) =>
      person(`guest${at}`, { guest: true, properties: { userPrincipalName: name } }),
    );

    const wanted = wish(
      { people: [...guests, person("Ada")] },
      { mapping: { guestUsername }, scope: { guests: "include" } },
    );

    expect(wanted.users.map(({ username }) => username)).toEqual(["Eve_King@fabrikam.com", "ada"]);
    expect(wanted.notes).toMatchObject([
      { subject: "gus@example.com", reason: "homeUserPrincipalName gives no username" },
    ]);
  });

  it("names a guest without a name by the object id", () => {
    const guest = person("eve", { guest: true, properties: { userPrincipalName: null } });

    expect(wish({ people: [guest] }).notes[0]?.subject).toBe(sourceId("eve"));
  });

  it("somebody of whom Entra does not say whether they are enabled stays unknown, with a note", () => {
    const wanted = wish({ people: [person("ada", { enabled: null })] });

    expect(wanted.users[0]?.active).toBeNull();
    expect(wanted.notes).toMatchObject([{ kind: "missing-attribute", subject: "ada" }]);
  });

  it.each([
    { covers: "everyone" as const, missing: "deleted-in-source" },
    { covers: "selection" as const, missing: "left-scope" },
  ])("whoever is missing from $covers is $missing", ({ covers, missing }) => {
    expect(wish({ covers, people: [person("ada")] })).toMatchObject({ missing, population: 1 });
  });

  it("keeps what the source had to say", () => {
    const notes = [{ subject: "Platform", reason: "vanished while it was read" }];

    expect(wish({ notes }).notes).toEqual([{ kind: "excluded", ...notes[0] }]);
  });
});

describe("names that collide", () => {
  const people = (...drafts: [id: string, upn: string, mail: string, enabled?: boolean | null][]) =>
    drafts.map(([id, userPrincipalName, mail, enabled = true]) =>
      person(id, { enabled, properties: { userPrincipalName, mail } }),
    );

  it("one username: none of the two is written, the rest goes on", () => {
    const wanted = wish({
      people: people(
        ["a", "ada@one.io", "1@x.io"],
        ["b", "ADA@two.io", "2@x.io"],
        ["c", "bob@x.io", "3@x.io"],
      ),
    });

    expect(wanted.users.map(({ username }) => username)).toEqual(["bob"]);
    expect(wanted.untouchable).toEqual(new Set([sourceId("a"), sourceId("b")]));
    expect(wanted.notes).toEqual([
      {
        kind: "collision",
        subject: "ada",
        reason: "2 Entra users map to this username; none of them is written",
        sourceIds: [sourceId("a"), sourceId("b")],
      },
    ]);
  });

  it("story 33: one e-mail for two, where the directory wants it unique: both are reported, neither written", () => {
    const two = people(
      ["a", "ada@x.io", "team@x.io"],
      ["b", "bob@x.io", "Team@x.io"],
      ["c", "eve@x.io", "team@x.io"],
    );

    expect(wish({ people: two }).users).toEqual([]);
    expect(wish({ people: two }).notes[0]).toMatchObject({ kind: "collision", subject: "Team@x.io" });
    expect(wish({ people: two }, { capabilities: { email: "shared" } }).users).toHaveLength(3);
  });

  it("somebody disabled claims no name against somebody active", () => {
    const wanted = wish({
      people: people(["old", "ada@one.io", "1@x.io", false], ["new", "ada@two.io", "2@x.io"]),
    });

    expect(wanted.users.map(({ sourceId: id }) => id)).toEqual([sourceId("new")]);
    expect(wanted.leavers.get(sourceId("old"))).toBe("disabled-in-source");
    expect(wanted.notes).toEqual([]);
  });
});

describe("groups", () => {
  const people = [
    person("ada"),
    person("bob"),
    person("eve", { enabled: false }),
    person("gus", { guest: true }),
  ];

  it("hold the people in scope; disabled ones stay members, strangers and guests are none", () => {
    const { groups } = wish({ people, groups: [sourceGroup("dev", ["ada", "eve", "gus", "unknown"])] });

    expect(groups).toEqual([
      {
        name: "dev",
        sources: [{ id: sourceId("group-dev"), name: "dev" }],
        members: new Set([sourceId("ada"), sourceId("eve")]),
        everybody: false,
        newcomers: false,
        additive: false,
      },
    ]);
  });

  it("story 38: have no members out of scope, whichever setting keeps them out", () => {
    const scope = { exclude: ["bob*"], where: where.parse([{ property: "surname", notEquals: "Byron" }]) };
    const byron = person("byron", { properties: { surname: "Byron" } });

    const { groups } = wish(
      { people: [...people, byron], groups: [sourceGroup("dev", ["ada", "bob", "gus", "byron"])] },
      { scope },
    );

    expect(groups[0]?.members).toEqual(new Set([sourceId("ada")]));
  });

  it("keep members whose accounts are left alone, since nothing is known against them", () => {
    const nameless = person("nameless", { properties: { userPrincipalName: null } });

    const { groups } = wish({ people: [nameless], groups: [sourceGroup("dev", ["nameless"])] });

    expect(groups[0]?.members).toEqual(new Set([sourceId("nameless")]));
  });

  it("say when their members are not proven complete", () => {
    const { groups } = wish({ groups: [sourceGroup("dev", [], { incomplete: "page 2 was lost" })] });

    expect(groups[0]?.incomplete).toBe("page 2 was lost");
  });

  it("take in default groups: additive, unless Entra fills them for everybody", () => {
    const defaultGroups = { all: ["everyone", "dev"], new: ["starters", "ops"] };

    const { groups } = wish(
      { groups: [sourceGroup("dev", []), sourceGroup("ops", [])] },
      { mapping: { defaultGroups } },
    );

    expect(
      groups.map(({ name, everybody, newcomers, additive }) => ({ name, everybody, newcomers, additive })),
    ).toEqual([
      { name: "dev", everybody: true, newcomers: false, additive: false },
      { name: "ops", everybody: false, newcomers: true, additive: true },
      { name: "everyone", everybody: true, newcomers: false, additive: true },
      { name: "starters", everybody: false, newcomers: true, additive: true },
    ]);
  });
});
