import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { jumpingClock } from "./fake-world.ts";
import { type Office, openOffice, person } from "./office.ts";

const ADA = { people: [person(1, "ada")] };
const EVERY_QUARTER = ["run", "--cron", "*/15 * * * *"];

/** A clock that jumps, does something at each waiting, and lets the rest of the program go on. */
function clockThat(atWait: (wait: number) => unknown) {
  const clock = jumpingClock();
  let waits = 0;
  return {
    ...clock,
    async sleep(_milliseconds: number, signal: AbortSignal) {
      await atWait(++waits);
      signal.throwIfAborted();
      clock.advance(15 * 60_000);
    },
  };
}

/** Stays for the given number of cycles, and is stopped while it waits for the next. */
function follow(office: Office, argv: readonly string[], atWait: readonly (() => unknown)[]) {
  const clock = clockThat((wait) => {
    const step = atWait[wait - 1];
    return step === undefined ? started.outside.signal("SIGTERM") : step();
  });
  const started = office.start(argv, { clock, env: { TZ: "UTC" } });
  return started.ended;
}

const nothing = () => undefined;
const brokenConfig = "targets: []\n";

describe("usersync run --cron", () => {
  it("repeats until it is stopped, and ends with the code of the last run", async () => {
    await using office = await openOffice(ADA);

    const { code, stdout, stderr } = await follow(
      office,
      [...EVERY_QUARTER, "--log-level", "info"],
      [nothing, nothing],
    );

    expect(code).toBe(0);
    expect(stdout.match(/^crowd \(crowd\)/gm)).toHaveLength(2);
    expect(stdout).toMatch(/1 imported.*Nothing to change/s);
    expect(messages(stderr).filter((message) => String(message).startsWith("Next run at"))).toHaveLength(3);
  });

  it("takes the schedule, the time zone and the jitter of the config without an expression", async () => {
    await using office = await openOffice({
      ...ADA,
      more: "schedule: { cron: '0 9 * * *', timezone: Europe/Berlin, jitterSeconds: 60 }\n",
    });

    const { code, stderr } = await follow(office, ["run", "--cron", "--log-level", "info"], []);

    expect(code).toBe(0);
    expect(messages(stderr)).toEqual([
      "Next run at 2026-11-24 09:00:00 (Europe/Berlin), in 10.0 h.",
      "Stopped by SIGTERM while waiting; no run was under way.",
    ]);
  });

  it("prints one document a line with --json, errors among them", async () => {
    await using office = await openOffice(ADA);
    const config = await office.read("usersync.config.yaml");

    const { code, stdout } = await follow(
      office,
      [...EVERY_QUARTER, "--json"],
      [
        nothing,
        () => office.write("usersync.config.yaml", brokenConfig),
        () => office.write("usersync.config.yaml", config),
      ],
    );

    const documents = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).format);
    expect(documents).toEqual(["usersync-plan/1", "usersync-error/1", "usersync-plan/1"]);
    expect(code).toBe(0);
  });

  it("fails the cycle when the config is broken by then, and does not use the last good one", async () => {
    await using office = await openOffice(ADA);

    const { code, stdout, stderr } = await follow(office, EVERY_QUARTER, [
      () => office.write("usersync.config.yaml", brokenConfig),
    ]);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(linesOf(stderr)).toMatchObject([
      {
        level: "error",
        message: "Run ended.",
        exitCode: 1,
        code: "CONFIG_INVALID",
        what: expect.stringMatching(/usersync\.config\.yaml has/),
        why: expect.any(String),
        fix: expect.any(String),
        durationMs: 0,
      },
    ]);
    expect(office.traffic.requests).toEqual([]);
  });

  it("says at the end of each cycle what was done, and warns when something was withheld", async () => {
    const people = Array.from({ length: 20 }, (_, at) => person(at, `user${at}`));
    await using office = await openOffice({ people });

    const { stderr } = await follow(
      office,
      [...EVERY_QUARTER, "--log-level", "info"],
      [nothing, () => office.write("people.json", JSON.stringify({ users: people.slice(0, 8), groups: [] }))],
    );

    expect(linesOf(stderr).filter(({ message }) => message === "Run ended.")).toMatchObject([
      { level: "info", exitCode: 0, imported: 20, disabled: 0, withheld: 0, failed: 0, durationMs: 0 },
      { level: "warn", exitCode: 4, imported: 0, disabled: 0, withheld: 12, failed: 0, durationMs: 0 },
    ]);
    expect(messages(stderr).filter((message) => message === "Run started.")).toHaveLength(2);
  });

  it("stays when a run fails, and does better the next time", async () => {
    await using office = await openOffice(ADA);
    const people = await office.read("people.json");

    const { code, stdout, stderr } = await follow(office, EVERY_QUARTER, [
      () => office.write("people.json", "{"),
      () => office.write("people.json", people),
    ]);

    expect(code).toBe(0);
    expect(stderr).toMatch(/is not JSON/);
    expect(stdout).toMatch(/1 imported/);
  });

  it("writes a report of its own for each run, named after its start in the time zone of the schedule", async () => {
    await using office = await openOffice({ ...ADA, more: "schedule: { timezone: Europe/Berlin }\n" });

    const { code } = await follow(
      office,
      [...EVERY_QUARTER, "--report", "run-{date}-{time}.html"],
      [nothing, nothing],
    );

    const reports = (await readdir(office.folder)).filter((file) => file.endsWith(".html"));
    expect(code).toBe(0);
    expect(reports.sort()).toEqual(["run-2026-11-23-23-15-00.html", "run-2026-11-23-23-30-00.html"]);
  });

  it("refuses a report that no run could write, before the first", async () => {
    await using office = await openOffice(ADA);

    const { code, stderr } = await office.run([...EVERY_QUARTER, "--report", "absent/{date}.html"]);

    expect(code).toBe(1);
    expect(stderr).toContain("✗ absent/2026-11-23.html cannot be written.");
  });

  it.each([
    { mistake: "no schedule at all", argv: ["run", "--cron"], what: "There is no schedule to follow." },
    {
      mistake: "an expression that means nothing",
      argv: ["run", "--cron", "hourly"],
      what: "“hourly” is not a schedule that usersync can follow.",
    },
    {
      mistake: "a day that does not exist",
      argv: ["run", "--cron", "0 0 31 2 *"],
      what: "“0 0 31 2 *” never comes due.",
    },
    {
      mistake: "a minute that does not exist",
      argv: ["run", "--cron", "61 * * * *"],
      what: "“61 * * * *” is not a schedule that usersync can follow.",
      why: "It is no cron expression: invalid value for minute: 61.",
    },
  ])("refuses $mistake at once", async ({ argv, what, why = "" }) => {
    await using office = await openOffice(ADA);

    const { code, stderr } = await office.run(argv);

    expect(code).toBe(1);
    expect(stderr.split("\n")[0]).toBe(`✗ ${what}`);
    expect(stderr).toContain(why);
  });
});

function messages(stderr: string): readonly unknown[] {
  return linesOf(stderr).map(({ message }) => message);
}

function linesOf(stderr: string): readonly { readonly message?: unknown }[] {
  return stderr
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
