import { describe, expect, it } from "vitest";
import { compileRewrite } from "../../src/config/compile-rewrite.ts";

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
    {
      construct: "an intersection of Java",
      regex: "[a-z&&[^aeiou]]",
      wrong: /intersection in Java/,
      right: /&/,
    },
    { construct: "Java's (?U)", regex: "(?iU)\\w+", wrong: /\(\?U\)/, right: /\\p\{L\}/ },
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
