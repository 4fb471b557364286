import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRewrite } from "../../src/config/compile-rewrite.ts";
import type { MappingConfig } from "../../src/config/config.ts";
import { type MappedPerson, mapPerson } from "../../src/desired/map-person.ts";
import { presentText } from "../../src/model/names.ts";
import type { Rewrite } from "../../src/model/rewrite.ts";
import { CAPABILITIES, MAPPING, person } from "../support/people.ts";

// Pieces that have broken somebody's names before, so that they meet in one name.
const PIECES = [
  ...["ada", "Ada", "O'Brien", "@x.io", "@", "#EXT#", "_x.io", "$1", "\\1", "<", "a".repeat(41)],
  ...[" ", "\u00a0", "\ufeff", "\u2000", "\t\n", "\u0000", "\u202e", "\u200b"],
  ...[
    "İ",
    "I",
    "ı",
    "ß",
    "ẞ",
    "ΑΣ",
    "Σ",
    "\u212a",
    "é",
    "e\u0301",
    "\u0301",
    "\u0345",
    "ﬁ",
    "😀",
    "\ud83d",
    "\ude00",
  ],
];
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 1, arbitrary: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) },
);
const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
/** What a property of Graph or of a file may be, besides text. */
const value = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom(null, undefined, 7, true, {}, [], ["ada"], { name: "ada" }) },
);

const rewrite: fc.Arbitrary<Rewrite> = fc.constantFrom(
  ...[
    { regex: "(.*)@.*", with: "$1" },
    { regex: "^(.)[^.]*\\.", with: "$1" },
    { regex: "[^a-z]", with: "" },
    { regex: "", with: " " },
    { regex: "$", with: "\u212a\u0301 " },
    { regex: "(?i)ada", with: "İ$0Σ" },
    { regex: ".*", with: "" },
  ].map(compiled),
);
const username: fc.Arbitrary<MappingConfig["username"]> = fc.record({
  from: fc.constantFrom(
    "userPrincipalName",
    "mail",
    "custom.name",
    "__proto__.name",
    "constructor.name",
    ".",
  ),
  replace: fc.array(rewrite, { maxLength: 3 }),
  case: fc.constantFrom("lower", "keep"),
});
const somebody = fc
  .record({ userPrincipalName: value, mail: value, displayName: value, givenName: value, name: value })
  .map(({ name, ...properties }) => person("ada", { properties: { ...properties, custom: { name } } }));
const world = fc.record({ username, somebody });

function compiled(source: { readonly regex: string; readonly with: string }): Rewrite {
  const result = compileRewrite(source);
  if ("apply" in result) return result;
  throw new Error(`${source.regex}: ${result.wrong}`);
}

type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

const mapped = (given: World): MappedPerson =>
  mapPerson(given.somebody, { ...MAPPING, username: given.username }, CAPABILITIES);

/** Checks every username that the mapping gives. A world in which it gives none has nothing to check. */
function checkUsernames(check: (username: string, given: World) => void): void {
  let given = 0;
  fc.assert(
    fc.property(world, (drawn) => {
      const result = mapped(drawn);
      if (!("user" in result)) return;
      given += 1;
      check(result.user.username, drawn);
    }),
    { numRuns: 3000 },
  );
  expect(given).toBeGreaterThan(300);
}

describe("every username", () => {
  it("is there, without blanks around it, and composed", () => {
    checkUsernames((name) => {
      expect(name).not.toBe("");
      expect(name).toBe(name.trim());
      expect(name).toBe(name.normalize("NFC"));
    });
  });

  it("is its own lower case where the config says lower", () => {
    checkUsernames((name, { username: { case: letters } }) => {
      if (letters === "lower") expect(name).toBe(name.toLowerCase());
    });
  });

  it("keeps the rules of the directory", () => {
    const { maxLength, forbidden } = CAPABILITIES.username;
    checkUsernames((name) => {
      expect(name.length).toBeLessThanOrEqual(maxLength);
      expect(forbidden.filter((character) => name.includes(character))).toEqual([]);
    });
  });

  it("without replacements is the property itself", () => {
    checkUsernames((name, given) => {
      const { from, replace, case: letters } = given.username;
      if (replace.length > 0 || letters === "lower" || from !== "mail") return;
      expect(name).toBe(presentText(given.somebody.properties["mail"]));
    });
  });
});

describe("mapping a person", () => {
  it("never throws, and gives either an account or a reason in words", () => {
    fc.assert(
      fc.property(world, (given) => {
        const result = mapped(given);

        if ("user" in result) expect(result.user.sourceId).toBe(given.somebody.id);
        else expect(result.missing.reason).toMatch(/username|e-mail/);
      }),
      { numRuns: 3000 },
    );
  });

  it("gives the same account each time, and leaves the person as it was", () => {
    fc.assert(
      fc.property(world, (given) => {
        const before = structuredClone(given.somebody);

        expect(mapped(given)).toEqual(mapped(given));

        expect(given.somebody).toEqual(before);
      }),
      { numRuns: 1000 },
    );
  });

  it("comes to its end with a regex and a name that would keep others busy for ever", () => {
    const replace = ["(a+)+$", "(a|aa)*b", "(.*a){12}c", "^(\\w+\\s?)*$"].map((regex) =>
      compiled({ regex, with: "" }),
    );
    const userPrincipalName = `${"a".repeat(3000)}!`;
    const given: World = {
      username: { from: "userPrincipalName", replace, case: "lower" },
      somebody: person("ada", { properties: { userPrincipalName } }),
    };

    expect(mapped(given)).toMatchObject({ missing: { kind: "invalid-username" } });
  });
});
