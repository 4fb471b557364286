import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plan } from "../../src/model/plan.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import type { DirectoryName } from "../../src/sandbox/servers/servers.ts";
import { openState } from "../../src/state/open-state.ts";
import { instantClock } from "./instant-clock.ts";
import { loosened } from "./loosened.ts";
import { NO_RECORDING } from "./no-recording.ts";
import { rememberTinyLinks } from "./remember-tiny-links.ts";
import { syncWith } from "./sync-sandbox.ts";
import { tinyCompany } from "./tiny-company.ts";

/** Belongs to the reading: Confluence is asked for an update of nobody, to see whether it knows how to. */
const PROBE = "/usersync%20probe";

export interface GoneScene extends AsyncDisposable {
  run(): Promise<Plan>;
}

/** A sandbox in which something vanishes between the reading and the first write to it. */
export async function openGoneScene<Name extends DirectoryName>(
  name: Name,
  vanish: (sandbox: Sandbox<Name>) => void,
): Promise<GoneScene> {
  const folder = mkdtempSync(join(tmpdir(), "usersync-gone-"));
  let isOver = false;
  const sandbox: Sandbox<Name> = await startSandbox({
    directories: [name],
    company: tinyCompany(),
    prepare(server, app) {
      app.addHook("onRequest", async ({ method, url }) => {
        const isReading = method === "GET" || url.includes(PROBE);
        if (server !== name || isReading || isOver) return;
        isOver = true;
        vanish(sandbox);
      });
    },
  });
  const file = { type: "file", path: join(folder, "state.db") } as const;
  const state = await openState(file, { clock: instantClock(), version: "0.1.0" });
  await rememberTinyLinks(state, sandbox);
  return {
    run: () =>
      syncWith(sandbox.configText, {
        dryRun: false,
        adjust: loosened,
        recording: { ...NO_RECORDING, state },
      }),
    async [Symbol.asyncDispose]() {
      await state.close();
      await sandbox.close();
      rmSync(folder, { recursive: true });
    },
  };
}
