import { describe, expect, it } from "vitest";
import { applyText, durationText, type ReadCounts, readText } from "../../src/cli/runs/progress-text.ts";

describe("progress", () => {
  it("counts what each side has read", () => {
    const counts: ReadCounts = new Map([
      [
        "source",
        new Map<"users" | "groups", number>([
          ["users", 12_812],
          ["groups", 14],
        ]),
      ],
      ["cloud", new Map([["users", 1]])],
    ]);

    expect(readText(counts)).toBe("Reading  source 12,812 users, 14 groups · cloud 1 user");
  });

  it.each([
    { moment: "at the start", done: 0, failed: 0, elapsed: 0, text: "Applying  cloud 0 of 812" },
    { moment: "too early for a rate", done: 40, failed: 0, elapsed: 900, text: "Applying  cloud 40 of 812" },
    {
      moment: "under way",
      done: 117,
      failed: 3,
      elapsed: 3000,
      text: "Applying  cloud 120 of 812, 3 failed · 40/s · about 18 s left",
    },
    {
      moment: "slowly",
      done: 4,
      failed: 0,
      elapsed: 8000,
      text: "Applying  cloud 4 of 812 · 0.5/s · about 27 min left",
    },
    {
      moment: "at the end",
      done: 812,
      failed: 0,
      elapsed: 10_000,
      text: "Applying  cloud 812 of 812 · 81/s",
    },
  ])("says how applying goes $moment", ({ done, failed, elapsed, text }) => {
    expect(applyText(new Map([["cloud", { done, failed, total: 812 }]]), elapsed)).toBe(text);
  });

  it.each([
    { milliseconds: 1, text: "1 s" },
    { milliseconds: 89_000, text: "89 s" },
    { milliseconds: 90_001, text: "2 min" },
    { milliseconds: 5_400_000, text: "1.5 h" },
  ])("writes $milliseconds ms as $text", ({ milliseconds, text }) => {
    expect(durationText(milliseconds)).toBe(text);
  });
});
