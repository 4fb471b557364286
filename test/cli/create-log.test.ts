import { describe, expect, it } from "vitest";
import { openSession } from "../../src/cli/session.ts";
import { createLog } from "../../src/cli/settings/create-log.ts";
import type { LogConfig } from "../../src/config/config.ts";
import type { Log } from "../../src/model/log.ts";
import { fakeWorld } from "./fake-world.ts";

async function write(config: LogConfig, { tty = false, secret = "" } = {}): Promise<string> {
  const outside = fakeWorld({ tty, env: { NO_COLOR: "1" } });
  const session = openSession(outside.world);
  session.redactor.hide([secret]);
  const log = await createLog(session, config);
  speak(log, secret);
  return outside.stderr();
}

function speak(log: Log, secret: string): void {
  log.debug("looking", { page: 2 });
  log.info(`reading ${secret}`, { who: "crowd" });
  log.warn("slow");
  log.error("gone", { code: "NETWORK", key: secret });
}

describe("log", () => {
  it("is one object a line for machines", async () => {
    const text = await write({ level: "debug", format: "json" });

    expect(
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { level: "debug", time: "2026-11-23T22:00:00.000Z", page: 2, message: "looking" },
      { level: "info", time: "2026-11-23T22:00:00.000Z", who: "crowd", message: "reading " },
      { level: "warn", time: "2026-11-23T22:00:00.000Z", message: "slow" },
      { level: "error", time: "2026-11-23T22:00:00.000Z", code: "NETWORK", key: "", message: "gone" },
    ]);
  });

  it("is a line of text for people", async () => {
    const text = await write({ level: "info", format: "pretty" });

    expect(text).toMatch(/^\[\d\d:\d\d:\d\d\] INFO: reading {2}\{"who":"crowd"\}\n/);
  });

  it.each([
    { format: "auto", tty: true, isJson: false },
    { format: "auto", tty: false, isJson: true },
    { format: "json", tty: true, isJson: true },
    { format: "pretty", tty: false, isJson: false },
  ] as const)(
    "with format $format is JSON: $isJson, on a terminal: $tty",
    async ({ format, tty, isJson }) => {
      const text = await write({ level: "warn", format }, { tty });

      expect(text.startsWith("{")).toBe(isJson);
    },
  );

  it.each([
    { level: "debug", lines: 4 },
    { level: "info", lines: 3 },
    { level: "warn", lines: 2 },
    { level: "error", lines: 1 },
    { level: "silent", lines: 0 },
  ] as const)("has $lines lines at level $level", async ({ level, lines }) => {
    const text = await write({ level, format: "json" });

    expect(text.split("\n").length - 1).toBe(lines);
  });

  it.each(["json", "pretty"] as const)("hides secrets as %s", async (format) => {
    const text = await write({ level: "debug", format }, { secret: 'canary"of\\the-log' });

    expect(text).not.toMatch(/canary|the-log/);
    expect(text).toMatch(/reading \[secret\]/);
  });
});
