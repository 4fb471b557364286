import { expect, it } from "vitest";
import { nearest } from "../../src/model/nearest.ts";

const KNOWN = ["tenantId", "credential", "users", "groups", "from", "path", "graphUrl", "url", "user"];

it.each([
  { situation: "another case", word: "tenantID", meant: "tenantId" },
  { situation: "a hyphen", word: "tenant-id", meant: "tenantId" },
  { situation: "an underscore", word: "graph_url", meant: "graphUrl" },
  { situation: "a missing letter", word: "credental", meant: "credential" },
  { situation: "a letter too many", word: "credentials", meant: "credential" },
  { situation: "two letters swapped", word: "form", meant: "from" },
  { situation: "the nearer of two", word: "userss", meant: "users" },
  { situation: "a short word, one letter off", word: "uri", meant: "url" },
  { situation: "a short word that is another", word: "ab", meant: undefined },
  { situation: "another word", word: "database", meant: undefined },
])("finds the option behind $situation", ({ word, meant }) => {
  expect(nearest(word, KNOWN)).toBe(meant);
});
