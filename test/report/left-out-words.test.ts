import { describe, expect, it } from "vitest";
import { disableWords, leftOutBy, settingCounts } from "../../src/report/outline/left-out-words.ts";
import { planText } from "../../src/report/text/plan-text.ts";
import { resultText } from "../../src/report/text/result-text.ts";
import { DONE, droppedBy, note, planOf, withAccess } from "../support/plans.ts";
import { names } from "./scenarios.ts";

const RULE = "source.users.where[12]";

describe("a reason that ends with a setting of the scope", () => {
  it.each([
    { reason: "guest (source.users.guests)", leftOut: { setting: "source.users.guests", why: "guest" } },
    {
      reason: 'department is "a (b)"; wanted: "c" (source.users.where[12])',
      leftOut: { setting: RULE, why: 'department is "a (b)"; wanted: "c"' },
    },
    {
      reason: 'city is "two\nlines"; wanted: "c" (source.users.where[0])',
      leftOut: { setting: "source.users.where[0]", why: 'city is "two\nlines"; wanted: "c"' },
    },
    { reason: "disabled in Entra, and has no account here", leftOut: undefined },
    { reason: "held back (limits.disable)", leftOut: undefined },
    { reason: "(source.users.guests) is set", leftOut: undefined },
  ])("$reason is taken apart", ({ reason, leftOut }) => {
    expect(leftOutBy(reason)).toEqual(leftOut);
  });
});

describe("settings of those who are left out", () => {
  it.each([
    { settings: [], words: undefined },
    { settings: ["a"], words: undefined },
    { settings: ["a", "b", "b"], words: "2 by b, 1 by a" },
    {
      settings: ["a", "b", "c", "d", "e", "f", "g", "g"],
      words: "2 by g, 1 by a, 1 by b, 1 by c, 1 by d, 2 by others",
    },
  ])("$settings", ({ settings, words }) => {
    expect(settingCounts(settings)).toBe(words);
  });
});

describe("why an account is disabled", () => {
  it.each([
    { reason: "left-scope", because: undefined, words: "no longer in scope" },
    {
      reason: "left-scope",
      because: "guest (source.users.guests)",
      words: "out of scope by source.users.guests: guest",
    },
    { reason: "left-scope", because: "moved away", words: "no longer in scope: moved away" },
  ] as const)("$words", ({ words, ...operation }) => {
    expect(disableWords(operation)).toBe(words);
  });
});

describe("a rule that drops hundreds", () => {
  const dropped = names(300, "sales").map((name) => droppedBy(RULE, name, "is not a member of Staff"));

  it("is named once for all, and beside each that is shown", () => {
    const text = planText(planOf(dropped));

    expect(text).toContain(`Disable  300  out of scope: 300 by ${RULE}\n`);
    expect(text.match(/out of scope by source\.users\.where\[12\]: is not a member of Staff/g)).toHaveLength(
      20,
    );
    expect(text).toContain("… and 280 more (--all shows them)");
  });

  it("is still seen where the reason has to make room for what an account loses", () => {
    const [first] = dropped.map((one) => withAccess(one, "stash-users"));

    const text = planText(planOf(first === undefined ? [] : [first]));

    expect(text).toMatch(/out of scope by source\.users\.where\[12\].*…\s+loses stash-users/);
  });

  it("is still seen when the reason is very long", () => {
    const long = droppedBy(RULE, "ada", `department is "${"x".repeat(300)}"`);

    expect(planText(planOf([long]))).toContain(`out of scope by ${RULE}: department is "xxx`);
  });
});

describe("thousands of people who are left out", () => {
  const many = names(5000, "hire").map((name, index) =>
    note("excluded", name, `employeeId is "${index}"; wanted: "x" (${RULE})`, [`id-${name}`]),
  );
  const guests = names(20, "guest").map((name) => note("excluded", name, "guest (source.users.guests)"));
  const other = [note("excluded", "olga", "disabled in Entra, and has no account here")];

  it("are a number for their rule, and hide nobody else", () => {
    const text = planText(planOf([], { notes: [...many, ...guests, ...other] }));

    expect(text).toContain(
      `Excluded  5,021\n      out of scope by ${RULE}\n        5,000 users (--all shows them)\n`,
    );
    expect(text).toMatch(/guest \(source\.users\.guests\)\n {8}guest-0001, /);
    expect(text).toContain("olga");
    expect(text.split("\n").length).toBeLessThan(20);
  });

  it("are all there with all", () => {
    const text = planText(planOf([], { notes: many }), { all: true });

    expect(text.match(/hire-\d+/g)).toHaveLength(5000);
    expect(text).not.toContain("users (");
  });

  it("are in the page of a run, which the text after it names", () => {
    const text = resultText(
      planOf([droppedBy(RULE, "ada", "is not a member of Staff", DONE)], { notes: many }),
    );

    expect(text).toContain("5,000 users (--report <file.html> lists them)");
  });
});
