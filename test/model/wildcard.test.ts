import { describe, expect, it } from "vitest";
import { fitsOf, matcherOf } from "../../src/model/wildcard.ts";

describe("matcherOf", () => {
  it.each([
    { pattern: "admin", name: "Admin", fits: true },
    { pattern: "admin", name: "admins", fits: false },
    { pattern: "svc-*", name: "svc-", fits: true },
    { pattern: "svc-*", name: "SVC-backup", fits: true },
    { pattern: "svc-*", name: "my-svc-1", fits: false },
    { pattern: "*-bot", name: "build-bot", fits: true },
    { pattern: "a*a", name: "a", fits: false },
    { pattern: "a*a", name: "aa", fits: true },
    { pattern: "jira-*-users-*", name: "jira-software-users-acme", fits: true },
    { pattern: "jira-*-users-*", name: "jira-users-acme", fits: false },
    { pattern: "*a*b*", name: "xxbaxb", fits: true },
    { pattern: "*", name: "anything", fits: true },
    { pattern: "a.c", name: "abc", fits: false },
  ])("$pattern and $name: $fits", ({ pattern, name, fits }) => {
    expect(matcherOf([pattern])(name)).toBe(fits);
  });

  it("asks every pattern, and none fits nothing", () => {
    expect(matcherOf(["x", "y*"])("yes")).toBe(true);
    expect(matcherOf([])("x")).toBe(false);
  });
});

describe("fitsOf", () => {
  const patterns = ["ada@x.io", "ADA@*", "bob@x.io", "*@x.io"];

  it.each([
    { name: "Ada@x.io", fitting: ["ada@x.io", "ADA@*", "*@x.io"] },
    { name: "ada@y.io", fitting: ["ADA@*"] },
    { name: "eve@y.io", fitting: [] },
  ])("$name fits $fitting", ({ name, fitting }) => {
    const found = fitsOf(patterns)(name);

    expect(found.map(({ pattern }) => pattern)).toEqual(fitting);
    expect(found.map(({ at }) => patterns[at])).toEqual(fitting);
  });

  it("finds a name that stands there twice at both places", () => {
    expect(fitsOf(["x", "X"])("x").map(({ at }) => at)).toEqual([0, 1]);
  });
});
