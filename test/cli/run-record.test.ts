import { describe, expect, it } from "vitest";
import type { RunEnded, RunStarted } from "../../src/audit/audit-event.ts";
import type { HistoryDocument } from "../../src/report/history/history-document.ts";
import { linkedTo, type Office, type OfficeOptions, openOffice, person } from "./office.ts";

/** Ada is to be imported; Eve and Dan are to be disabled, which is more than the limit lets through. */
const OFFICE: OfficeOptions = {
  people: [
    person(1, "ada"),
    person(2, "eve", { accountEnabled: false }),
    person(3, "dan", { accountEnabled: false }),
  ],
  users: [
    { name: "eve", email: "eve@example.com", ...linkedTo(2) },
    { name: "dan", email: "dan@example.com", ...linkedTo(3) },
  ],
  more: "limits: { disable: 1 }\naudit: { file: audit.jsonl }\n",
};

async function recordOf(office: Office, run: number) {
  const { stdout } = await office.run(["history", String(run), "--json"]);
  const { runs, entries = [] } = JSON.parse(stdout) as HistoryDocument;
  const [record] = runs;
  if (record === undefined) throw new Error(`There is no run ${run}.`);
  return { record, entries };
}

async function auditOf(office: Office, run: number) {
  const lines = (await office.read("audit.jsonl")).trimEnd().split("\n");
  const events = lines.map((line) => JSON.parse(line) as RunStarted | RunEnded);
  const own = events.filter((event) => event.run === run);
  return {
    started: own.find((event): event is RunStarted => event.event === "run-started"),
    ended: own.find((event): event is RunEnded => event.event === "run-ended"),
  };
}

describe("the record of a run", () => {
  it("tells what a limit withheld, in the history and in the audit file", async () => {
    await using office = await openOffice(OFFICE);

    const { code } = await office.run(["run"]);
    const { record } = await recordOf(office, 1);
    const { ended } = await auditOf(office, 1);
    const { stdout } = await office.run(["history"]);

    const withheld = { by: "limits.disable", kind: "disable", count: 2 };
    expect(code).toBe(4);
    expect(record.targets[0]).toMatchObject({ withheld: [withheld] });
    expect(record).not.toHaveProperty("circumstances");
    expect(ended?.withheld).toEqual([{ target: "crowd", ...withheld }]);
    expect(stdout).toContain("1 imported, 2 withheld");
  });

  it("tells with which flags it was let through", async () => {
    await using office = await openOffice(OFFICE);

    await office.run(["run", "--allow", "disable=50", "--only", "crowd"]);
    const { record } = await recordOf(office, 1);
    const { stdout } = await office.run(["history", "1"]);

    const circumstances = { allow: ["disable=50"], only: ["crowd"] };
    expect(record.circumstances).toEqual(circumstances);
    expect((await auditOf(office, 1)).started?.circumstances).toEqual(circumstances);
    expect(stdout).toContain("  Flags    --only crowd --allow disable=50\n");
  });

  it("tells which plan was applied, and of it only what; and which flags an undo had", async () => {
    await using office = await openOffice(OFFICE);
    await office.run(["plan", "--out", "plan.json"]);
    const { saved, createdAt } = JSON.parse(await office.read("plan.json")) as {
      readonly saved: { readonly digest: string };
      readonly createdAt: string;
    };

    await office.run(["apply", "plan.json", "--approve", "disable", "--only-kinds", "import,disable"]);
    await office.run(["undo", "1", "--yes", "--allow", "disable=2"]);
    const plan = { file: "plan.json", digest: saved.digest.slice("sha256:".length), createdAt };
    const circumstances = { approve: ["disable"], onlyKinds: ["import", "disable"], plan };

    expect((await recordOf(office, 1)).record.circumstances).toEqual(circumstances);
    expect((await auditOf(office, 1)).started?.circumstances).toEqual(circumstances);
    expect((await recordOf(office, 2)).record.circumstances).toEqual({ allow: ["disable=2"] });
  });

  it("holds what went stale, with the reason", async () => {
    await using office = await openOffice({ ...OFFICE, more: "limits: { disable: 50 }\n" });
    await office.run(["plan", "--out", "plan.json"]);
    await office.employ([person(1, "ada"), person(2, "eve"), person(3, "dan", { accountEnabled: false })]);

    const { code } = await office.run(["apply", "plan.json"]);
    const { record, entries } = await recordOf(office, 1);
    await office.run(["run"]);

    expect(code).toBe(3);
    expect(record).toMatchObject({ failed: 1, done: { import: 1, disable: 1 } });
    expect(entries.filter(({ status }) => status !== "done")).toMatchObject([
      { status: "skipped", operation: { kind: "disable" }, error: { code: "STALE" } },
    ]);
    expect((await recordOf(office, 1)).entries).toEqual(entries);
  });

  it("tells why a directory was left out, without a secret that its server repeats", async () => {
    await using office = await openOffice(OFFICE);
    const fault = { kind: "status", status: 403, body: "correct-horse-battery" } as const;
    office.traffic.add({ fault, times: 50 });

    await office.run(["run"]);
    const { record } = await recordOf(office, 1);
    const { ended } = await auditOf(office, 1);
    const { stdout } = await office.run(["history", "1"]);

    const { error } = record.targets[0] ?? {};
    expect(error).toMatchObject({ code: "PERMISSION_MISSING", message: expect.any(String) });
    expect(JSON.stringify(record)).not.toContain("correct-horse-battery");
    expect(ended?.leftOut).toEqual([{ target: "crowd", error }]);
    expect(stdout).toContain("  Left out: ");
  });
});
