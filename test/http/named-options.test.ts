import { describe, expect, it } from "vitest";
import { plainSchema } from "../../src/config/json-schema.ts";
import type { UsersyncError } from "../../src/errors.ts";
import { explainAnswer, explainRateLimit, type OutcomeContext } from "../../src/http/explain-answer.ts";
import { explainBreakdown } from "../../src/http/explain-breakdown.ts";
import { runPatience } from "../../src/http/patience.ts";
import type { Breakdown } from "../../src/http/send-request.ts";
import * as crowd from "../../src/target/crowd/explain.ts";

const CONTEXT: OutcomeContext = {
  name: "cloud",
  origin: "https://api.example.com",
  baseUrl: "https://api.example.com",
  method: "GET",
  path: "/Users",
  attempts: 2,
  ambiguous: false,
  fixes: { signIn: "", permission: "" },
  secrets: [],
  patience: runPatience({ maxWait: 300_000 }),
  timeout: 60_000,
  maxResponseSize: 64 * 1024 ** 2,
};

const BREAKDOWNS: readonly Breakdown["breakdown"][] = [
  "unreached",
  "unknown-host",
  "untrusted",
  "proxy-refused",
  "timed-out",
  "cut",
  "garbled",
  "too-large",
];

const ERRORS: readonly UsersyncError[] = [
  ...BREAKDOWNS.map((breakdown) => explainBreakdown(CONTEXT, { breakdown, code: "E" })),
  ...[200, 302, 400, 404, 407, 409, 429, 500].map((status) =>
    explainAnswer(CONTEXT, { status, headers: {}, text: "", body: undefined, asAsked: status >= 400 }),
  ),
  explainRateLimit(CONTEXT, 600_000),
  crowd.listBroken(1000, undefined),
  crowd.dumpBroken(undefined),
  crowd.unreadable("a user"),
];

/** Options of a target and sections that hold for every target. */
function knownOptions(): ReadonlySet<string> {
  const { properties = {} } = plainSchema();
  const targets = properties["targets"]?.items?.oneOf ?? [];
  return new Set([properties, ...targets.map((target) => target.properties ?? {})].flatMap(Object.keys));
}

describe("what to do about a failed request", () => {
  it.each(ERRORS.map((error) => ({ error, what: error.message })))(
    "names only options that the config has: $what",
    ({ error }) => {
      const named = [...`${error.why} ${error.fix}`.matchAll(/`([\w.]+)`/g)].map(([, name = ""]) => name);

      expect(named.filter((name) => !knownOptions().has(name))).toEqual([]);
    },
  );

  it("gives numbers in the units of the config", () => {
    const [tooLarge, slow] = [
      explainBreakdown(CONTEXT, { breakdown: "too-large", code: "" }),
      explainBreakdown(CONTEXT, { breakdown: "timed-out", code: "" }),
    ];

    expect(tooLarge.message).toContain("more than 64 MB");
    expect(slow.message).toContain("within 60 s");
  });
});
