// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is a group here.
import { describe, expect, it } from "vitest";
import { compileRewrite } from "../../src/config/compile-rewrite.ts";

function rewrite(regex: string, replacement: string, text: string): string {
  const compiled = compileRewrite({ regex, with: replacement });
  if ("apply" in compiled) return compiled.apply(text);
  throw new Error(`${compiled.option} ${compiled.wrong}`);
}

describe("a replacement", () => {
  it.each([
    {
      situation: "keeps what is before the @",
      regex: "(.*)@.*",
      with: "$1",
      text: "ada@x.example",
      gives: "ada",
    },
    {
      situation: "keeps a text that does not match",
      regex: "(.*)@.*",
      with: "$1",
      text: "ada",
      gives: "ada",
    },
    { situation: "replaces every match", regex: "o", with: "0", text: "foo boo", gives: "f00 b00" },
    {
      situation: "swaps groups",
      regex: "(\\w+)\\.(\\w+)",
      with: "$2.$1",
      text: "ada.king",
      gives: "king.ada",
    },
    {
      situation: "takes a group in braces before a digit",
      regex: "(a)",
      with: "${1}0",
      text: "a",
      gives: "a0",
    },
    {
      situation: "takes a named group",
      regex: "(?<local>[^@]+)@.*",
      with: "${local}",
      text: "ada@x",
      gives: "ada",
    },
    {
      situation: "takes a group named as in Python",
      regex: "(?P<l>[^@]+)@.*",
      with: "${l}!",
      text: "ada@x",
      gives: "ada!",
    },
    { situation: "takes the whole match", regex: "a+", with: "<$0>", text: "baab", gives: "b<aa>b" },
    { situation: "writes a dollar", regex: "a", with: "$$1", text: "a", gives: "$1" },
    {
      situation: "takes a group that did not match for nothing",
      regex: "(a)|(b)",
      with: "[$1]",
      text: "ab",
      gives: "[a][]",
    },
    { situation: "removes", regex: "^atl-", with: "", text: "atl-devs", gives: "devs" },
    { situation: "takes flags of the regex", regex: "(?i)ADA", with: "x", text: "Ada", gives: "x" },
    {
      situation: "matches nothing at the end too, as other tools do",
      regex: "(.*)",
      with: "$1-x",
      text: "ada",
      gives: "ada-x-x",
    },
    {
      situation: "matches once when it is anchored",
      regex: "^(.*)$",
      with: "$1-x",
      text: "ada",
      gives: "ada-x",
    },
    { situation: "puts itself between all characters", regex: "", with: "-", text: "ab", gives: "-a-b-" },
    { situation: "does not cut a character in two", regex: "x*", with: "-", text: "😀", gives: "-😀-" },
    {
      situation: "does not read the text it found as a replacement",
      regex: "(.+)",
      with: "<$1>",
      text: "$1$0",
      gives: "<$1$0>",
    },
  ])("$situation", ({ regex, with: replacement, text, gives }) => {
    expect(rewrite(regex, replacement, text)).toBe(gives);
  });

  it("agrees with JavaScript where both know the syntax", () => {
    const texts = ["", "a", "ada@x.example", "a.b.c", "ÅÄ ö", "aaa", "line\nline"];
    const regexes = ["a*", "(.*)", "(.)(.)?", "\\b", "$", "^", "[^a]+", "(?:a|)"];
    for (const regex of regexes) {
      for (const text of texts) {
        const byJavascript = text.replace(new RegExp(regex, "gu"), (found) => `<${found}>`);
        expect([regex, text, rewrite(regex, "<$0>", text)]).toEqual([regex, text, byJavascript]);
      }
    }
  });

  it("takes time in proportion to the text, whatever the regex", () => {
    expect(rewrite("^(a+)+$", "x", `${"a".repeat(50_000)}!`)).toHaveLength(50_001);
  });

  it.each([
    {
      situation: "a group where the regex has none",
      regex: "a",
      with: "$1",
      wrong: "uses $1, but the regex has no group, which is a part in (…)",
    },
    {
      situation: "a group too many",
      regex: "(a)(b)",
      with: "$3$1",
      wrong: "uses $3, but the regex has only groups 1 to 2",
    },
    {
      situation: "group 10 for group 1 and a zero",
      regex: "(a)",
      with: "$10",
      wrong: "uses $10, but the regex has only group 1",
    },
    {
      situation: "an unknown name",
      regex: "(?<n>a)",
      with: "${m}",
      wrong: "uses ${m}, but the regex has only group 1, named n",
    },
    {
      situation: "two unknown groups",
      regex: "(a)",
      with: "$2${x}",
      wrong: "uses $2 and ${x}, but the regex has only group 1",
    },
    { situation: "a dollar alone", regex: "(a)", with: "5 $", wrong: "has a $ that names no group" },
    {
      situation: "a brace that is not closed",
      regex: "(a)",
      with: "${1",
      wrong: "has a $ that names no group",
    },
    {
      situation: "a group as other tools write it",
      regex: "(a)",
      with: "\\1",
      wrong: "writes a group as \\1",
    },
  ])("refuses $situation", ({ regex, with: replacement, wrong }) => {
    expect(compileRewrite({ regex, with: replacement })).toEqual({
      option: "with",
      wrong,
      right: "$1 or ${1} for a group, ${name} for a named group, $$ for a dollar",
    });
  });
});
