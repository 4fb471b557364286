import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { fakeWorld } from "./fake-world.ts";

it("asks Graph for people only, never for groups that are merely kept in step", async () => {
  const sandbox = await startSandbox({ directories: ["crowd"] });
  const folder = await mkdtemp(join(tmpdir(), "usersync-scope-"));
  const file = join(folder, "usersync.config.yaml");
  await writeFile(file, sandbox.configText, { mode: 0o600 });

  const outside = fakeWorld({ argv: ["scope", "--all", "--log-level", "error"], cwd: folder });
  const code = await main(outside.world);
  await rm(folder, { recursive: true });
  await sandbox.close();

  expect({ code, stderr: outside.stderr() }).toEqual({ code: 0, stderr: "" });
  expect(sandbox.graph.traffic.requests.map(({ path }) => path)).toEqual(["/v1.0/users"]);
  expect(sandbox.crowd.traffic.requests).toEqual([]);
  expect(outside.stdout()).toContain("source (entra)");
  expect(outside.stdout()).toContain("Everybody in Entra (source.users.from: all).");
  expect(outside.stdout()).toMatch(/\+ anna\.schmidt@\S+ +Anna Schmidt\n/);
});
