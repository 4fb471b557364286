import { describe, expect, it } from "vitest";
import { readLimit } from "../../src/config/read-limit.ts";

describe("a limit", () => {
  it.each([
    { value: "10%", limit: { share: 0.1 } },
    { value: "12.5 %", limit: { share: 0.125 } },
    { value: "0%", limit: { share: 0 } },
    { value: "100%", limit: { share: 1 } },
    { value: 0, limit: { count: 0 } },
    { value: 25, limit: { count: 25 } },
    { value: "25", limit: { count: 25 } },
    { value: "none", limit: "none" },
    { value: " none ", limit: "none" },
  ])("$value is taken", ({ value, limit }) => {
    expect(readLimit(value)).toEqual({ limit });
  });

  it.each([
    { value: "101%", wrong: "is more than all there are" },
    { value: "-1%", wrong: "is below zero" },
    { value: -1, wrong: "is below zero" },
    { value: "-0.5", wrong: "is below zero" },
    { value: 0.1, wrong: "is a fraction of an account; was a share meant, with a % sign?" },
    { value: "2.5", wrong: "is a fraction of an account; was a share meant, with a % sign?" },
    { value: Number.NaN, wrong: "is no limit" },
    { value: Number.POSITIVE_INFINITY, wrong: "is no limit" },
    { value: "many", wrong: "is no limit" },
    { value: "%", wrong: "is no limit" },
    { value: "1e3%", wrong: "is no limit" },
    { value: true, wrong: "is no limit" },
    { value: ["10%"], wrong: "is no limit" },
  ])("$value is refused", ({ value, wrong }) => {
    expect(readLimit(value)).toEqual({ wrong });
  });
});
