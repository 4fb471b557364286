// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are among what is tested.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configFromText, loadConfig } from "../../src/config/load-config.ts";
import { ConfigError } from "../../src/config/problem.ts";
import { UsersyncError } from "../../src/errors.ts";

const OPTIONS = {
  source: { type: "file", path: "people.json" },
  targets: [{ name: "cloud", type: "atlassian-cloud", directoryId: "dir", token: "${TOKEN}" }],
};
const JSON_TEXT = JSON.stringify(OPTIONS, null, "\t");
const YAML_TEXT = `
source: { type: file, path: people.json }
targets:
  - { name: cloud, type: atlassian-cloud, directoryId: dir, token: "\${TOKEN}" }
`;
const env = { TOKEN: "token-of-the-environment" };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "usersync-config-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string, mode = 0o600): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
}

async function failure(
  options: { readonly path?: string; readonly cwd?: string } = {},
): Promise<UsersyncError> {
  const error: unknown = await loadConfig({ cwd: folder, env, ...options }).then(
    () => new Error("The config was accepted."),
    (reason: unknown) => reason,
  );
  if (error instanceof UsersyncError) return error;
  throw error;
}

describe("a config is found", () => {
  it.each([
    { name: "usersync.config.yaml", text: YAML_TEXT },
    { name: "usersync.config.yml", text: YAML_TEXT },
    { name: "usersync.config.json", text: JSON_TEXT },
    { name: "usersync.config.js", text: `module.exports = ${JSON_TEXT}` },
    { name: "usersync.config.cjs", text: `module.exports = ${JSON_TEXT}` },
    { name: "usersync.config.mjs", text: `export default ${JSON_TEXT}` },
    { name: "usersync.config.ts", text: `const options: object = ${JSON_TEXT};\nexport default options` },
    { name: ".usersyncrc", text: YAML_TEXT },
    { name: ".usersyncrc.json", text: JSON_TEXT },
    { name: ".usersyncrc.yaml", text: YAML_TEXT },
    { name: ".usersyncrc.mjs", text: `export default ${JSON_TEXT}` },
    { name: "package.json", text: `{ "name": "x", "usersync": ${JSON_TEXT} }` },
  ])("as $name", async ({ name, text }) => {
    const path = write(name, text);

    expect(await loadConfig({ cwd: folder, env })).toMatchObject({
      path,
      source: { path: join(folder, "people.json") },
      targets: [{ token: "token-of-the-environment" }],
    });
    expect(readdirSync(folder)).toEqual([name]);
  });

  it("in a folder above, past a package.json of somebody else", async () => {
    const path = write("usersync.config.yaml", YAML_TEXT);
    write("a/package.json", '{ "name": "other" }');
    write("a/b/notes.txt", "");

    expect(await loadConfig({ cwd: join(folder, "a/b"), env })).toMatchObject({ path });
  });

  it("by its path, whatever its name", async () => {
    write("usersync.config.yaml", "broken: [");
    const path = write("sub/my.conf", YAML_TEXT);

    const config = await loadConfig({ cwd: folder, path: "sub/my.conf", env });

    expect(config).toMatchObject({ path, source: { path: join(folder, "sub/people.json") } });
  });

  it("the nearest one, and in one folder YAML before package.json", async () => {
    write("usersync.config.yaml", "broken: [");
    const path = write("a/usersync.config.yaml", YAML_TEXT);
    write("a/package.json", '{ "usersync": { "broken": true } }');

    expect(await loadConfig({ cwd: join(folder, "a"), env })).toMatchObject({ path });
  });

  it("again after it was changed, as each cycle of a schedule needs it", async () => {
    const path = write("usersync.config.mjs", `export default ${JSON_TEXT}`);
    await loadConfig({ cwd: folder, env });
    writeFileSync(path, `export default ${JSON_TEXT.replace("people.json", "others.json")}`);
    utimesSync(path, new Date(2_000_000_000_000), new Date(2_000_000_000_000));

    expect(await loadConfig({ cwd: folder, env })).toMatchObject({
      source: { path: join(folder, "others.json") },
    });
  });
});

describe("a config is not found", () => {
  it("where there is none: the places are named, and how to write one", async () => {
    const error = await failure();

    expect(error.code).toBe("CONFIG_NOT_FOUND");
    expect(error.message).toBe("There is no config file.");
    expect(error.why).toBe(
      `Looked in ${folder} and the folders above it for usersync.config.{yaml,yml,json,js,mjs,cjs,ts}, ` +
        ".usersyncrc, .usersyncrc.{yaml,yml,json,js,mjs,cjs,ts} and a usersync key in package.json.",
    );
    expect(error.fix).toContain("usersync init");
  });

  it("when it is a folder, which is said", async () => {
    mkdirSync(join(folder, "usersync.config.yaml"));

    expect((await failure()).message).toContain(`${join(folder, "usersync.config.yaml")} is a folder.`);
  });

  it("at the path that was given", async () => {
    expect(await failure({ path: "nowhere.yaml" })).toMatchObject({
      code: "CONFIG_NOT_FOUND",
      message: `The config file ${join(folder, "nowhere.yaml")} does not exist.`,
    });
    expect(await failure({ path: "." })).toMatchObject({ message: `The config file ${folder} is a folder.` });
  });
});

describe("a config cannot be read", () => {
  it.each([
    {
      situation: "broken YAML",
      name: "usersync.config.yaml",
      text: 'a: 1\nb: "canary',
      message: "is not valid YAML:\n\n  line 2",
    },
    {
      situation: "broken JSON",
      name: "usersync.config.json",
      text: '{\n"a": canary canary,\n"b": 1',
      message: "is not valid JSON:\n\n  line ",
    },
    { situation: "a broken package.json", name: "package.json", text: "{", message: "is not valid JSON" },
    {
      situation: "broken JavaScript",
      name: "usersync.config.mjs",
      text: "export default { canary canary }",
      message: "could not be run",
    },
    {
      situation: "JavaScript without default export",
      name: "usersync.config.mjs",
      text: "export const a = 1",
      message: "it has no default export",
    },
    {
      situation: "JavaScript that throws",
      name: "usersync.config.mjs",
      text: 'throw new Error("VAULT_ADDR is not set")',
      message: "VAULT_ADDR is not set",
    },
    {
      situation: "JavaScript that throws no error",
      name: "usersync.config.mjs",
      text: 'throw "canary"',
      message: "it threw no error",
    },
    {
      situation: "a script with an unknown word",
      name: "usersync.config.ts",
      text: "export default canary",
      message: "ReferenceError",
    },
    {
      situation: "an import by cosmiconfig",
      name: "usersync.config.yaml",
      text: "$import: other.yaml",
      message: "sets $import, which is not an option",
    },
    {
      situation: "the same in package.json",
      name: "package.json",
      text: '{ "usersync": { "$import": "x" } }',
      message: "sets $import",
    },
  ])("$situation", async ({ name, text, message }) => {
    const path = write(name, text);

    const error = await failure();

    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toMatch(new RegExp(`^${path.replaceAll(".", "\\.")} `));
    expect(error.message).toContain(message);
    expect([error.message, error.why, error.fix, String(error.cause)].join()).not.toContain("canary");
  });

  it.each(["", "# nothing yet\n", "---\n"])(
    "when it is empty, every needed option is named: '%s'",
    async (text) => {
      write("usersync.config.yaml", text);

      const error = await failure();

      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).problems.map(({ path }) => path)).toEqual(["source", "targets"]);
    },
  );
});

describe.skipIf(process.platform === "win32")("a secret in plain text", () => {
  const text = YAML_TEXT.replace("${TOKEN}", "plain-secret");

  it.each([
    { mode: 0o644, warnings: 1 },
    { mode: 0o640, warnings: 1 },
    { mode: 0o604, warnings: 1 },
    { mode: 0o600, warnings: 0 },
    { mode: 0o700, warnings: 0 },
  ])("gives $warnings warnings in a file of mode $mode", async ({ mode, warnings }) => {
    write("usersync.config.yaml", text, mode);

    const config = await loadConfig({ cwd: folder, env });

    expect(config.warnings).toHaveLength(warnings);
    expect(config.warnings.join()).not.toContain("plain-secret");
  });
});

describe("a config as text", () => {
  it("is checked like a file, with paths from the given folder", () => {
    write("token", "token-of-a-file\n");
    const text = YAML_TEXT.replace("${TOKEN}", "${file:token}");

    expect(configFromText(text, { env: {}, directory: folder })).toMatchObject({
      source: { path: join(folder, "people.json") },
      targets: [{ token: "token-of-a-file" }],
      warnings: [],
    });
  });

  it("names its problems", () => {
    expect(() => configFromText("source: 1", { env: {}, directory: folder })).toThrow(ConfigError);
  });
});
