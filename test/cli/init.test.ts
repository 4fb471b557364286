import { stat } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { STARTER_TARGETS } from "../../src/cli/command-line/choices.ts";
import { main } from "../../src/cli/main.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { fakeWorld } from "./fake-world.ts";
import { type Office, openOffice } from "./office.ts";
import { typist } from "./typist.ts";

const SECRETS = {
  ENTRA_TENANT_ID: "contoso.example",
  ENTRA_CLIENT_ID: "11111111-2222-4333-8444-555555555555",
  ENTRA_CLIENT_SECRET: "a-client-secret",
  ATLASSIAN_DIRECTORY_ID: "33333333-2222-4333-8444-555555555555",
  ATLASSIAN_SCIM_TOKEN: "a-scim-token",
  CROWD_URL: "https://crowd.example.com/crowd",
  CROWD_APPLICATION_PASSWORD: "a-crowd-password",
  JIRA_URL: "https://jira.example.com",
  JIRA_TOKEN: "a-jira-token",
  CONFLUENCE_URL: "https://confluence.example.com",
  CONFLUENCE_TOKEN: "a-confluence-token",
  BITBUCKET_URL: "https://bitbucket.example.com",
  BITBUCKET_USERNAME: "usersync",
  BITBUCKET_PASSWORD: "a-bitbucket-password",
};

const EVERY_TYPE = STARTER_TARGETS.flatMap((type) => ["--target", type]);

const load = (office: Office, file: string) => loadConfig({ path: file, cwd: office.folder, env: SECRETS });

describe("usersync init", () => {
  it("writes a config that loads, and says which variables to set and what comes next", async () => {
    await using office = await openOffice();

    const { code, stdout, stderr } = await office.run(["init", "--out", "new.yaml"]);

    const config = await load(office, "new.yaml");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await expect(stdout).toMatchFileSnapshot("./init/stdout.txt");
    await expect(await office.read("new.yaml")).toMatchFileSnapshot("./init/new.yaml");
    expect(config.targets.map(({ type }) => type)).toEqual(["atlassian-cloud"]);
    expect(config.warnings).toEqual([]);
  });

  it("knows every directory that there is, and says what to copy from check", async () => {
    await using office = await openOffice();

    const { code, stdout, stderr } = await office.run(["init", "--out", "new.yaml", "--yes", ...EVERY_TYPE]);

    const config = await load(office, "new.yaml");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await expect(stdout).toMatchFileSnapshot("./init/every-directory-stdout.txt");
    await expect(await office.read("new.yaml")).toMatchFileSnapshot("./init/every-directory.yaml");
    expect(config.targets.map(({ type }) => type)).toEqual(STARTER_TARGETS);
    expect(config.warnings).toEqual([]);
  });

  it("names no variable and no option of directories that are not asked for", async () => {
    await using office = await openOffice();

    const { stdout } = await office.run(["init", "--out", "new.yaml", "--target", "bitbucket"]);

    expect(stdout).toMatch(/ENTRA_CLIENT_SECRET.*BITBUCKET_URL.*BITBUCKET_USERNAME.*BITBUCKET_PASSWORD/s);
    expect(stdout).toMatch(/directoryName +bitbucket: .*\n +licenseGroups +bitbucket: /);
    expect(stdout).not.toMatch(/JIRA|CONFLUENCE|CROWD|SCIM|defaultGroups|listing/);
  });

  it("has comments that are options, once the # is taken away", async () => {
    await using office = await openOffice();
    await office.run(["init", "--out", "new.yaml", "--yes", ...EVERY_TYPE]);

    const text = await office.read("new.yaml");
    const uncommented = text.replaceAll(/^( +)# (?= *\w+:| *- )/gm, "$1");
    await office.write("new.yaml", uncommented.replace("from: none ", "from: names"));

    const { source, targets } = await load(office, "new.yaml");
    expect(text.match(/^ +# .*/gm)?.length).toBe(11);
    expect(await office.read("new.yaml")).not.toMatch(/^ +#/m);
    expect(source).toMatchObject({ groups: { names: ["atl-*"] } });
    expect(targets).toMatchObject([
      { type: "atlassian-cloud", mapping: { username: { replace: [{ with: "$1" }] } } },
      { type: "crowd" },
      {
        type: "jira",
        listing: { groups: ["jira-software-users"] },
        mapping: { username: { replace: [{ with: "$1" }] }, defaultGroups: { new: ["jira-software-users"] } },
      },
      {
        type: "confluence",
        listing: { groups: ["confluence-users"] },
        mapping: { defaultGroups: { new: ["confluence-users"] } },
      },
      { type: "bitbucket", directoryName: "Bitbucket Internal Directory", licenseGroups: ["stash-users"] },
    ]);
  });

  it("takes every answer as an option", async () => {
    await using office = await openOffice();

    const { code, stdout } = await office.run([
      ...[
        "init",
        "--config",
        "new.yaml",
        "--tenant-id",
        "fabrikam.example",
        "--client-id",
        SECRETS.ENTRA_CLIENT_ID,
      ],
      ...[
        "--target",
        "crowd",
        "--target",
        "atlassian-cloud",
        "--directory-id",
        SECRETS.ATLASSIAN_DIRECTORY_ID,
      ],
      ...["--crowd-url", "https://id.example.com/crowd", "--crowd-application", "sync # 'one'"],
    ]);

    const { source, targets } = await load(office, "new.yaml");
    expect(code).toBe(0);
    expect(source).toMatchObject({ type: "entra", tenantId: "fabrikam.example" });
    expect(targets).toMatchObject([
      { type: "crowd", url: "https://id.example.com/crowd", application: "sync # 'one'" },
      { type: "atlassian-cloud", directoryId: SECRETS.ATLASSIAN_DIRECTORY_ID },
    ]);
    expect(stdout).not.toMatch(/TENANT_ID|CLIENT_ID|DIRECTORY_ID|CROWD_URL/);
    expect(stdout).toMatch(/ENTRA_CLIENT_SECRET.*CROWD_APPLICATION_PASSWORD.*ATLASSIAN_SCIM_TOKEN/s);
  });

  it("writes a file that only its owner can read", async () => {
    await using office = await openOffice();

    await office.run(["init", "--out", "new.yaml"]);

    expect((await stat(join(office.folder, "new.yaml"))).mode & 0o777).toBe(0o600);
  });

  it("leaves an existing file alone, unless it is told otherwise", async () => {
    await using office = await openOffice();
    const before = await office.read("usersync.config.yaml");

    const refused = await office.run(["init"]);
    const kept = await office.read("usersync.config.yaml");
    const forced = await office.run(["init", "--force"]);

    expect(refused).toEqual({
      code: 1,
      stdout: "",
      stderr: `✗ usersync.config.yaml exists already and was left as it is.
  Why  usersync writes a config to a new file only.
  Fix  Name another file with --out, or overwrite it with --force.
`,
    });
    expect(kept).toBe(before);
    expect(forced.code).toBe(0);
    expect(await office.read("usersync.config.yaml")).not.toBe(before);
  });

  it("asks on a terminal for what the options left open, and for no secret", async () => {
    await using office = await openOffice();
    const typing = typist(["fabrikam.example\r", "\r", " \r", "\r"]);
    const outside = fakeWorld({
      argv: ["init", "--out", "new.yaml"],
      cwd: office.folder,
      tty: true,
      stdin: typing.stdin,
    });
    typing.watch(outside.world.stderr);

    const code = await main(outside.world);

    const config = await load(office, "new.yaml");
    expect(code).toBe(0);
    expect(config.source).toMatchObject({ tenantId: "fabrikam.example" });
    expect(config.targets.map(({ type }) => type)).toEqual(["atlassian-cloud"]);
    expect(outside.stderr()).not.toMatch(/secret|token|password/i);
    expect(outside.stdout()).toMatch(/^Wrote new\.yaml/);
  });

  it("asks again, saying what is wrong, until an answer can be right", async () => {
    await using office = await openOffice();
    const clear = "\u0015";
    const typing = typist([
      ...["contoso inc\r", `${clear}contoso.example\r`, "\r", " \u001b[B \r", "a/b\r"],
      ...[`${clear}a-b\r`, "http://id.example.com\r", `${clear}https://id.example.com\r`],
    ]);
    const outside = fakeWorld({
      argv: ["init", "--out", "new.yaml"],
      cwd: office.folder,
      tty: true,
      columns: 200,
      stdin: typing.stdin,
    });
    typing.watch(outside.world.stderr);

    const code = await main(outside.world);

    const { source, targets } = await load(office, "new.yaml");
    expect(code).toBe(0);
    expect(source).toMatchObject({ tenantId: "contoso.example" });
    expect(targets).toMatchObject([{ directoryId: "a-b" }, { url: "https://id.example.com" }]);
    const said = stripVTControlCharacters(outside.stderr());
    expect([...new Set(said.match(/^> .*?(?=\? )/gm))]).toEqual([
      "> This does not have the right form. Right: the tenant's id, a GUID, or one of its domains.",
      "> This does not have the right form. Right: the id at the end of the SCIM base URL.",
      "> This is http, which would carry the secret in the clear. Right: https://…; http only to 127.0.0.1, ::1 and localhost.",
    ]);
  });

  it("asks for the address of each product that is chosen", async () => {
    await using office = await openOffice();
    const [down, up] = ["\u001b[B", "\u001b[A"];
    const typing = typist([
      ...["\r", "\r", `${down}${down} ${down} ${down} ${up}\r`],
      ...["https://example.com/jira\r", "\r", "https://git.example.com\r"],
    ]);
    const outside = fakeWorld({
      argv: ["init", "--out", "new.yaml"],
      cwd: office.folder,
      tty: true,
      columns: 200,
      stdin: typing.stdin,
    });
    typing.watch(outside.world.stderr);

    const code = await main(outside.world);

    const { targets } = await load(office, "new.yaml");
    const said = stripVTControlCharacters(outside.stderr());
    expect(code).toBe(0);
    expect(targets).toMatchObject([
      { type: "jira", url: "https://example.com/jira" },
      { type: "confluence", url: SECRETS.CONFLUENCE_URL },
      { type: "bitbucket", url: "https://git.example.com" },
    ]);
    expect(said).toContain("Jira Data Center: its address (empty: taken from JIRA_URL)");
    expect(said).toContain("Bitbucket Data Center: its address (empty: taken from BITBUCKET_URL)");
    expect(outside.stdout()).toContain("CONFLUENCE_URL");
    expect(outside.stdout()).not.toMatch(/JIRA_URL|BITBUCKET_URL/);
  });

  it("refuses options that no config can have, all at once, and writes nothing", async () => {
    await using office = await openOffice();

    const { code, stdout, stderr } = await office.run([
      ...["init", "--out", "new.yaml", "--tenant-id", "contoso inc", "--client-id", ""],
      ...["--target", "crowd", "--crowd-url", "crowd.example.com", "--crowd-application", "a:b"],
    ]);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^✗ No config can be made of these answers:\n\n/);
    expect(stderr.match(/^ +--.*/gm)?.map((line) => line.trim())).toEqual([
      '--tenant-id "contoso inc" does not have the right form.',
      '--client-id "" is empty.',
      '--crowd-url "crowd.example.com" is not the address of a web server.',
      '--crowd-application "a:b" does not have the right form.',
    ]);
    await expect(office.read("new.yaml")).rejects.toThrow("ENOENT");
  });

  it("refuses them before it asks anything", async () => {
    await using office = await openOffice();
    const outside = fakeWorld({
      argv: ["init", "--out", "new.yaml", "--directory-id", "a/b"],
      cwd: office.folder,
      tty: true,
    });

    const code = await main(outside.world);

    expect(code).toBe(1);
    expect(outside.stderr()).toContain('--directory-id "a/b" does not have the right form.');
    await expect(office.read("new.yaml")).rejects.toThrow("ENOENT");
  });

  it("takes an answer that refers to a variable, when that is set", async () => {
    await using office = await openOffice();
    const argv = ["init", "--out", "new.yaml", "--yes", "--tenant-id", "$" + "{MY_TENANT}"];

    const without = await office.run(argv);
    const withIt = await office.run(argv, { env: { MY_TENANT: "contoso.example" } });

    expect(without.stderr).toContain(
      "--tenant-id refers to the environment variable MY_TENANT, which is not set.",
    );
    expect({ before: without.code, after: withIt.code }).toEqual({ before: 1, after: 0 });
  });

  it("takes an option of one directory for the wish to have that directory", async () => {
    await using office = await openOffice();

    await office.run(["init", "--out", "new.yaml", "--crowd-url", "https://id.example.com"]);

    const { targets } = await load(office, "new.yaml");
    expect(targets).toMatchObject([{ type: "crowd", url: "https://id.example.com" }]);
  });

  it("takes the addresses of the products, in the order of its list", async () => {
    await using office = await openOffice();
    const addresses = [
      ["--bitbucket-url", "https://git.example.com"],
      ["--confluence-url", "https://example.com/wiki"],
      ["--jira-url", "https://example.com/jira"],
    ];

    const { stdout } = await office.run(["init", "--out", "new.yaml", ...addresses.flat()]);

    const { targets } = await load(office, "new.yaml");
    expect(targets).toMatchObject([
      { type: "jira", url: "https://example.com/jira", credentials: { token: SECRETS.JIRA_TOKEN } },
      { type: "confluence", url: "https://example.com/wiki" },
      { type: "bitbucket", url: "https://git.example.com", credentials: { username: "usersync" } },
    ]);
    expect(stdout).not.toContain("_URL");
  });

  it("refuses addresses of products that are none, each by its option", async () => {
    await using office = await openOffice();

    const { code, stderr } = await office.run([
      ...["init", "--out", "new.yaml", "--bitbucket-url", "git", "--jira-url", "http://jira.example.com"],
      ...["--confluence-url", "https://example.com/?x"],
    ]);

    expect(code).toBe(1);
    expect(stderr.match(/^ +--.*/gm)?.map((line) => line.trim())).toEqual([
      '--jira-url "http://jira.example.com" is http, which would carry the secret in the clear.',
      '--confluence-url "https://example.com/?…" has a ? or # part.',
      '--bitbucket-url "git" is not the address of a web server.',
    ]);
  });

  it.each([
    { flag: "--directory-id", value: "a-b", type: "atlassian-cloud" },
    { flag: "--crowd-application", value: "sync", type: "crowd" },
    { flag: "--jira-url", value: "https://jira.example.com", type: "jira" },
    { flag: "--confluence-url", value: "https://example.com/wiki", type: "confluence" },
    { flag: "--bitbucket-url", value: "https://git.example.com", type: "bitbucket" },
  ])("refuses $flag when --target names other directories", async ({ flag, value, type }) => {
    await using office = await openOffice();
    const others = STARTER_TARGETS.filter((other) => other !== type).flatMap((other) => ["--target", other]);

    const { code, stderr } = await office.run(["init", "--out", "new.yaml", ...others, flag, value]);

    expect(code).toBe(1);
    expect(stderr).toContain(`✗ ${flag} needs --target ${type}.`);
  });

  it("refuses an option of a directory that --target leaves out", async () => {
    await using office = await openOffice();

    const { code, stderr } = await office.run([
      ...["init", "--out", "new.yaml", "--target", "atlassian-cloud"],
      ...["--crowd-url", "https://id.example.com"],
    ]);

    expect(code).toBe(1);
    expect(stderr).toContain("✗ --crowd-url needs --target crowd.");
    await expect(office.read("new.yaml")).rejects.toThrow("ENOENT");
  });

  it("writes nothing when the questions are broken off", async () => {
    await using office = await openOffice();
    const typing = typist(["\u0003"]);
    const outside = fakeWorld({
      argv: ["init", "--out", "new.yaml"],
      cwd: office.folder,
      tty: true,
      stdin: typing.stdin,
    });
    typing.watch(outside.world.stderr);

    const code = await main(outside.world);

    expect(code).toBe(1);
    expect(outside.stderr()).toContain("Stopped while asking; no file was written.");
    await expect(office.read("new.yaml")).rejects.toThrow("ENOENT");
  });
});
