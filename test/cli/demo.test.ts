import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { fakeWorld } from "./fake-world.ts";

describe("usersync demo", () => {
  it("plans, runs, and shows that a second plan is empty", async () => {
    const outside = fakeWorld({ argv: ["demo"] });

    const code = await main(outside.world);

    const stdout = outside.stdout();
    const [, plan = "", result = "", second = ""] = stdout.split(/── \d\. .* ──/);
    expect({ code, stderr: outside.stderr() }).toEqual({ code: 0, stderr: "" });
    expect(plan).toMatch(/\nPlan: .* to import/);
    expect(result).toMatch(/\nDone: .* imported/);
    expect(second).toMatch(/Nothing to change/);
    expect(second).toMatch(/Where to go next:\n {2}usersync sandbox/);
    expect(outside.listeners()).toBe(0);
  });

  it("does without the proxy that the environment names", async () => {
    const outside = fakeWorld({ argv: ["demo"], env: { HTTP_PROXY: "http://127.0.0.1:9", NO_PROXY: "" } });

    expect(await main(outside.world)).toBe(0);
  });
});
