import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openState } from "../../src/state/open-state.ts";
import type { SyncParts } from "../../src/sync.ts";
import { instantClock } from "./instant-clock.ts";
import { NO_RECORDING } from "./no-recording.ts";

export interface Remembering extends AsyncDisposable {
  readonly recording: SyncParts["recording"];
}

/** A state of its own, for tests in which one run is to know of the one before. */
export async function openRemembering(): Promise<Remembering> {
  const folder = mkdtempSync(join(tmpdir(), "usersync-state-"));
  const clock = instantClock({ now: NO_RECORDING.now().getTime() });
  const state = await openState(
    { type: "file", path: join(folder, "state.db") },
    { clock, version: NO_RECORDING.run.version },
  );
  return {
    recording: { ...NO_RECORDING, state },
    async [Symbol.asyncDispose]() {
      await state.close();
      rmSync(folder, { recursive: true });
    },
  };
}
