import { noState } from "../../src/state/no-state.ts";
import type { SyncParts } from "../../src/sync.ts";

/** For tests that are not about what is remembered. */
export const NO_RECORDING: SyncParts["recording"] = {
  state: noState(),
  run: { trigger: "terminal", version: "0.0.0", configDigest: "" },
  holder: { who: "ops", host: "build-7", pid: 1, kind: "run" },
  now: () => new Date("2026-11-23T22:00:00Z"),
  exitCodeOf: () => 0,
};
