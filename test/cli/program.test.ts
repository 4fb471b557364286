import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { reportError } from "../../src/cli/print/report-error.ts";
import { openSession } from "../../src/cli/session.ts";
import { fakeWorld } from "./fake-world.ts";
import { openOffice } from "./office.ts";

async function run(...argv: string[]) {
  const outside = fakeWorld({ argv });
  const code = await main(outside.world);
  return { code, stdout: outside.stdout(), stderr: outside.stderr() };
}

describe("help", () => {
  it.each([
    { file: "usersync", argv: ["--help"] },
    { file: "usersync-run", argv: ["run", "--help"] },
    { file: "usersync-plan", argv: ["plan", "--help"] },
    { file: "usersync-scope", argv: ["scope", "--help"] },
    { file: "usersync-orphans", argv: ["orphans", "--help"] },
    { file: "usersync-explain", argv: ["explain", "--help"] },
    { file: "usersync-check", argv: ["check", "--help"] },
    { file: "usersync-init", argv: ["init", "--help"] },
    { file: "usersync-demo", argv: ["demo", "--help"] },
    { file: "usersync-sandbox", argv: ["sandbox", "--help"] },
  ])("of $argv stands on stdout", async ({ file, argv }) => {
    const { code, stdout, stderr } = await run(...argv);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await expect(stdout).toMatchFileSnapshot(`./help/${file}.txt`);
  });

  it("is found by the help command too", async () => {
    expect(await run("help", "run")).toEqual(await run("run", "--help"));
  });

  it("comes on stderr, as an error, without a command", async () => {
    const { code, stdout, stderr } = await run();

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe((await run("--help")).stdout);
  });

  it("has the version of the package", async () => {
    expect(await run("--version")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});

describe("arguments that mean nothing", () => {
  it.each([
    { mistake: "a command", argv: ["pln"], what: "Unknown command 'pln'.", why: "Did you mean plan?" },
    {
      mistake: "an option",
      argv: ["run", "--jsn"],
      what: "Unknown option '--jsn'.",
      why: "Did you mean --json?",
    },
    {
      mistake: "a format",
      argv: ["plan", "--format", "xml"],
      what: "Option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, markdown, html.",
    },
    {
      mistake: "a level",
      argv: ["run", "--log-level", "loud"],
      what: "Option '--log-level <level>' argument 'loud' is invalid. Allowed choices are debug, info, warn, error, silent.",
    },
    {
      mistake: "an argument too many",
      argv: ["check", "now"],
      what: "Too many arguments for 'check'. Expected 0 arguments but got 1.",
    },
    {
      mistake: "a port",
      argv: ["sandbox", "--port", "99999"],
      what: "Option '--port <number>' argument '99999' is invalid. It must be a number from 1 to 65530.",
    },
    {
      mistake: "a directory",
      argv: ["init", "--target", "bamboo"],
      what: "Option '--target <type>' argument 'bamboo' is invalid. Allowed choices are atlassian-cloud, crowd, jira, confluence, bitbucket.",
    },
  ])("such as $mistake are refused", async ({ argv, what, why }) => {
    const { code, stdout, stderr } = await run(...argv);

    const [first, ...rest] = stderr.trimEnd().split("\n");
    expect({ code, stdout, first }).toEqual({ code: 1, stdout: "", first: `✗ ${what}` });
    expect(rest).toEqual([
      ...(why === undefined ? [] : [`  Why  ${why}`]),
      "  Fix  usersync --help lists the commands, usersync <command> --help its options.",
    ]);
  });

  it.each([
    { argv: ["run", "--detailed-exitcode"], says: "Fix  Write usersync run --dry-run --detailed-exitcode" },
    { argv: ["run", "--format", "markdown"], says: "Fix  usersync plan --format has the formats" },
  ])("such as $argv are refused with the command that has it", async ({ argv, says }) => {
    const { code, stderr } = await run(...argv);

    expect(code).toBe(1);
    expect(stderr).toContain(says);
  });

  it.each([
    ["plan", "--json"],
    ["plan", "--format", "json"],
    ["plan", "--format=json"],
  ])("are a document too with %s %s", async (...argv) => {
    const { code, stdout } = await run(...argv, "--outt", "x");

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      format: "usersync-error/1",
      exitCode: 1,
      error: {
        code: "USAGE",
        message: "Unknown option '--outt'.",
        why: "Did you mean --out?",
        fix: "usersync --help lists the commands, usersync <command> --help its options.",
      },
    });
  });
});

describe("errors", () => {
  it("list everything that is wrong with a config, as data too", async () => {
    await using office = await openOffice({ more: "limits: { disable: 200% }\ntargts: []\n" });

    const { code, stdout, stderr } = await office.run(["plan", "--json"]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/2 problems:\n\n {4}\S/);
    expect(JSON.parse(stdout)).toMatchObject({
      format: "usersync-error/1",
      exitCode: 1,
      error: { code: "CONFIG_INVALID" },
      problems: [{ path: "limits.disable" }, { path: "targts" }],
    });
  });

  it("say where a config was looked for", async () => {
    await using office = await openOffice();
    const empty = join(office.folder, "empty");
    await mkdir(empty);

    const { code, stderr } = await office.run(["plan", "--config", "other.yaml"], { cwd: empty });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^✗ .*other\.yaml/);
  });

  it("ask for a report when the mistake is ours, with the stacks at level debug", () => {
    const outside = fakeWorld();
    const cause = new Error("Connection lost.");

    const code = reportError(openSession(outside.world), new TypeError("x is not a function", { cause }), {
      json: false,
      debug: true,
    });

    expect(code).toBe(1);
    expect(outside.stderr()).toMatch(
      /^✗ usersync met something that it did not expect: x is not a function\n/,
    );
    expect(outside.stderr()).toMatch(/Fix {2}.*--log-level debug and report what it prints/);
    expect(outside.stderr()).toMatch(
      /TypeError: x is not a function\n +at .*\nCaused by: Error: Connection lost/s,
    );
  });

  it("cannot move the cursor, whoever had a say in them", () => {
    const outside = fakeWorld();

    reportError(openSession(outside.world), new Error("gone\u001b[2Jto\u202eyou"), {
      json: true,
      debug: false,
    });

    const written = outside.stderr() + outside.stdout();
    expect(["\u001b", "\u202e"].filter((character) => written.includes(character))).toEqual([]);
  });
});

describe("a reader that goes away", () => {
  it("ends the printing, not the program", async () => {
    const outside = fakeWorld({ argv: ["--help"] });
    const { stdout } = outside.world;

    const ended = main(outside.world);
    stdout.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));

    expect(await ended).toBe(0);
  });
});
