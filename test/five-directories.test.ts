import { describe, expect, it } from "vitest";
import { exitCodeOfPlan } from "../src/cli/exit-code.ts";
import { startSandbox } from "../src/sandbox/sandbox.ts";
import { DIRECTORY_NAMES } from "../src/sandbox/servers/servers.ts";
import { syncWith } from "./support/sync-sandbox.ts";

describe("five directories in one run", () => {
  it("are brought in step, and the source is read once for all of them", async () => {
    await using sandbox = await opened();

    const { targets } = await syncWith(sandbox.configText, { dryRun: false });

    const listings = sandbox.graph.traffic.requests.filter(({ path }) => path === "/v1.0/users");
    expect(listings).toHaveLength(1);
    expect(targets.map(({ name }) => name)).toEqual(DIRECTORY_NAMES);
    for (const { operations } of targets) {
      expect(operations.length).toBeGreaterThan(20);
      expect(operations.filter(({ status }) => status !== "done")).toEqual([]);
    }
  });

  it.each(DIRECTORY_NAMES)("are brought in step, except %s, which lets nobody in", async (broken) => {
    await using sandbox = await opened();
    const fault = { kind: "status", status: 401 } as const;
    sandbox[broken].traffic.add({ fault, times: Number.POSITIVE_INFINITY });

    const plan = await syncWith(sandbox.configText, { dryRun: false });

    for (const { name, error, operations } of plan.targets) {
      if (name === broken) {
        expect(error).toMatchObject({ code: "SIGN_IN_FAILED" });
        expect(operations).toEqual([]);
      } else {
        expect(error).toBeUndefined();
        expect(operations.filter(({ status }) => status !== "done")).toEqual([]);
      }
    }
    // One failed sign-in, and not as many as requests go at a time: more would lock the account.
    const refused = sandbox[broken].traffic.requests.filter(({ status }) => status === 401);
    expect(refused.length).toBeLessThanOrEqual(broken === "cloud" || broken === "crowd" ? 2 : 1);
    expect(exitCodeOfPlan(plan, false)).toBe(1);
  });
});

async function opened() {
  const sandbox = await startSandbox();
  return { ...sandbox, [Symbol.asyncDispose]: () => sandbox.close() };
}
