import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { canonicalDigest } from "../../src/saved/canonical-digest.ts";

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

it.each([
  {
    what: "keys in any order",
    value: { b: [1, { d: null, c: true }], a: "x" },
    text: '{"a":"x","b":[1,{"c":true,"d":null}]}',
  },
  { what: "empty lists and objects", value: { a: [], b: {} }, text: '{"a":[],"b":{}}' },
  { what: "what is undefined", value: { a: undefined, b: 1 }, text: '{"b":1}' },
  { what: "what is undefined beside a list", value: { a: undefined, b: [] }, text: '{"b":[]}' },
  { what: "a list that is made on the way", value: new Set([1, 2]), text: "[1,2]" },
  { what: "half a surrogate pair", value: "\ud83d", text: '"\\ud83d"' },
  {
    what: "a key that names a prototype",
    value: JSON.parse('{"__proto__":{"a":1}}'),
    text: '{"__proto__":{"a":1}}',
  },
])("hashes $what in one canonical form", ({ value, text }) => {
  expect(canonicalDigest(value)).toBe(hashOf(text));
});

it("hashes what is larger than a portion", () => {
  const large = Array.from({ length: 20_000 }, (_, index) => `user-${index}`);

  expect(canonicalDigest(large)).toBe(hashOf(JSON.stringify(large)));
});
