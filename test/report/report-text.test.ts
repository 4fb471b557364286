import { describe, expect, it } from "vitest";
import type { Outcome } from "../../src/model/plan.ts";
import { planText } from "../../src/report/text/plan-text.ts";
import { resultText } from "../../src/report/text/result-text.ts";
import {
  DONE,
  disabled,
  failed,
  imported,
  memberAdded,
  memberRemoved,
  note,
  plan,
  planOf,
  skipped,
  targetPlan,
  withheld,
} from "../support/plans.ts";
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

  it("leaves out no disable, no removal, no failure and nothing withheld after a run", () => {
    const many = (prefix: string) => names(300, prefix);
    const operations = [
      ...many("joined").map((name) => memberAdded("team", name, DONE)),
      ...many("removed").map((name) => memberRemoved("team", name, DONE)),
      ...many("group").map((name) => memberRemoved(`team-${name}`, "bob", DONE)),
      ...many("gone").map((name) => disabled(name, DONE)),
      ...many("refused").map((name) => imported(name, failed(`${name} is refused.`))),
      ...many("held").map((name) => imported(name, withheld("limits.import"))),
    ];

    const text = resultText(planOf(operations));

    for (const prefix of ["removed", "group", "gone", "refused", "held"]) {
      for (const name of many(prefix)) expect(text).toContain(name);
    }
    expect(text).not.toContain("joined-0300");
  });

  it("shows the name of a disabled account whole after a run, however long it is", () => {
    const long = "x".repeat(200);

    expect(resultText(planOf([disabled(long, DONE), memberRemoved("team", long, DONE)]))).not.toContain("…");
  });

  it("still shortens a preview", () => {
    const text = planText(planOf(names(300, "leaver").map((name) => disabled(name))));

    expect(text).not.toContain("leaver-0300");
    expect(text).toContain("… and 280 more (--all shows them)");
  });

  it("says how many of very many different failures it does not show", () => {
    const operations = names(60, "user").map((name) => imported(name, skipped(`${name} is refused.`)));

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

  it("counts the reasons that it leaves out of the notes", () => {
    const notes = names(30, "user").map((name) => note("excluded", name, `${name} is named in the config`));

    const text = planText(planOf([], { notes }));

    expect(text).toContain("user-0010 is named in the config");
    expect(text).not.toContain("user-0011 is named in the config");
    expect(text).toContain("… and 20 more (--all shows them)");
    expect(planText(planOf([], { notes }), { all: true })).toContain("user-0030 is named in the config");
  });

  it.each([
    {
      situation: "after some of the work",
      done: 2,
      left: 1200,
      line: "Stopped: 2 imported; 1,200 not begun.",
    },
    {
      situation: "before anything was done",
      done: 0,
      left: 3,
      line: "Stopped: nothing was done; 3 not begun.",
    },
  ])("says that the run was stopped $situation", ({ done, left, line }) => {
    const notBegun: Outcome = { status: "skipped", error: { code: "CANCELED", message: "Stopped." } };
    const operations = [
      ...names(done, "first").map((name) => imported(name, DONE)),
      ...names(left, "second").map((name) => imported(name, notBegun)),
    ];

    expect(resultText(planOf(operations)).trimEnd().split("\n").at(-1)).toBe(line);
  });

  it("says that several directories could not be read", () => {
    const error = { code: "NETWORK", message: "No answer." };
    const unread = targetPlan({ error, read: { users: 0, groups: 0, memberships: 0 } });

    const text = planText(plan({ targets: [unread, unread] }));

    expect(text).toContain("✗ Could not be read: No answer. (NETWORK)\n\n");
    expect(text).toContain("\n2 directories could not be read.\n");
  });

  it("tells directories that could not be read from those whose source was not believed", () => {
    const read = { users: 0, groups: 0, memberships: 0 };
    const unread = targetPlan({ error: { code: "NETWORK", message: "No answer." }, read });
    const unbelieved = targetPlan({ error: { code: "INCOMPLETE_READ", message: "No users at all." } });

    const text = planText(plan({ targets: [unread, unbelieved, unbelieved] }));

    expect(text).toContain("✗ Could not be read: No answer. (NETWORK)");
    expect(text).toContain("✗ Nothing was written to it: No users at all. (INCOMPLETE_READ)");
    expect(text.trimEnd().split("\n").at(-1)).toBe(
      "1 directory could not be read. 2 directories were read, but the source was not believed: nothing was written to them.",
    );
  });

  it("says that a run changed nothing that could be taken back, and that its end is not recorded", () => {
    const unrecorded = { code: "STATE_UNUSABLE", message: "The database is gone." };

    expect(resultText({ ...planOf([]), run: 7, unrecorded })).toContain(
      [
        "Run 7: usersync history 7 shows it.",
        "The end of this run is not in the history: The database is gone. (STATE_UNUSABLE)",
        "No changes. The end of the run is not in the history.",
      ].join("\n"),
    );
  });

  it("story 25: two groups of one name are both named with their object ids", () => {
    const ids = ["4f1c1c52-6f0e-4f0a-9d3e-0b8f2f6d7a01", "9b2d7a30-15c4-4a68-8c55-7f6f1c2e3b02"];
    const twins = note("collision", "developers", "two Entra groups map to this name", ids);

    const text = planText(planOf([], { notes: [twins] }), { width: 80 });

    for (const id of ids) expect(text).toContain(id);
  });

  it("story 39: what a limit withheld stands in the last line", () => {
    const operations = names(3, "leaver").map((name) => disabled(name, withheld("limits.disable")));

    expect(planText(planOf(operations)).trimEnd().split("\n").at(-1)).toBe(
      "Plan: 3 withheld (3 to disable; limits.disable).",
    );
    expect(resultText(planOf(operations)).trimEnd().split("\n").at(-1)).toBe(
      "Nothing was done: 3 withheld (3 to disable; limits.disable).",
    );
  });

  it("says in the last line what is withheld, and by which limits", () => {
    const operations = [
      imported("ada"),
      ...names(61, "member").map((name) =>
        memberRemoved("team", name, withheld("limits.removeMembersTotal")),
      ),
      ...names(35, "leaver").map((name) => disabled(name, withheld("limits.disable"))),
    ];

    expect(planText(planOf(operations)).trimEnd().split("\n").at(-1)).toBe(
      "Plan: 1 to import, 96 withheld (61 members to remove, 35 to disable; limits.removeMembersTotal, limits.disable).",
    );
  });
});
