import { describe, expect, it } from "vitest";
import { exitCodeOfError, exitCodeOfPlan } from "../../src/cli/exit-code.ts";
import type { ErrorCode } from "../../src/errors.ts";
import type { Plan } from "../../src/model/plan.ts";
import { DONE, disabled, failed, imported, plan, planOf, targetPlan, withheld } from "../support/plans.ts";

const stopped = failed("Stopped.", { code: "CANCELED" });
const turnedAway = failed("The key was refused.", { code: "SIGN_IN_FAILED" });
const unreadable = (code: ErrorCode) => targetPlan({ error: { code, message: "It could not be read." } });

describe("exit code", () => {
  it.each<{ situation: string; made: Plan; detailed?: boolean; code: number }>([
    { situation: "nothing to do", made: plan(), code: 0 },
    { situation: "everything was done", made: planOf([imported("ada", DONE)]), code: 0 },
    { situation: "a preview with changes", made: planOf([imported("ada")]), code: 0 },
    {
      situation: "a preview with changes, in detail",
      made: planOf([imported("ada")]),
      detailed: true,
      code: 2,
    },
    { situation: "a preview without changes, in detail", made: plan(), detailed: true, code: 0 },
    {
      situation: "one of two failed",
      made: planOf([imported("ada", DONE), imported("bob", failed("No."))]),
      code: 3,
    },
    { situation: "all failed", made: planOf([imported("ada", failed("No."))]), code: 3 },
    {
      situation: "a limit beside changes, in detail",
      made: planOf([imported("ada"), disabled("bob", withheld("limits.disable"))]),
      detailed: true,
      code: 4,
    },
    {
      situation: "a failure beside a limit",
      made: planOf([imported("ada", failed("No.")), disabled("bob", withheld("limits.disable"))]),
      code: 3,
    },
    {
      situation: "a group that was not read to its end",
      made: planOf([], { incomplete: ["atl-dev"] }),
      code: 4,
    },
    { situation: "a plan that is not complete", made: plan({ complete: false }), code: 4 },
    {
      situation: "a directory that was not read to its end",
      made: plan({ complete: false, targets: [targetPlan(), unreadable("INCOMPLETE_READ")] }),
      code: 5,
    },
    {
      situation: "a directory that could not be read, beside one that was only half read",
      made: plan({ targets: [unreadable("INCOMPLETE_READ"), unreadable("SIGN_IN_FAILED")] }),
      code: 1,
    },
    {
      situation: "a half-read directory beside failures in another",
      made: plan({
        targets: [
          unreadable("INCOMPLETE_READ"),
          targetPlan({ operations: [imported("ada", failed("No."))] }),
        ],
      }),
      code: 5,
    },
    { situation: "stopped before anything was done", made: planOf([imported("ada", stopped)]), code: 1 },
    {
      situation: "stopped half-way",
      made: planOf([imported("ada", DONE), imported("bob", stopped)]),
      code: 3,
    },
    {
      situation: "stopped before anything was done here, though not in the other directory",
      made: plan({
        targets: [
          targetPlan({ operations: [imported("ada", stopped)] }),
          targetPlan({ operations: [imported("ada", DONE)] }),
        ],
      }),
      code: 3,
    },
    { situation: "turned away at the first write", made: planOf([imported("ada", turnedAway)]), code: 1 },
    {
      situation: "turned away half-way",
      made: planOf([imported("ada", DONE), imported("bob", turnedAway)]),
      code: 3,
    },
  ])("$code: $situation", ({ made, detailed = false, code }) => {
    expect(exitCodeOfPlan(made, detailed)).toBe(code);
  });

  it("story 39: a tripped limit is never exit 0, in a preview either", () => {
    const limited = planOf([disabled("ada", withheld("limits.disable"))]);

    expect([exitCodeOfPlan(limited, false), exitCodeOfPlan(limited, true)]).toEqual([4, 4]);
  });

  it.each<{ code: ErrorCode | "BUG"; exit: number }>([
    { code: "INCOMPLETE_READ", exit: 5 },
    { code: "CONFIG_INVALID", exit: 1 },
    { code: "SIGN_IN_FAILED", exit: 1 },
    { code: "RATE_LIMITED", exit: 1 },
    { code: "CANCELED", exit: 1 },
    { code: "BUG", exit: 1 },
  ])("$exit: the error $code", ({ code, exit }) => {
    expect(exitCodeOfError(code)).toBe(exit);
  });
});
