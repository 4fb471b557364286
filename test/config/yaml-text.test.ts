import { describe, expect, it } from "vitest";
import { parseYaml } from "../../src/config/yaml-text.ts";
import { UsersyncError } from "../../src/errors.ts";

function messageOf(text: string, path = "usersync.config.yaml"): string {
  try {
    parseYaml(text, path);
  } catch (error) {
    if (error instanceof UsersyncError && error.code === "CONFIG_INVALID") return error.message;
    throw error;
  }
  throw new Error("The text was accepted.");
}

describe("YAML", () => {
  it.each([
    { situation: "a config", text: "a: [1, 'x']\nb: { c: true }", value: { a: [1, "x"], b: { c: true } } },
    { situation: "JSON indented with tabs", text: '{\n\t"a": [\n\t\t1\n\t]\n}', value: { a: [1] } },
    {
      situation: "anchors and merged sections",
      text: "a: &x { k: 1 }\nb: { <<: *x, l: 2 }",
      value: { a: { k: 1 }, b: { k: 1, l: 2 } },
    },
    {
      situation: "words that older YAML took for switches",
      text: "a: yes\nb: on",
      value: { a: "yes", b: "on" },
    },
    { situation: "nothing", text: "", value: undefined },
    { situation: "comments only", text: "# a: 1\n", value: undefined },
  ])("reads $situation", ({ text, value }) => {
    expect(parseYaml(text, "x.yaml")).toEqual(value);
  });

  it.each([
    {
      situation: "a tab as indentation",
      text: "a:\n\t- b",
      line: "line 2, column 1: a tab indents this line",
    },
    {
      situation: "an option set twice",
      text: "a: 1\na: 2",
      line: "line 2, column 1: an option is set a second time",
    },
    { situation: "an open quote", text: 'a: 1\nb: "x', line: "line 2, column 6: a closing quote" },
    {
      situation: "an @ at the start",
      text: "a: @x",
      line: "line 1, column 4: a value starts with a character",
    },
    { situation: "a second colon", text: "a: b: c", line: "line 1, column 4: there is a second colon" },
    { situation: "a regex in double quotes", text: 'a: "\\d+"', line: "line 1, column 5: a backslash" },
    { situation: "a second document", text: "a: 1\n---\nb: 1", line: "line 2, column 1: a second document" },
    { situation: "an alias without anchor", text: "a: *nowhere", line: "an alias (*name) has no anchor" },
  ])("names the line of $situation", ({ text, line }) => {
    expect(messageOf(text)).toMatch(/^usersync\.config\.yaml is not valid YAML:\n\n {2}/);
    expect(messageOf(text)).toContain(line);
  });

  it("says JSON for a JSON file", () => {
    expect(messageOf('{"a": 1', "x.json")).toMatch(/^x\.json is not valid JSON/);
  });

  it("never quotes the text, which may be a secret", () => {
    const texts = [
      'a: "canary',
      "a: @canary",
      "a: canary: canary",
      "canary\n b: 1",
      "a: *canary",
      "a: [canary",
      "a: b\ncanary",
      "{canary: %canary",
    ];

    for (const text of texts) expect(messageOf(text)).not.toContain("canary");
  });
});
