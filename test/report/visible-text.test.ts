import { describe, expect, it } from "vitest";
import { visibleChange, visibleJson, visibleText, visibleValue } from "../../src/report/visible-text.ts";

describe("visible text", () => {
  it.each([
    { text: "O'Brien-Smith <ada@example.com>", shown: "O'Brien-Smith <ada@example.com>" },
    { text: "Zoë Müller", shown: "Zoë Müller" },
    { text: "山田　太郎", shown: "山田　太郎" },
    { text: "محمد", shown: "محمد" },
    { text: "Ada 🎉", shown: "Ada 🎉" },
    { text: "a\u001b[31mb", shown: "a\\u001b[31mb" },
    { text: "a\u202eb", shown: "a\\u202eb" },
    { text: "a\u00a0b", shown: "a\\u00a0b" },
    { text: "a\u{e0041}b", shown: "a\\u{e0041}b" },
    { text: `e${"\u0301".repeat(6)}`, shown: `e${"\u0301".repeat(4)}\\u0301\\u0301` },
  ])("shows $shown", ({ text, shown }) => {
    expect(visibleText(text)).toBe(shown);
  });

  it.each([
    { value: "", shown: "(none)" },
    { value: "(none)", shown: '"(none)"' },
    { value: " Ada", shown: '" Ada"' },
    { value: "Ada", shown: "Ada" },
  ])("shows the value '$value' as $shown", ({ value, shown }) => {
    expect(visibleValue(value)).toBe(shown);
  });

  it.each([
    { situation: "different", from: "Ada", to: "Ada L.", shown: ["Ada", "Ada L."] },
    {
      situation: "composed otherwise",
      from: "Zoe\u0308",
      to: "Zo\u00eb",
      shown: ["Zoe\\u0308", "Zo\\u00eb"],
    },
    { situation: "longer by a blank", from: "Ada ", to: "Ada", shown: ['"Ada "', "Ada"] },
  ])("shows a change to something $situation", ({ from, to, shown }) => {
    expect(visibleChange(from, to)).toEqual(shown);
  });

  it("leaves JSON as it was, once it is parsed", () => {
    const value = { name: "a\u202e\u007f\u2028\u{e0041}\ud83d", list: [1, "b\nc"] };

    const json = visibleJson(value);

    expect(JSON.parse(json)).toEqual(value);
    expect(json).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it("is as visible on one line, with every string rewritten first", () => {
    const value = { name: "a\u202eb", notes: ["secret", { count: 1 }] };
    const rewrite = (text: string) => text.replace("secret", "[hidden]");

    const json = visibleJson(value, { layout: "line", rewrite });

    expect(json).toBe('{"name":"a\\u202eb","notes":["[hidden]",{"count":1}]}');
  });
});
