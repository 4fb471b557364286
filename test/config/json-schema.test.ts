// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are among what is tested.
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { jsonSchemaText } from "../../src/config/json-schema.ts";
import { EXAMPLE_CONFIG } from "../../src/config/reference-introduction.ts";
import { referencePage } from "../../src/config/reference-page.ts";
import { parseYaml } from "../../src/config/yaml-text.ts";
import { bitbucket, cloud, confluence, crowd, jira, problemsOf, raw, source } from "./config-builder.ts";

const validate = new Ajv({ strict: true, strictRequired: false, strictTypes: false }).compile(
  JSON.parse(jsonSchemaText()),
);
const accepts = (config: unknown) => validate(config);

describe("the JSON Schema", () => {
  it.each([
    { situation: "a config", config: raw() },
    { situation: "the config of the documentation", config: parseYaml(EXAMPLE_CONFIG, "example") },
    {
      situation: "both targets with overrides",
      config: raw({ targets: [cloud({ limits: { disable: 5 } }), crowd({ mapping: { email: [] } })] }),
    },
    {
      situation: "the products, each with all its options",
      config: raw({
        targets: [
          jira({ listing: { groups: ["a"] }, onDisable: { projectLead: "x", componentLead: "${LEAD}" } }),
          confluence({ token: undefined, username: "u", password: "${P}", listing: { groups: [] } }),
          bitbucket({ directoryName: "d", licenseGroups: ["a"], notifyNewUsers: "${NOTIFY}" }),
        ],
      }),
    },
    { situation: "a file as source", config: raw({ source: { type: "file", path: "x" } }) },
    {
      situation: "references for a number, a switch and a choice",
      config: raw({
        operations: { import: "${ON}" },
        source: source({ concurrency: "${N:-4}", cloud: "${CLOUD}" }),
      }),
    },
    {
      situation: "references for a limit and a list",
      config: raw({ limits: { disable: "${L}" }, targets: [cloud({ name: "${NAME}" })] }),
    },
    { situation: "the limits", config: raw({ limits: { disable: "12.5 %", import: 0, update: "none" } }) },
    {
      situation: "groups in a replacement",
      config: raw({ mapping: { username: { replace: [{ regex: "(?<n>a)", with: "${n}" }] } } }),
    },
    { situation: "its own address", config: raw({ $schema: "./schema.json" }) },
  ])("accepts $situation", ({ config }) => {
    expect(accepts(config) ? [] : validate.errors).toEqual([]);
  });

  it.each([
    { situation: "an unknown key", config: raw({ sorce: 1 }) },
    {
      situation: "an unknown key in an override",
      config: raw({ targets: [cloud({ limits: { disabel: 1 } })] }),
    },
    {
      situation: "a kind of target that is not known",
      config: raw({ targets: [{ type: "jira-cloud", name: "jira" }] }),
    },
    { situation: "no targets", config: raw({ targets: [] }) },
    { situation: "a missing option", config: raw({ targets: [cloud({ token: undefined })] }) },
    { situation: "a token for Bitbucket", config: raw({ targets: [bitbucket({ token: "t" })] }) },
    { situation: "no group with a licence", config: raw({ targets: [bitbucket({ licenseGroups: [] })] }) },
    { situation: "a limit that is none", config: raw({ limits: { disable: "many" } }) },
    { situation: "a fraction of an account", config: raw({ limits: { disable: 0.1 } }) },
    { situation: "a number that is too large", config: raw({ targets: [cloud({ concurrency: 1000 })] }) },
    { situation: "a word for a switch", config: raw({ operations: { import: "yes" } }) },
    { situation: "a name in upper case", config: raw({ targets: [cloud({ name: "Cloud" })] }) },
  ])("refuses $situation, as the loader does", ({ config }) => {
    const written: unknown = JSON.parse(JSON.stringify(config));

    expect(accepts(written)).toBe(false);
    expect(problemsOf(written)).not.toEqual([]);
  });

  it("leaves it to the loader that there is exactly one way to sign in", () => {
    const config = raw({ targets: [jira({ username: "u" })] });

    expect(accepts(config)).toBe(true);
    expect(problemsOf(config)).not.toEqual([]);
  });

  it("describes every option", () => {
    const options = optionsIn(JSON.parse(jsonSchemaText()), "config");
    const silent = options.filter(
      ({ option }) => !["description", "const", "oneOf"].some((key) => key in option),
    );

    expect(options.length).toBeGreaterThan(100);
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});

interface Found {
  readonly path: string;
  readonly option: object;
}

function optionsIn(schema: unknown, path: string): Found[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    const inside = optionsIn(value, `${path}.${key}`);
    if (key !== "properties") return inside;
    const own = Object.entries(value as Record<string, object>);
    return [...own.map(([name, option]) => ({ path: `${path}.${name}`, option })), ...inside];
  });
}

describe("generated files", () => {
  it.each([
    { file: "schema/usersync.schema.json", text: jsonSchemaText },
    { file: "docs/configuration.md", text: referencePage },
  ])("$file is up to date; otherwise run `npm run generate`", ({ file, text }) => {
    expect(readFileSync(file, "utf8").replaceAll("\r\n", "\n")).toBe(text());
  });
});
