import { expect, it } from "vitest";
import { readingTrouble } from "../../src/config/context.ts";

it.each([
  { code: "ENOENT", says: "does not exist" },
  { code: "ENOTDIR", says: "does not exist" },
  { code: "EACCES", says: "may not be read by this account" },
  { code: "EPERM", says: "may not be read by this account" },
  { code: "EISDIR", says: "is a folder" },
  { code: "EIO", says: "cannot be read" },
])("a file that gives $code $says", ({ code, says }) => {
  expect(readingTrouble(Object.assign(new Error(code), { code }))).toBe(says);
});
