import { readFile, stat } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { DIRECTORY_NAMES } from "../../src/sandbox/servers/servers.ts";
import { fakeWorld } from "./fake-world.ts";
import { openOffice } from "./office.ts";
import { until } from "./until.ts";

// A busy machine loads and starts servers slowly; nothing here waits for a given time.
describe("usersync sandbox", { timeout: 60_000 }, () => {
  it("leaves servers running that plan and run can be tried on, until it is stopped", async () => {
    await using office = await openOffice();
    const sandbox = office.start(["sandbox"]);
    await until(() => sandbox.outside.stdout().includes("Ctrl-C stops them"));
    const config = /plan --config (\S+)/.exec(sandbox.outside.stdout())?.[1] ?? "";

    const mode = (await stat(config)).mode & 0o777;
    const first = await office.run(["run", "--config", config, "--json"]);
    const second = await office.run(["plan", "--config", config, "--detailed-exitcode"]);
    sandbox.outside.signal("SIGINT");
    const { code, stderr } = await sandbox.ended;

    expect(mode).toBe(0o600);
    expect(JSON.parse(first.stdout).targets.map(({ name }: { name: string }) => name)).toEqual(
      DIRECTORY_NAMES,
    );
    expect([first.code, second.code]).toEqual([0, 0]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await expect(readFile(config)).rejects.toThrow("ENOENT");
  });

  it.each([
    {
      situation: "there is a file already",
      out: "people.json",
      what: "exists already and was left as it is",
    },
    { situation: "there is no such folder", out: "nodir/x.yaml", what: "cannot be written" },
  ])("starts nothing when $situation", async ({ out, what }) => {
    await using office = await openOffice();

    const { code, stdout, stderr } = await office.run(["sandbox", "--out", out]);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`✗ ${out} ${what}.`);
    expect(JSON.parse(await office.read("people.json"))).toEqual({ users: [], groups: [] });
  });

  it("says which ports it could not have", async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    const outside = fakeWorld({ argv: ["sandbox", "--port", String(Math.min(port, 65_530))] });

    const code = await main(outside.world);
    server.close();

    expect(code).toBe(1);
    expect(outside.stderr()).toMatch(
      /^✗ The servers could not be started on the ports \d+ to \d+\.\n {2}Why {2}.*EADDRINUSE/,
    );
  });
});
