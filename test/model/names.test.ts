import { describe, expect, it } from "vitest";
import { foldName, isSameName, presentText } from "../../src/model/names.ts";

describe("story 35: a case variant creates no twin", () => {
  it.each([
    { one: "J.Doe@X.com", other: "j.doe@x.com", why: "case" },
    { one: "zoé", other: "zoe\u0301", why: "composed and decomposed" },
    { one: "ZOE\u0301", other: "zoé", why: "both" },
    { one: "Straße", other: "STRASSE", why: "sharp s" },
    { one: "İpek", other: "ipek", why: "Turkish dotted capital" },
    { one: "ısıl", other: "ISIL", why: "Turkish dotless small" },
    { one: "Σίσυφος", other: "ΣΊΣΥΦΟΣ", why: "Greek final sigma" },
  ])("$one is $other ($why)", ({ one, other }) => {
    expect(isSameName(one, other)).toBe(true);
  });

  it.each([
    { one: "ada", other: "adam" },
    { one: "müller", other: "mueller" },
    { one: "zoe", other: "zoé" },
    { one: "a.b", other: "ab" },
  ])("$one is not $other", ({ one, other }) => {
    expect(isSameName(one, other)).toBe(false);
  });

  it("is the same form after a second time", () => {
    for (const name of ["İSTANBUL", "ǅ", "ﬁnn", "ẞ", "ΑΣ"])
      expect(foldName(foldName(name))).toBe(foldName(name));
  });
});

describe("presentText", () => {
  it.each([
    { value: " Ada ", text: "Ada" },
    { value: "zoe\u0301", text: "zoé" },
    { value: "", text: undefined },
    { value: "  \t", text: undefined },
    { value: null, text: undefined },
    { value: 7, text: undefined },
  ])("takes $value for $text", ({ value, text }) => {
    expect(presentText(value)).toBe(text);
  });
});
