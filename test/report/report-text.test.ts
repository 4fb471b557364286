import { describe, expect, it } from "vitest";
import { planText } from "../../src/report/plan-text.ts";
import { resultText } from "../../src/report/result-text.ts";
import { failed, imported, memberAdded, planOf } from "../support/plans.ts";
import { names, SCENARIOS, tenThousand } from "./scenarios.ts";
import { tagPaint } from "./tag-paint.ts";

const textOf = { plan: planText, result: resultText };
const fileOf = (name: string) => `snapshots/text/${name.replace(/\W+/g, "-")}.txt`;

describe("the text report", () => {
  it.each(SCENARIOS)("shows: $name", async ({ name, stage, plan }) => {
    await expect(textOf[stage](plan)).toMatchFileSnapshot(fileOf(name));
  });

  it("colours signs by what they do, and keeps the columns", async () => {
    const plan = SCENARIOS.find(({ name }) => name === "every kind")?.plan ?? planOf([]);

    await expect(planText(plan, { paint: tagPaint })).toMatchFileSnapshot(fileOf("colours"));
  });

  it("fits a narrow terminal", async () => {
    const plan = SCENARIOS.find(({ name }) => name === "after a run")?.plan ?? planOf([]);

    await expect(resultText(plan, { width: 40 })).toMatchFileSnapshot(fileOf("narrow"));
  });

  it("shows every operation with all", () => {
    const text = planText(planOf(tenThousand()), { all: true });

    expect(text).not.toContain("…");
    for (const name of ["user-9000", "user-0900", "leaver-0100"]) expect(text).toContain(name);
  });

  it("stays short at ten thousand operations", () => {
    expect(planText(planOf(tenThousand())).split("\n").length).toBeLessThan(80);
  });

  it("never cuts a problem before something ordinary", () => {
    const bad = names(30, "bad").map((name) => imported(name, failed("Refused.")));
    const good = names(30, "good").map((name) => imported(name, { status: "done" }));

    const text = resultText(planOf([...good, ...bad]));

    expect(text).toContain("bad-0030");
    expect(text).not.toContain("good-0030");
  });

  it("says how many of very many different failures it does not show", () => {
    const operations = names(60, "user").map((name) => imported(name, failed(`${name} is refused.`)));

    const text = resultText(planOf(operations));

    expect(text).toContain("user-0050 is refused.");
    expect(text).toContain("… and 10 more (--report <file.html> lists them)");
  });

  it("cuts a value that is far too long, and shows it whole with all", () => {
    const long = "x".repeat(200);
    const plan = planOf([
      imported("ada", { status: "planned" }, { displayName: long }),
      memberAdded("team", long),
      memberAdded("team", "bob"),
    ]);

    expect(planText(plan)).not.toContain("x".repeat(100));
    expect(planText(plan, { all: true })).toContain(long);
  });
});
