// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are what this is about.
import { describe, expect, it } from "vitest";
import { resolveReferences } from "../../src/config/references.ts";
import { context } from "./config-builder.ts";

const PLACE = context({
  env: { NAME: "ada", EMPTY: "", MONEY: "${NAME}" },
  files: { "/etc/usersync/secret": "s3cret\n", "/run/token": "t0ken\r\n", "/etc/usersync/two": "a\nb\n\n" },
});

describe("references", () => {
  it.each([
    { situation: "a variable", text: "${NAME}", gives: "ada" },
    {
      situation: "a variable inside a text",
      text: "https://${NAME}.example/${NAME}",
      gives: "https://ada.example/ada",
    },
    { situation: "a variable that is set, though there is a default", text: "${NAME:-bob}", gives: "ada" },
    { situation: "the default of a variable that is not set", text: "${NOBODY:-bob}", gives: "bob" },
    { situation: "the default of an empty variable", text: "${EMPTY:-bob}", gives: "bob" },
    { situation: "an empty default", text: "[${NOBODY:-}]", gives: "[]" },
    { situation: "an empty variable without default", text: "[${EMPTY}]", gives: "[]" },
    { situation: "a file beside the config", text: "${file:secret}", gives: "s3cret" },
    {
      situation: "a file by its absolute path, with a Windows line end",
      text: "${file:/run/token}",
      gives: "t0ken",
    },
    { situation: "only the last line break of a file", text: "${file:two}", gives: "a\nb\n" },
    { situation: "a literal ${", text: "$${NAME}", gives: "${NAME}" },
    { situation: "a dollar alone", text: "pa$$w0rd $1 $NAME", gives: "pa$$w0rd $1 $NAME" },
    { situation: "what looks like a reference in a variable", text: "${MONEY}", gives: "${NAME}" },
  ])("resolve $situation", ({ text, gives }) => {
    const { value, problems } = resolveReferences({ deep: [{ text }] }, PLACE);

    expect(problems).toEqual([]);
    expect(value).toEqual({ deep: [{ text: gives }] });
  });

  it.each([
    {
      situation: "a variable that is not set",
      text: "${NOBODY}",
      wrong: /environment variable NOBODY, which is not set/,
    },
    {
      situation: "a file that is not there",
      text: "${file:nowhere}",
      wrong: /\/etc\/usersync\/nowhere, which does not exist/,
    },
    { situation: "a brace that is not closed", text: "${NAME", wrong: /without its }/ },
    { situation: "another form", text: "${NAME-bob}", wrong: /unknown form/ },
    { situation: "no name", text: "${}", wrong: /unknown form/ },
  ])("report $situation, with the way out", ({ text, wrong }) => {
    const { problems, failed } = resolveReferences({ targets: [{ token: text }] }, PLACE);

    expect(problems).toEqual([
      { path: "targets[0].token", wrong: expect.stringMatching(wrong), right: expect.stringMatching(/\S/) },
    ]);
    expect([...failed]).toEqual(["targets[0].token"]);
  });

  it("leave regex and with of a replacement alone, where ${name} is a group", () => {
    const replace = [{ regex: "(?<NAME>.*)@.*", with: "${NAME}" }];
    const config = { mapping: { username: { replace } }, targets: [{ mapping: { groupName: { replace } } }] };

    expect(resolveReferences(config, PLACE)).toMatchObject({ value: config, problems: [] });
  });

  it("remember which options they filled, so that these are not shown", () => {
    const { referenced } = resolveReferences({ a: "${NAME}", b: "plain", c: ["x", "${NOBODY:-y}"] }, PLACE);

    expect([...referenced]).toEqual(["a", "c[1]"]);
  });

  it("drop options that were left empty, and keep other values as they are", () => {
    const config = { empty: null, missing: undefined, count: 3, on: false, list: [null, 1] };

    expect(resolveReferences(config, PLACE).value).toEqual({ count: 3, on: false, list: [null, 1] });
  });

  it("drop options that they leave empty, and neither items of a list nor what stands empty in the file", () => {
    const config = {
      section: { file: "${NOBODY:-}", variable: "${EMPTY}", both: "${NOBODY:-}${EMPTY}", text: "a${EMPTY}" },
      list: ["${NOBODY:-}"],
      empty: "",
    };

    const { value, problems, emptied } = resolveReferences(config, PLACE);

    expect(value).toEqual({ section: { text: "a" }, list: [""], empty: "" });
    expect(problems).toEqual([]);
    expect([...emptied]).toEqual(["section.file", "section.variable", "section.both"]);
  });

  it("stop at an alias that lies inside itself", () => {
    const loop: Record<string, unknown> = {};
    loop["again"] = loop;

    expect(resolveReferences(loop, PLACE).problems).toMatchObject([{ wrong: "lies too deep" }]);
  });

  it("do not let a key reach the prototype", () => {
    const { value } = resolveReferences(JSON.parse('{"__proto__": {"polluted": true}}'), PLACE);

    expect(Object.hasOwn(value as object, "__proto__")).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
