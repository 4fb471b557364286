import { stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
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
};

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
