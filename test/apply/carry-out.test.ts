import { describe, expect, it } from "vitest";
import { carryOut, type Part } from "../../src/apply/carry-out.ts";
import { UsersyncError } from "../../src/errors.ts";
import type { Operation } from "../../src/model/operation.ts";
import type { Outcome, PlannedOperation, TargetPlan } from "../../src/model/plan.ts";
import { noState } from "../../src/state/no-state.ts";
import type { NewRun, RunEnd, State } from "../../src/state/state.ts";
import type { Target } from "../../src/target/target.ts";
import { memoryTarget } from "../support/memory-target.ts";
import { NO_RECORDING } from "../support/no-recording.ts";
import { CAPABILITIES, directory } from "../support/people.ts";
import { disabled, imported, memberRemoved, withheld } from "../support/plans.ts";

const never = new AbortController().signal;
const STALE = { code: "STALE", message: "Not done, since it went stale: the account is gone." };
const stale: Outcome = { status: "skipped", error: STALE };

/** Records what reaches the state, in its order. */
function recorder(trouble?: Error) {
  const told: string[] = [];
  const begun: NewRun[] = [];
  const ended: RunEnd[] = [];
  const state: State = {
    ...noState(),
    begin: async (run) => {
      begun.push(run);
      return {
        journal: () => ({
          intend: async (operations: readonly Operation[]) => {
            told.push(`intend ${operations.map(({ id }) => id).join()}`);
          },
          record: ({ id }, { status }) => void told.push(`${status} ${id}`),
          flush: async () => {
            told.push("flush");
            if (trouble !== undefined) throw trouble;
          },
        }),
        end: async (end) => void ended.push(end),
      };
    },
  };
  return { told, begun, ended, state };
}

function planOf(operations: readonly PlannedOperation[], overrides: Partial<TargetPlan> = {}): TargetPlan {
  const read = { users: 0, groups: 0, memberships: 0 };
  const rest = { read, notes: [], tripped: [], incomplete: [] };
  return { name: "crowd", type: "crowd", operations, ...rest, ...overrides };
}

async function carriedOut(
  plan: TargetPlan,
  {
    target = memoryTarget(directory(), CAPABILITIES) as Target,
    trouble,
  }: { target?: Target; trouble?: Error } = {},
) {
  const recorded = recorder(trouble);
  const news = { learned: [], missing: [] };
  const record = { name: "crowd", type: "crowd", directory: "crowd 1", news, settled: [] };
  const part: Part = { target, plan, record };
  const result = await carryOut({ createdAt: new Date(0), complete: true, targets: [plan] }, [part], {
    recording: { ...NO_RECORDING, state: recorded.state, startedAt: new Date(0) },
    signal: never,
    finish: never,
    onApplied: () => {},
  });
  return { ...recorded, result };
}

describe("carryOut", () => {
  it("writes down what went stale, with its reason, and what is to be done", async () => {
    const { told } = await carriedOut(planOf([imported("ada"), disabled("bob", stale)]));

    expect(told).toEqual([
      "skipped cloud:disable:id-bob",
      "intend cloud:import:id-ada",
      "done cloud:import:id-ada",
    ]);
  });

  it("writes a large number of stale operations down in portions", async () => {
    const { told } = await carriedOut(planOf(Array.from({ length: 2_500 }, () => disabled("bob", stale))));

    expect(told.filter((one) => one === "flush")).toHaveLength(2);
    expect(told).toHaveLength(2_502);
  });

  it("counts what was withheld, by limit and kind", async () => {
    const { begun } = await carriedOut(
      planOf([
        disabled("ada", withheld("limits.disable")),
        disabled("bob", withheld("limits.disable")),
        disabled("cyd", withheld("incomplete-read")),
        memberRemoved("sales", "ada", withheld("limits.removeMembers")),
      ]),
    );

    expect(begun[0]?.targets[0]).toMatchObject({
      withheld: [
        { by: "limits.disable", kind: "disable", count: 2 },
        { by: "incomplete-read", kind: "disable", count: 1 },
        { by: "limits.removeMembers", kind: "remove-member", count: 1 },
      ],
    });
  });

  it("says why a directory has no plan", async () => {
    const error = { code: "NETWORK", message: "No answer." };
    const { begun, ended } = await carriedOut(planOf([], { error }));

    expect(begun[0]?.targets[0]).toMatchObject({ error });
    expect(ended[0]).toMatchObject({ stopped: [] });
  });

  it("says why it gave up on a directory, and shows that in no plan", async () => {
    const refusal = new UsersyncError("SIGN_IN_FAILED", { what: "Refused.", why: "", fix: "Look." });
    const target: Target = {
      ...memoryTarget(directory(), CAPABILITIES),
      concurrency: 1,
      apply: () => Promise.reject(refusal),
    };
    const { ended, result } = await carriedOut(planOf([imported("ada"), imported("bob")]), { target });

    const error = { code: "SIGN_IN_FAILED", message: "Refused.", fix: "Look." };
    expect(ended[0]?.stopped).toEqual([{ directory: "crowd 1", error }]);
    expect(result.targets[0]).not.toHaveProperty("stopped");
  });

  it("begins nothing when what went stale cannot be written down", async () => {
    const trouble = new UsersyncError("STATE_UNUSABLE", { what: "Full.", why: "", fix: "Make room." });
    const operations = [...Array.from({ length: 1_000 }, () => disabled("bob", stale)), imported("ada")];
    const { ended, result } = await carriedOut(planOf(operations), { trouble });

    expect(ended[0]?.stopped).toMatchObject([{ error: { code: "STATE_UNUSABLE" } }]);
    expect(result.targets[0]?.operations.at(-1)).toMatchObject({ status: "skipped" });
  });
});
