import { describe, expect, it } from "vitest";
import { matcherOf } from "../../src/model/wildcard.ts";

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
