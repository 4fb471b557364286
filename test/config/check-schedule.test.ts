import { describe, expect, it } from "vitest";
import { cronTrouble, timezoneTrouble } from "../../src/config/check-schedule.ts";

describe("a cron expression", () => {
  it.each(["*/15 * * * *", "0 6 * * 1-5", "30 0 6 * * *", "@daily", "0 0 L * *", "0 6 * * MON"])(
    "%s is taken",
    (cron) => {
      expect(cronTrouble(cron)).toBeUndefined();
    },
  );

  it.each([
    { cron: "61 * * * *", wrong: "is no cron expression (invalid value for minute: 61)" },
    { cron: "every day at six", wrong: "has 4 fields" },
    { cron: "a b c d e", wrong: /^is no cron expression \(/ },
    { cron: "daily", wrong: "has one field" },
    { cron: "0 0 1 1 * * 2030", wrong: "has 7 fields" },
    { cron: "2030-01-01T00:00:00", wrong: "has one field" },
    { cron: "@sometimes", wrong: /^is no cron expression \(/ },
    { cron: "0 0 30 2 *", wrong: "never comes due" },
  ])("$cron is refused", ({ cron, wrong }) => {
    expect(cronTrouble(cron)).toEqual({
      wrong: typeof wrong === "string" ? wrong : expect.stringMatching(wrong),
      right: expect.stringMatching(/\* \*|1-5/),
    });
  });
});

describe("a time zone", () => {
  it.each(["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires"])("%s is taken", (timezone) => {
    expect(timezoneTrouble(timezone)).toBeUndefined();
  });

  it.each(["Europe/Berlim", "+02:00", "Mars/Olympus"])("%s is refused", (timezone) => {
    expect(timezoneTrouble(timezone)).toMatchObject({ wrong: "is no time zone that this machine knows" });
  });
});
