import { describe, expect, it } from "vitest";
import { clipToWidth, displayWidth, padToWidth, wrapToWidth } from "../../src/report/text/display-width.ts";

describe("display width", () => {
  it.each([
    { text: "", width: 0 },
    { text: "ada", width: 3 },
    { text: "zoë", width: 3 },
    { text: "zoe\u0308", width: 3 },
    { text: "山田", width: 4 },
    { text: "김", width: 2 },
    { text: "ｱ", width: 1 },
    { text: "🎉", width: 2 },
    { text: "𠮷", width: 2 },
    { text: "мир", width: 3 },
  ])("of '$text' is $width", ({ text, width }) => {
    expect(displayWidth(text)).toBe(width);
  });

  it.each([
    { text: "ada", width: 3, clipped: "ada" },
    { text: "robert", width: 4, clipped: "rob…" },
    { text: "山田太郎", width: 4, clipped: "山…" },
    { text: "zoe\u0308xx", width: 4, clipped: "zoe\u0308…" },
  ])("clips '$text' to $width columns", ({ text, width, clipped }) => {
    expect(clipToWidth(text, width)).toBe(clipped);
  });

  it("pads by columns, not by characters", () => {
    expect(padToWidth("山田", 6)).toBe("山田  ");
    expect(padToWidth("robert", 3)).toBe("robert");
  });

  it("wraps at blanks and keeps long words whole", () => {
    expect(wrapToWidth("one two three averylongword", 8)).toEqual(["one two", "three", "averylongword"]);
  });
});
