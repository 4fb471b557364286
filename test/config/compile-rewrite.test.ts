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

describe("a regex that RE2 refuses", () => {
  it.each([
    { construct: "a lookahead", regex: "a(?=b)", wrong: /lookahead/, right: /\$1/ },
    { construct: "a negative lookahead", regex: "a(?!b)", wrong: /lookahead/, right: /\$1/ },
    { construct: "a lookbehind", regex: "(?<=a)b", wrong: /lookbehind/, right: /\$1/ },
    { construct: "a negative lookbehind", regex: "(?<!a)b", wrong: /lookbehind/, right: /\$1/ },
    { construct: "a backreference", regex: "(a)\\1", wrong: /backreference/, right: /write out/ },
    {
      construct: "a named backreference",
      regex: "(?<n>a)\\k<n>",
      wrong: /backreference/,
      right: /write out/,
    },
    {
      construct: "a backreference as in Python",
      regex: "(?P<n>a)(?P=n)",
      wrong: /backreference/,
      right: /write out/,
    },
    { construct: "an atomic group", regex: "(?>a)b", wrong: /atomic group/, right: /\(\?:…\)/ },
    { construct: "a possessive star", regex: "a*+", wrong: /possessive/, right: /ordinary/ },
    { construct: "a possessive plus", regex: "a++b", wrong: /possessive/, right: /ordinary/ },
    { construct: "a possessive question mark", regex: "a?+", wrong: /possessive/, right: /ordinary/ },
    { construct: "a possessive count", regex: "a{2,3}+", wrong: /possessive/, right: /ordinary/ },
    { construct: "a condition", regex: "(a)?(?(1)b|c)", wrong: /condition/, right: /two replacements/ },
    { construct: "a comment", regex: "a(?#why)", wrong: /comment/, right: /comment of the config/ },
    { construct: "a recursion", regex: "a(?R)?", wrong: /recursion/, right: /alternatives/ },
    { construct: "\\Z", regex: "a\\Z", wrong: /\\Z/, right: /\\z/ },
    { construct: "\\u", regex: "\\u00e9", wrong: /\\u/, right: /\\x\{00E9\}/ },
    { construct: "\\h", regex: "\\h+", wrong: /escape that RE2 does not know/, right: /\\s/ },
    { construct: "an escape without need", regex: "\\q", wrong: /needs none/, right: /\\d/ },
    { construct: "a range that runs backwards", regex: "[z-a]", wrong: /range or class/, right: /\[a-z\]/ },
    {
      construct: "a class that is unknown",
      regex: "\\p{Nowhere}",
      wrong: /range or class/,
      right: /\\p\{L\}/,
    },
    { construct: "an open bracket", regex: "[a", wrong: /\[ without its \]/, right: /\\\[/ },
    { construct: "an open parenthesis", regex: "(a", wrong: /\( without its \)/, right: /\\\(/ },
    { construct: "a closing parenthesis", regex: "a)", wrong: /\) without its \(/, right: /\\\)/ },
    {
      construct: "a wildcard taken for a regex",
      regex: "*@example.com",
      wrong: /repeats nothing/,
      right: /\.\*/,
    },
    {
      construct: "a repetition of a repetition",
      regex: "a**",
      wrong: /repeats a repetition/,
      right: /group around it/,
    },
    { construct: "a count that is too high", regex: "a{2000}", wrong: /count/, right: /at most 1000/ },
    { construct: "a backslash at the end", regex: "a\\", wrong: /ends with a backslash/, right: /\\\\/ },
    {
      construct: "two groups of one name",
      regex: "(?<n>a)(?<n>b)",
      wrong: /two groups of one name/,
      right: /another name/,
    },
    {
      construct: "a name with a hyphen",
      regex: "(?<a-b>a)",
      wrong: /name that RE2 does not take/,
      right: /letters, digits/,
    },
    {
      construct: "a nest too deep",
      regex: "(".repeat(2000) + ")".repeat(2000),
      wrong: /nests too deeply/,
      right: /fewer/,
    },
    { construct: "a regex too large", regex: "((a{100}){100}){100}", wrong: /count|too large/, right: /\S/ },
  ])("is explained: $construct", ({ regex, wrong, right }) => {
    expect(compileRewrite({ regex, with: "" })).toEqual({
      option: "regex",
      wrong: expect.stringMatching(wrong),
      right: expect.stringMatching(right),
    });
  });
});
