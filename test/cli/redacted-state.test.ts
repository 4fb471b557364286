import { expect, it } from "vitest";
import { redactedState } from "../../src/cli/settings/redacted-state.ts";
import type { Outcome } from "../../src/model/plan.ts";
import { noState } from "../../src/state/no-state.ts";
import type { NewRun, RunEnd, State } from "../../src/state/state.ts";
import { imported } from "../support/plans.ts";

const said = { code: "REFUSED", message: "hush is no password", fix: "Look for hush." };
const kept = { code: "REFUSED", message: "*** is no password", fix: "Look for ***." };

it("lets no secret into the state with what a server said: of directories, operations, and the end", async () => {
  const told: (NewRun | Outcome | RunEnd)[] = [];
  const state: State = {
    ...noState(),
    begin: async (run) => {
      told.push(run);
      return {
        journal: () => ({
          intend: async () => {},
          record: (_operation, outcome) => void told.push(outcome),
          flush: async () => {},
        }),
        end: async (end) => void told.push(end),
      };
    },
  };
  const target = { name: "crowd", type: "crowd", directory: "d", settled: [] };
  const news = { learned: [], missing: [] };
  const run = {
    kind: "run",
    trigger: "cron",
    who: "ops",
    host: "h",
    version: "1",
    configDigest: "",
  } as const;

  const log = await redactedState(state, (text) => text.replace("hush", "***")).begin({
    ...run,
    startedAt: new Date(0),
    targets: [
      { ...target, news, error: said },
      { ...target, news },
    ],
  });
  log.journal("d").record(imported("ada"), { status: "failed", error: said });
  log.journal("d").record(imported("bob"), { status: "done" });
  const end = { endedAt: new Date(0), exitCode: 3 };
  await log.end({ ...end, stopped: [{ directory: "d", error: { code: "NETWORK", message: "hush" } }] });

  expect(told).toEqual([
    expect.objectContaining({
      targets: [
        { ...target, news, error: kept },
        { ...target, news },
      ],
    }),
    { status: "failed", error: kept },
    { status: "done" },
    { ...end, stopped: [{ directory: "d", error: { code: "NETWORK", message: "***" } }] },
  ]);
});
