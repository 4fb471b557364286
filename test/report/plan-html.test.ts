import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { HTML_SCRIPT, HTML_SCRIPT_HASH } from "../../src/report/html/html-script.ts";
import { planHtml } from "../../src/report/html/plan-html.ts";
import { failed, imported, memberAdded, note, PLANNED, planOf } from "../support/plans.ts";
import { names, SCENARIOS, tenThousand } from "./scenarios.ts";

/** What a reader sees: the page without its style and script. */
function bodyOf(html: string): string {
  return html
    .replace(/<style>.*<\/style>/s, "<style></style>")
    .replace(/<script>.*<\/script>/s, "<script></script>");
}

describe("the HTML report", () => {
  it.each(SCENARIOS.filter(({ name }) => name !== "ten thousand"))("shows: $name", async (scenario) => {
    const file = `snapshots/html/${scenario.name.replace(/\W+/g, "-")}.html`;

    await expect(bodyOf(planHtml(scenario.plan, { stage: scenario.stage }))).toMatchFileSnapshot(file);
  });

  it("holds every operation", () => {
    const html = planHtml(planOf(tenThousand()));

    for (const name of ["user-9000", "user-0900", "leaver-0100"])
      expect(html).toContain(`<bdi>${name}</bdi>`);
  });

  it("folds long lists of members, and loses none", () => {
    const html = planHtml(planOf(names(50, "user").map((name) => memberAdded("team", name))));

    expect(html).toContain("<details><summary>and 20 more</summary> <bdi>user-0031</bdi>");
    expect(html).toContain("<bdi>user-0050</bdi>");
  });

  it("loads nothing, and its policy allows its own script only", () => {
    const html = planHtml(planOf([imported("ada")]));
    const hash = createHash("sha256").update(HTML_SCRIPT).digest("base64");

    expect(html).not.toMatch(/\b(?:src|href)="(?!#)/);
    expect(html).not.toMatch(/url\(|@import/);
    expect(HTML_SCRIPT_HASH).toBe(`sha256-${hash}`);
    expect(html).toContain(`script-src '${HTML_SCRIPT_HASH}'`);
  });

  it.each(["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'&amp;", "</title></style>"])(
    "keeps %s a text wherever it stands",
    (hostile) => {
      const html = planHtml(
        planOf([imported(hostile, PLANNED, { displayName: hostile }), imported("ada", failed(hostile))], {
          name: hostile,
          type: hostile,
          incomplete: [hostile],
          notes: [note("collision", hostile, hostile, [hostile])],
          error: { code: hostile, message: hostile, fix: hostile },
        }),
      );

      expect(bodyOf(html)).not.toContain(hostile);
    },
  );
});
