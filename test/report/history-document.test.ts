import { expect, it } from "vitest";
import type { Circumstances } from "../../src/model/history.ts";
import { historyDocument } from "../../src/report/history/history-document.ts";
import { entry, runRecord } from "../support/history.ts";
import { disabled, imported, withheld } from "../support/plans.ts";

it("writes one run with its entries, every kind counted", () => {
  const error = { code: "REFUSED", message: "No.", fix: "Look." };
  const document = historyDocument({
    runs: [runRecord(7, { done: { import: 2 }, failed: 1, undone: { by: [8, 9], whole: false } })],
    entries: [
      entry(1, imported("ada"), { made: "98" }),
      entry(2, disabled("bob", withheld("nothing")), { status: "failed", error }),
    ],
  });

  expect(document).toEqual({
    format: "usersync-history/1",
    runs: [
      {
        id: 7,
        kind: "run",
        trigger: "cron",
        who: "usersync",
        host: "sync-1",
        version: "1.2.3",
        configDigest: "ab".repeat(32),
        startedAt: "2026-11-23T22:00:00.000Z",
        endedAt: "2026-11-23T22:01:03.400Z",
        durationSeconds: 63.4,
        outcome: "ended",
        exitCode: 0,
        targets: [{ name: "cloud", type: "atlassian-cloud", directory: "atlassian-cloud https://x dir-1" }],
        done: {
          import: 2,
          update: 0,
          enable: 0,
          disable: 0,
          "create-group": 0,
          "adopt-group": 0,
          "release-group": 0,
          "add-member": 0,
          "remove-member": 0,
          "add-group": 0,
          "remove-group": 0,
          "hand-over": 0,
          link: 0,
        },
        failed: 1,
        unknown: 0,
        undoneBy: 9,
        undone: { by: [8, 9], whole: false },
      },
    ],
    entries: [
      {
        run: 7,
        seq: 1,
        at: "2026-11-23T22:00:01.000Z",
        target: "cloud",
        directory: "atlassian-cloud https://x dir-1",
        operation: {
          id: "cloud:import:id-ada",
          kind: "import",
          user: { username: "ada", sourceId: "id-ada" },
          changes: [
            { field: "username", from: "", to: "ada" },
            { field: "email", from: "", to: "ada@example.com" },
            { field: "displayName", from: "", to: "Ada" },
          ],
          reason: "not-in-target",
        },
        status: "done",
        made: "98",
      },
      {
        run: 7,
        seq: 2,
        at: "2026-11-23T22:00:01.000Z",
        target: "cloud",
        directory: "atlassian-cloud https://x dir-1",
        operation: {
          id: "cloud:disable:id-bob",
          kind: "disable",
          user: { username: "bob", sourceId: "id-bob", targetId: "98-bob" },
          changes: [],
          reason: "disabled-in-source",
        },
        status: "failed",
        error,
      },
    ],
  });
});

it("writes when a run that died last wrote something down", () => {
  const lastSignAt = "2026-11-23T22:04:33.120Z";

  const { runs } = historyDocument({ runs: [runRecord(7, { outcome: "interrupted", lastSignAt })] });

  expect(runs).toMatchObject([{ outcome: "interrupted", lastSignAt }]);
});

it("writes a list of runs, and what is not known of one is absent", () => {
  const { endedAt: _end, exitCode: _code, ...open } = runRecord(9, { outcome: "interrupted", undoes: 7 });

  const { runs, ...rest } = historyDocument({ runs: [open] });

  expect(rest).toEqual({ format: "usersync-history/1" });
  expect(runs.map((run) => Object.keys(run))).toMatchInlineSnapshot(`
    [
      [
        "id",
        "kind",
        "trigger",
        "who",
        "host",
        "version",
        "configDigest",
        "startedAt",
        "outcome",
        "targets",
        "done",
        "failed",
        "unknown",
        "undoes",
      ],
    ]
  `);
});

it("gives the same text for the same history, whatever the order of keys in memory", () => {
  const run = runRecord(7, { undoes: 6 });
  const backwards = Object.fromEntries(Object.entries(run).reverse()) as typeof run;

  expect(JSON.stringify(historyDocument({ runs: [backwards], user: "ada" }))).toBe(
    JSON.stringify(historyDocument({ user: "ada", runs: [run] })),
  );
});

it("writes what let a run through, what was withheld and what was left out, and only that", () => {
  const plan = { file: "plan.json", digest: "ab", createdAt: "2026-11-23T20:00:00.000Z" };
  const error = { code: "NETWORK", message: "No answer.", fix: "Look." };
  const withheld = [{ by: "limits.disable", kind: "disable", count: 2 }] as const;
  const unread = { name: "crowd", type: "crowd", directory: "crowd 1", error, withheld };
  const all = {
    allow: ["disable=50"],
    only: ["crowd"],
    approve: ["disable"],
    onlyKinds: ["import"],
    plan,
  } as const;
  const documentOf = (circumstances: Circumstances) =>
    historyDocument({ runs: [runRecord(7, { circumstances, targets: [unread] })] }).runs[0];

  expect(documentOf(all)).toMatchObject({ circumstances: all, targets: [unread] });
  expect(documentOf({ plan })?.circumstances).toEqual({ plan });
  expect(documentOf({ only: ["crowd"] })?.circumstances).toEqual({ only: ["crowd"] });
});
