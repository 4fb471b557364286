import type { JournalEntry, RunRecord } from "../../src/model/history.ts";
import type { PlannedOperation } from "../../src/model/plan.ts";

/** A run that went well. Tests name only what they are about. */
export function runRecord(id: number, overrides: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    kind: "run",
    trigger: "cron",
    who: "usersync",
    host: "sync-1",
    version: "1.2.3",
    configDigest: "ab".repeat(32),
    startedAt: "2026-11-23T22:00:00.000Z",
    endedAt: "2026-11-23T22:01:03.400Z",
    exitCode: 0,
    outcome: "ended",
    targets: [{ name: "cloud", type: "atlassian-cloud", directory: "atlassian-cloud https://x dir-1" }],
    done: {},
    failed: 0,
    unknown: 0,
    ...overrides,
  };
}

/** An operation as run 7 wrote it down, done. The outcome of the plan does not matter here. */
export function entry(
  seq: number,
  planned: PlannedOperation,
  overrides: Partial<JournalEntry> = {},
): JournalEntry {
  return {
    run: 7,
    seq,
    target: "cloud",
    directory: "atlassian-cloud https://x dir-1",
    operation: planned,
    status: "done",
    at: "2026-11-23T22:00:01.000Z",
    ...overrides,
  };
}
