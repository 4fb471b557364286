import { describe, expect, it } from "vitest";
import { DEMO_TARGETS } from "../../src/cli/command-line/choices.ts";
import { main } from "../../src/cli/main.ts";
import { DIRECTORY_NAMES } from "../../src/sandbox/servers/servers.ts";
import { fakeWorld } from "./fake-world.ts";

// A busy machine loads and starts servers slowly; nothing here waits for a given time.
describe("usersync demo", { timeout: 60_000 }, () => {
  it("plans, runs, and shows that a second plan is empty", async () => {
    const outside = fakeWorld({ argv: ["demo"] });

    const code = await main(outside.world);

    const stdout = outside.stdout();
    const [, plan = "", result = "", second = ""] = stdout.split(/── \d\. .* ──/);
    expect({ code, stderr: outside.stderr() }).toEqual({ code: 0, stderr: "" });
    expect(plan).toMatch(/\nPlan: .* to import/);
    expect(result).toMatch(/\nDone: .* imported/);
    expect(second).toMatch(/Nothing to change/);
    expect(second).toMatch(/Where to go next:\n {2}usersync demo --target jira/);
    expect(outside.listeners()).toBe(0);
  });

  it("shows one directory whole, and of the others how much there is to do", async () => {
    const outside = fakeWorld({ argv: ["demo", "--target", "jira"] });

    await main(outside.world);

    const [, plan = ""] = outside.stdout().split(/── \d\. .* ──/);
    expect(plan).toMatch(/^\n\njira \(jira\)/);
    expect(plan).toMatch(/Hand over {2}1\n {4}» HIRE \(Hiring\) {2}olga\.ivanova/);
    expect(plan).not.toContain("cloud (atlassian-cloud)");
    for (const name of DIRECTORY_NAMES.filter((other) => other !== "jira")) {
      expect(plan).toMatch(
        new RegExp(`^ {2}${name} +\\d+ groups? to take over, 1 group to create, .* to disable$`, "ms"),
      );
    }
  });

  it("fits on two screens unless --all shows every directory whole", async () => {
    const [short, whole] = [fakeWorld({ argv: ["demo"] }), fakeWorld({ argv: ["demo", "--all"] })];

    const codes = [await main(short.world), await main(whole.world)];

    expect(codes).toEqual([0, 0]);
    expect(short.stdout().split("\n").length).toBeLessThan(130);
    for (const name of DIRECTORY_NAMES) {
      expect(whole.stdout().match(new RegExp(`^${name} \\(`, "gm"))).toHaveLength(3);
    }
  });

  it("knows the directories that there are", () => {
    expect(DEMO_TARGETS).toEqual(DIRECTORY_NAMES);
  });

  it("does without the proxy that the environment names", async () => {
    const outside = fakeWorld({ argv: ["demo"], env: { HTTP_PROXY: "http://127.0.0.1:9", NO_PROXY: "" } });

    expect(await main(outside.world)).toBe(0);
  });
});
