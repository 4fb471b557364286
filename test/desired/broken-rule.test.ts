import { describe, expect, it } from "vitest";
import { brokenRule } from "../../src/desired/broken-rule.ts";
import type { UsernameRule } from "../../src/model/capabilities.ts";

const ANY: UsernameRule = { maxLength: 20, forbidden: [] };
/** As Confluence has it. */
const STRICT: UsernameRule = {
  maxLength: 20,
  forbidden: ["\\", ","],
  lowerCase: true,
  noBlanks: true,
  reserved: ["anonymous"],
};

describe("a username", () => {
  it.each([
    { username: "ada.lovelace", rule: STRICT },
    { username: "zoë", rule: STRICT },
    { username: "Ada Lovelace, Countess", rule: { ...ANY, maxLength: 30 } },
    { username: "anonymous", rule: ANY },
    { username: "anonymous.ada", rule: STRICT },
  ])("$username is allowed", ({ username, rule }) => {
    expect(brokenRule(username, rule)).toBeUndefined();
  });

  it.each([
    { username: "a".repeat(21), rule: ANY, why: "is longer than 20 characters" },
    { username: "ada,lovelace", rule: STRICT, why: 'contains ",", which the directory refuses' },
    { username: "ada lovelace", rule: STRICT, why: "contains a blank, which the directory refuses" },
    { username: "ada\u00a0lovelace", rule: STRICT, why: "contains a blank, which the directory refuses" },
    {
      username: "Anonymous",
      rule: { ...STRICT, lowerCase: undefined },
      why: "is a name that the directory keeps for itself",
    },
    { username: "anonymous", rule: STRICT, why: "is a name that the directory keeps for itself" },
    {
      username: "Ada",
      rule: STRICT,
      why: "contains capitals, which the directory refuses; mapping.username.case: lower makes them small",
    },
  ])("$username is not: it $why", ({ username, rule, why }) => {
    expect(brokenRule(username, rule as UsernameRule)).toBe(why);
  });
});
