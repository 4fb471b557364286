import { describe, expect, it } from "vitest";
import { where } from "../../src/config/schema/where.ts";
import { scopeReport } from "../../src/desired/scope-report.ts";
import type { Person } from "../../src/model/source-snapshot.ts";
import { scopeCsv } from "../../src/report/scope/scope-csv.ts";
import { selectionWords } from "../../src/report/scope/scope-selection.ts";
import { scopeText } from "../../src/report/scope/scope-text.ts";
import { NO_RULES, person, snapshot, sourceId } from "../support/people.ts";
import { names } from "./scenarios.ts";
import { tagPaint } from "./tag-paint.ts";

const FILE = { type: "file", path: "people.json" } as const;

describe("what the source selected", () => {
  it.each([
    { selection: FILE, words: "Everybody in people.json (source.path)." },
    {
      selection: { type: "entra", from: "all" },
      words: "Everybody in Entra (source.users.from: all).",
    },
    {
      selection: { type: "entra", from: "all", filter: "department eq 'R&D'" },
      words:
        "Everybody in Entra (source.users.from: all); of these, whom department eq 'R&D' fits (source.users.filter). Nobody else was read.",
    },
    {
      selection: { type: "entra", from: "assigned", application: "1111-2222", nested: true },
      words:
        "Who is assigned to the enterprise application 1111-2222, and the members of groups assigned to it, and of groups inside them (source.users.from: assigned). Nobody else was read.",
    },
    {
      selection: { type: "entra", from: "groups", groups: ["Engineering", "Re\u202esearch"], nested: false },
      words:
        "The members of Engineering, Re\\u202esearch, not those of groups inside them, by source.users.nested (source.users.from: groups). Nobody else was read.",
    },
  ] as const)("$selection", ({ selection, words }) => {
    expect(selectionWords(selection, false)).toBe(words);
  });

  it("names twenty groups, and all of them when asked", () => {
    const selection = { type: "entra", from: "groups", groups: names(25, "team"), nested: true } as const;

    expect(selectionWords(selection, false)).toContain("team-0020 and 5 more groups, and of groups inside");
    expect(selectionWords(selection, true)).toContain("team-0025, and of groups inside them");
  });
});

describe("the scope as text", () => {
  const textOf = (
    people: readonly Person[],
    options = {},
    notes: readonly { subject: string; reason: string }[] = [],
  ) => scopeText(scopeReport(snapshot({ people, notes }), NO_RULES, 0), FILE, options);

  it("says of nobody that nobody was read", () => {
    expect(textOf([])).toMatch(/0 users read\n[\s\S]*\n\n0 of 0 users in scope, 0 out\.\n$/);
  });

  it("tells whose state is not known, and counts the rest of a long list", () => {
    const people = names(30, "user").map((name) => person(name, { enabled: null }));

    const text = textOf(people);

    expect(text).toContain("not known whether active  30  not imported, enabled or disabled");
    expect(text).toContain("… and 10 more (--all shows them)");
    expect(text).toContain("30 of 30 users in scope (30 not known to be active), 0 out.");
  });

  it("shows what was met while reading, ten of them", () => {
    const notes = names(12, "Group").map((subject) => ({ subject, reason: "is gone" }));

    expect(textOf([], {}, notes)).toMatch(/! Group-0010: is gone\.\n {4}… and 2 more/);
    expect(textOf([], { all: true }, notes)).toContain("! Group-0012: is gone.");
  });

  it("shortens a long rule, unless all is wanted, and goes on without a display name", () => {
    const long = "x".repeat(100);
    const scope = { ...NO_RULES, where: where.parse([{ property: "city", in: [long] }]) };
    const nameless = person("ada", { properties: { displayName: null } });
    const words = (all: boolean) =>
      scopeText(scopeReport(snapshot({ people: [nameless] }), scope, 0), FILE, { all });

    const heading = `source.users.where[0]  1  city one of "${long}"`;

    expect(words(false)).toMatch(/source\.users\.where\[0\] {2}1 {2}city one of "x+…\n/);
    expect(words(false)).not.toContain(heading);
    expect(words(true)).toContain(heading);
  });

  it("lets no name move the cursor or break a line", () => {
    const hostile = person("eve", {
      guest: true,
      properties: { userPrincipalName: "eve\u001b[2J@x.io", displayName: "Eve\nRoot" },
    });

    expect(textOf([hostile])).toContain("eve\\u001b[2J@x.io  Eve\\u000aRoot  guest");
  });

  it("paints who is out, who is in, and who is in without an account", () => {
    const people = [person("ada"), person("bob", { enabled: false }), person("gus", { guest: true })];

    const text = textOf(people, { paint: tagPaint });

    expect(text).toContain("<red>−</red> gus@example.com");
    expect(text).toContain("<green>+</green> ada@example.com");
    expect(text).toContain("<yellow>·</yellow> bob@example.com");
  });
});

it("the scope as CSV leaves empty what Entra does not say", () => {
  const people = [
    person("ada", { enabled: null, properties: { displayName: null } }),
    person("gus", { guest: true }),
  ];

  expect([...scopeCsv(scopeReport(snapshot({ people }), NO_RULES, 0))].map((row) => row.trimEnd())).toEqual([
    "name,displayName,id,enabled,guest,scope,rule,reason",
    `ada@example.com,,${sourceId("ada")},,false,in,,`,
    `gus@example.com,gus,${sourceId("gus")},true,true,out,source.users.guests,guest`,
  ]);
});
