import { describe, expect, it } from "vitest";
import { planMarkdown } from "../../src/report/markdown/plan-markdown.ts";
import {
  disabled,
  failed,
  imported,
  memberAdded,
  note,
  PLANNED,
  plan,
  planOf,
  targetPlan,
  withheld,
} from "../support/plans.ts";
import { names, SCENARIOS, tenThousand } from "./scenarios.ts";

describe("the Markdown report", () => {
  it.each(SCENARIOS.filter(({ name }) => name !== "ten thousand"))("shows: $name", async (scenario) => {
    const file = `snapshots/markdown/${scenario.name.replace(/\W+/g, "-")}.md`;

    await expect(planMarkdown(scenario.plan, { stage: scenario.stage })).toMatchFileSnapshot(file);
  });

  it("fits a pull request comment and a step summary at ten thousand operations", () => {
    const text = planMarkdown(planOf(tenThousand()));

    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(1_048_576);
    expect(text).toContain("… and 8,500 more (`usersync plan --format html` lists them)");
  });

  it("shows what is withheld whole before it shows ordinary work", () => {
    const operations = [
      ...names(3000, "newcomer").map((name) => imported(name)),
      ...names(1200, "leaver").map((name) => disabled(name, withheld("limits.disable"))),
    ];

    const text = planMarkdown(planOf(operations));

    expect(text).toContain("leaver-1200");
    expect(text).not.toContain("newcomer-1200");
    expect(text.length).toBeLessThanOrEqual(65_000);
  });

  it.each([
    {
      situation: "thousands of different failures",
      crowded: planOf(names(5000, "user").map((name) => imported(name, failed(`${name} is refused.`)))),
    },
    {
      situation: "thousands of withheld operations",
      crowded: planOf(names(20_000, "user").map((name) => disabled(name, withheld("limits.disable")))),
    },
    {
      situation: "thousands of notes",
      crowded: planOf([], {
        notes: names(5000, "user").map((name) => note("excluded", name, `${name} is out`)),
      }),
    },
    {
      situation: "one group that thousands join",
      crowded: planOf(names(9000, "user").map((name) => memberAdded("everybody", name))),
    },
    {
      situation: "names that are far too long",
      crowded: planOf(names(900, "x".repeat(500)).map((name) => imported(name, failed("Refused.")))),
    },
    {
      situation: "hundreds of directories",
      crowded: plan({
        targets: names(700, "directory").map((name) => targetPlan({ name, incomplete: [name] })),
      }),
    },
    {
      situation: "thousands of directories",
      crowded: plan({ targets: names(3000, "directory").map((name) => targetPlan({ name })) }),
    },
  ])("fits with $situation", ({ crowded }) => {
    const text = planMarkdown(crowded);

    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text.length).toBeGreaterThan(500);
  });

  it.each([60_000, 20_000, 5000, 1500, 600, 100])("keeps to a limit of %i characters", (limit) => {
    const crowded = planOf(
      [...tenThousand(), ...names(50, "x").map((name) => imported(name, failed(name)))],
      {
        notes: names(50, "user").map((name) => note("excluded", name, name)),
        error: { code: "NETWORK", message: "No answer." },
      },
    );

    expect(planMarkdown(crowded, { limit }).length).toBeLessThanOrEqual(limit);
  });

  it("counts ordinary work when there is no room for a single line of it", () => {
    const work = names(300, "newcomer").map((name) => imported(name));
    const problems = names(10, "leaver").map((name) => disabled(name, withheld("limits.disable")));

    const text = planMarkdown(planOf([...work, ...problems]), { limit: 1200 });

    expect(text).toContain("… and 300 more (`usersync plan --format html` lists them)");
    expect(text).toContain("leaver-0010");
    expect(text).not.toContain("newcomer-");
  });

  it.each([
    { hostile: "a|b", shown: "<code>a&#124;b</code>" },
    { hostile: "a\\|b", shown: "<code>a&#92;&#124;b</code>" },
    { hostile: "`rm`", shown: "<code>&#96;rm&#96;</code>" },
    { hostile: "@octocat", shown: "`@octocat`" },
    { hostile: "<img src=x>", shown: "`<img src=x>`" },
    { hostile: "</details>", shown: "`</details>`" },
    { hostile: "a`<b>@c|d", shown: "<code>a&#96;&#60;b&#62;&#64;c&#124;d</code>" },
    { hostile: "line\nbreak", shown: "`line\\u000abreak`" },
  ])("keeps $hostile a name in a cell", ({ hostile, shown }) => {
    const text = planMarkdown(planOf([imported("ada", PLANNED, { displayName: hostile })]));

    expect(text).toContain(`| + | \`ada\` | ${shown} | \`ada@example.com\` |\n`);
  });

  it.each([
    { hostile: "Ask @octocat or see #12.", shown: "Ask `@octocat` or see `#12.`" },
    { hostile: "<script>**x**</script>", shown: "&#60;script&#62;&#42;&#42;x&#42;&#42;&#60;/script&#62;" },
    { hostile: "[click](https://x.example)", shown: "&#91;click&#93;(https://x.example)" },
    { hostile: "two\nlines", shown: "two&#92;u000alines" },
  ])("keeps $hostile a sentence in a message", ({ hostile, shown }) => {
    const text = planMarkdown(planOf([imported("ada", failed(hostile))]));

    expect(text).toContain(`**${shown}** (\`REFUSED\`)`);
  });
});
