import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../src/cli/main.ts";
import type { OrphansDocument } from "../src/report/orphans/orphans-document.ts";
import { startSandbox } from "../src/sandbox/sandbox.ts";
import { DIRECTORY_NAMES } from "../src/sandbox/servers/servers.ts";
import { fakeWorld } from "./cli/fake-world.ts";

// A busy machine starts programs slowly; nothing here waits for a given time.
describe("usersync orphans, on the sandbox", { timeout: 120_000 }, () => {
  it("looks at five directories, each as far as it can be looked at, and writes nothing", async () => {
    await using sandbox = await opened();

    const { code, document } = await sandbox.orphans();

    expect({ code, complete: document.complete }).toEqual({ code: 0, complete: true });
    expect(document.targets.map(({ name }) => name)).toEqual(DIRECTORY_NAMES);
    const unlisted = document.targets.filter(({ gaps }) =>
      gaps.some(({ words }) => words.startsWith("The directory gives no list of its groups")),
    );
    expect(unlisted.map(({ name }) => name)).toEqual(["jira"]);
    for (const { summary } of document.targets) {
      expect(summary.unlinked).toBeGreaterThan(0);
      expect(summary["colliding-people"]).toBeGreaterThan(0);
    }
    for (const name of DIRECTORY_NAMES) {
      const writes = sandbox[name].traffic.requests.filter(({ method }) => !/^(?:GET|HEAD)$/.test(method));
      // Confluence is asked with requests that it refuses which of its calls it has.
      expect(writes.filter(({ status }) => status < 300)).toEqual([]);
    }
  });

  it("lists after a run no person who got an account, and no account that got a person", async () => {
    await using sandbox = await opened();
    const before = await sandbox.orphans();

    await sandbox.run(["run", "--allow", "disable=50"]);
    const { document } = await sandbox.orphans();

    for (const [at, { findings, summary }] of document.targets.entries()) {
      const planned = [...findings].filter((one) => "next" in one && one.next?.status === "planned");
      expect(planned).toEqual([]);
      expect(summary["without-account"]).toBeLessThan(
        before.document.targets[at]?.summary["without-account"] ?? 0,
      );
    }
  });
});

async function opened() {
  const sandbox = await startSandbox();
  const folder = mkdtempSync(join(tmpdir(), "usersync-orphans-"));
  writeFileSync(join(folder, "usersync.config.yaml"), sandbox.configText);
  const run = async (argv: readonly string[]) => {
    const outside = fakeWorld({ argv, cwd: folder });
    return { code: await main(outside.world), stdout: outside.stdout(), stderr: outside.stderr() };
  };
  return {
    ...sandbox,
    run,
    async orphans() {
      const { code, stdout } = await run(["orphans", "--json"]);
      return { code, document: JSON.parse(stdout) as OrphansDocument };
    },
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      rmSync(folder, { recursive: true });
    },
  };
}
