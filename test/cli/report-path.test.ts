import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assertPlaceholders, reportPath } from "../../src/cli/print/report-path.ts";
import { openOffice, person } from "./office.ts";

const EVENING = Date.UTC(2026, 10, 25, 22, 15);
const ADA = { people: [person(1, "ada")] };
const IN_BERLIN = "schedule: { timezone: Europe/Berlin }\n";

const htmlIn = async (folder: string) => (await readdir(folder)).filter((file) => file.endsWith(".html"));

describe("the name of a report", () => {
  it.each([
    { path: "run.html", becomes: "run.html" },
    { path: "{date}.html", becomes: "2026-11-25.html" },
    { path: "{date}/at-{time}.html", becomes: "2026-11-25/at-22-15-00.html" },
    { path: "{date}-{date}.html", becomes: "2026-11-25-2026-11-25.html" },
    { path: "a}b{c.html", becomes: "a}b{c.html" },
  ])("$path becomes $becomes", ({ path, becomes }) => {
    expect(() => assertPlaceholders(path)).not.toThrow();
    expect(reportPath(path, { time: EVENING, timezone: "UTC" })).toBe(becomes);
  });

  it("takes the day of the time zone", () => {
    const moment = { time: EVENING, timezone: "Asia/Tokyo" };

    expect(reportPath("{date}T{time}.html", moment)).toBe("2026-11-26T07-15-00.html");
  });

  it.each(["{day}.html", "{Date}.html", "{}.html", "{date}-{minute}.html", "{toString}.html"])(
    "refuses %s",
    (path) => {
      expect(() => assertPlaceholders(path)).toThrow(expect.objectContaining({ code: "USAGE" }));
    },
  );
});

describe.each([{ command: "run" }, { command: "plan" }])("usersync $command --report", ({ command }) => {
  it("names the page after the moment at which it began, in the time zone of the schedule", async () => {
    await using office = await openOffice({ ...ADA, more: IN_BERLIN });

    const { code } = await office.run([command, "--report", "{date}T{time}.html"]);

    expect(code).toBe(0);
    expect(await htmlIn(office.folder)).toEqual(["2026-11-23T23-00-00.html"]);
  });

  it("refuses an unknown placeholder before anything is read", async () => {
    await using office = await openOffice(ADA);

    const { code, stdout, stderr } = await office.run([command, "--report", "{when}.html"]);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("✗ --report has {when} in it, which stands for nothing.");
    expect(office.traffic.requests).toEqual([]);
  });

  it("finds out before it reads that the folder of the day is missing", async () => {
    await using office = await openOffice({ ...ADA, more: IN_BERLIN });
    await mkdir(join(office.folder, "2026-11-24"));

    const { code, stderr } = await office.run([command, "--report", "{date}/run.html"]);

    expect(code).toBe(1);
    expect(stderr).toContain("✗ 2026-11-23/run.html cannot be written.");
    expect(office.traffic.requests).toEqual([]);
  });
});
