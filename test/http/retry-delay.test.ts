import { describe, expect, it } from "vitest";
import { backoff, retryDelay } from "../../src/http/retry-delay.ts";

const NOW = Date.parse("2026-11-23T22:00:00Z");

describe("retryDelay", () => {
  it.each<{ header: string | null | undefined; delay: number | undefined }>([
    { header: "0", delay: 0 },
    { header: " 120 ", delay: 120_000 },
    { header: "3244", delay: 3_244_000 },
    { header: "Mon, 23 Nov 2026 22:00:30 GMT", delay: 30_000 },
    { header: "Mon, 23 Nov 2026 21:00:00 GMT", delay: 0 },
    { header: "2026-11-23T22:05:00Z", delay: 300_000 },
    { header: "2026-11-23T23:00:00+01:00", delay: 0 },
    { header: "soon", delay: undefined },
    { header: "-5", delay: undefined },
    { header: "1.5", delay: undefined },
    { header: "Mon, whenever", delay: undefined },
    { header: "", delay: undefined },
    { header: null, delay: undefined },
    { header: undefined, delay: undefined },
  ])("$header is $delay ms", ({ header, delay }) => {
    expect(retryDelay(header, NOW)).toBe(delay);
  });
});

describe("backoff", () => {
  it.each([
    { attempt: 1, random: 1, wait: 1000 },
    { attempt: 1, random: 0.25, wait: 250 },
    { attempt: 3, random: 1, wait: 4000 },
    { attempt: 20, random: 1, wait: 60_000 },
    { attempt: 5, random: 0, wait: 0 },
  ])("attempt $attempt with the chance $random waits $wait ms", ({ attempt, random, wait }) => {
    expect(backoff(attempt, random)).toBe(wait);
  });
});
