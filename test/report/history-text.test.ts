import { describe, expect, it } from "vitest";
import type { JournalEntry, RunRecord } from "../../src/model/history.ts";
import { historyText, personText, runText } from "../../src/report/history/history-text.ts";
import { durationWords, timeWords } from "../../src/report/history/run-words.ts";
import { entry, runRecord } from "../support/history.ts";
import {
  because,
  change,
  disabled,
  droppedBy,
  enabled,
  groupAdopted,
  groupCreated,
  groupNested,
  groupReleased,
  groupTakenOut,
  handedOver,
  imported,
  linked,
  memberAdded,
  memberRemoved,
  PLANNED,
  updated,
  withAccess,
} from "../support/plans.ts";
import { tagPaint } from "./tag-paint.ts";

const ADA = "4f1c1c52-6f0e-4f0a-9d3e-0b8f2f6d7a01";

const crowd = { name: "crowd", type: "crowd", directory: "crowd https://crowd usersync" };

const unfinished = (id: number, overrides: Partial<RunRecord>): RunRecord => {
  const { endedAt: _end, exitCode: _code, ...rest } = runRecord(id, overrides);
  return rest;
};

const RUNS: readonly RunRecord[] = [
  unfinished(112, { outcome: "running", trigger: "terminal", who: "ada", host: "laptop" }),
  runRecord(111, { kind: "undo", undoes: 107, done: { disable: 3, link: 1 }, trigger: "ci" }),
  unfinished(110, {
    outcome: "interrupted",
    lastSignAt: "2026-11-23T22:04:33.120Z",
    done: { import: 1200 },
    failed: 2,
    unknown: 1,
  }),
  runRecord(109, { exitCode: 3, done: { update: 1 }, failed: 1, endedAt: "2026-11-24T00:04:00.000Z" }),
  runRecord(108, { exitCode: 4, endedAt: "2026-11-23T22:00:00.417Z" }),
  runRecord(107, {
    done: { import: 3, "add-member": 1, "hand-over": 2 },
    undone: { by: [111], whole: true },
    trigger: "script",
  }),
  runRecord(9, { kind: "link", exitCode: 99, endedAt: "2026-11-23T22:00:12.000Z" }),
  runRecord(8, { kind: "unlink", done: { link: 1 } }),
  unfinished(7, { outcome: "ended" }),
];

const ENTRIES: readonly JournalEntry[] = [
  entry(1, groupCreated("sales"), { made: "group-1" }),
  entry(2, linked("zoe", "by-hand", PLANNED, { from: ADA, to: "", reason: "by-hand" })),
  entry(3, linked("yann", "email", PLANNED, { from: ADA }), { status: "found-done" }),
  entry(4, imported("grace", PLANNED, { givenName: "Grace", familyName: "Hopper" }), { made: "98-grace" }),
  entry(5, because(enabled("eve"), "undo"), { status: "unknown" }),
  entry(
    6,
    updated("bob", [change("displayName", "Bob", "Robert Miller"), change("email", "", "bob@example.com")]),
  ),
  entry(7, memberAdded("sales", "grace"), { status: "open" }),
  entry(8, memberRemoved("sales", "carl"), { status: "found-not-done" }),
  entry(9, disabled("carl"), {
    status: "failed",
    error: {
      code: "REFUSED",
      message: "The directory refused to disable the account.",
      fix: "Look at it there.",
    },
  }),
  entry(10, disabled("dora"), { status: "skipped", error: { code: "CANCELED", message: "Not begun." } }),
  entry(13, withAccess(enabled("gil"), "stash-users")),
  entry(14, withAccess(disabled("hal"), "stash-users", "build")),
  entry(11, handedOver("CORE (Core platform)", "emil", "project-office")),
  entry(12, because(handedOver("CORE / Login", "project-office", "emil", PLANNED, "component"), "undo")),
  entry(16, groupAdopted("everybody", PLANNED, "by-hand")),
  entry(17, groupReleased("sales")),
  entry(18, groupNested("everybody", "platform")),
  entry(19, groupTakenOut("everybody", "sales")),
  entry(15, droppedBy("source.users.guests", "wes", "guest")),
];

const fileOf = (name: string) => `snapshots/history/${name}.txt`;

describe("the history as text", () => {
  it("lists runs", async () => {
    await expect(historyText(RUNS)).toMatchFileSnapshot(fileOf("runs"));
  });

  it("lists runs on a narrow terminal, in colours", async () => {
    await expect(historyText(RUNS, { width: 20, paint: tagPaint })).toMatchFileSnapshot(
      fileOf("runs-narrow"),
    );
  });

  it("keeps one run in two lines", () => {
    expect(historyText([runRecord(7)])).toBe(
      "7  2026-11-23 22:00:00 UTC  run  1 min 3 s  done\n   usersync@sync-1, by cron: nothing changed\n",
    );
  });

  it("says when there is none", () => {
    expect(historyText([])).toBe("No run is recorded yet.\n");
  });

  it("shows everything that one run did", async () => {
    const { targets } = runRecord(7);
    const run = runRecord(7, { targets: [...targets, crowd], done: { import: 1, update: 1 }, exitCode: 3 });

    await expect(runText(run, ENTRIES)).toMatchFileSnapshot(fileOf("one-run"));
  });

  it.each([
    { lastSignAt: "2026-11-23T23:59:59.900Z", words: "last sign of life 23:59:59 UTC" },
    { lastSignAt: "2026-11-24T00:00:01.000Z", words: "last sign of life 2026-11-24 00:00:01 UTC" },
  ])(
    "names the day of the last sign of life only where it is another: $lastSignAt",
    ({ lastSignAt, words }) => {
      expect(runText(unfinished(7, { outcome: "interrupted", lastSignAt }), ENTRIES)).toContain(words);
    },
  );

  it("shows one run on a narrow terminal, in colours", async () => {
    const text = runText(unfinished(7, { outcome: "interrupted" }), ENTRIES, { width: 60, paint: tagPaint });

    await expect(text).toMatchFileSnapshot(fileOf("one-run-narrow"));
  });

  it("shows what let a run through, what was withheld, and why a directory was left out", async () => {
    const error = {
      code: "NETWORK",
      message: "crowd.example.com does not answer.",
      fix: "Check the address.",
    };
    const [cloud] = runRecord(7).targets;
    const withheld = [
      { by: "limits.disable", kind: "disable", count: 12 },
      { by: "limits.removeMembers", kind: "remove-member", count: 1 },
    ] as const;
    const gaveUp = { code: "SIGN_IN_FAILED", message: "The directory does not know the token any more." };
    const run = runRecord(7, {
      kind: "apply",
      exitCode: 4,
      done: { import: 1 },
      circumstances: {
        only: ["cloud", "crowd"],
        allow: ["disable=50", "emptyGroup"],
        approve: ["disable", "remove-member"],
        onlyKinds: ["import", "disable"],
        plan: { file: "plans/plan.json", digest: "cd".repeat(32), createdAt: "2026-11-23T20:00:00.000Z" },
      },
      targets: [
        { name: "cloud", type: "atlassian-cloud", directory: "d", ...cloud, error: gaveUp, withheld },
        { ...crowd, error },
      ],
    });

    await expect(runText(run, [entry(1, imported("ada"))])).toMatchFileSnapshot(fileOf("circumstances"));
  });

  it("counts what was withheld of a run that changed nothing", () => {
    const withheld = [{ by: "limits.disable", kind: "disable", count: 1_200 }] as const;

    expect(historyText([runRecord(7, { exitCode: 4, targets: [{ ...crowd, withheld }] })])).toMatch(
      / nothing changed, 1,200 withheld\n$/,
    );
  });

  it("shows what happened to one person, the newest first", async () => {
    const entries = [
      entry(4, imported("ada")),
      entry(9, memberAdded("sales", "ada")),
      entry(3, updated("ada", [change("username", "ada", "ada.king")]), {
        run: 8,
        at: "2026-11-24T22:00:00.000Z",
      }),
      entry(1, disabled("ada"), { run: 9, target: "crowd", at: "2026-11-25T22:00:00Z" }),
    ];
    const runs = [
      runRecord(9, { startedAt: "2026-11-25T22:00:00.000Z", undone: { by: [10, 12], whole: false } }),
      runRecord(7),
    ];

    await expect(personText("ada", { runs, entries })).toMatchFileSnapshot(fileOf("one-person"));
  });

  it("says when nothing happened to somebody", () => {
    expect(personText("ada\u202e", { runs: [], entries: [] })).toBe(
      "No run has changed anything about ada\\u202e.\n",
    );
  });

  it("cuts nothing, and shows what cannot be seen", () => {
    const long = "x".repeat(500);
    const hostile = "ada\u001b[2J\nroot";
    const error = { code: hostile, message: hostile, fix: hostile };
    const entries = [
      entry(1, imported(long)),
      entry(2, updated(hostile, [change("displayName", hostile, "")]), { error, status: "failed" }),
      entry(3, memberAdded(hostile, hostile)),
      entry(4, linked(hostile, "username")),
    ];
    const run = runRecord(7, { who: hostile, host: hostile, version: hostile, configDigest: hostile });

    const text = runText(run, entries) + personText(hostile, { runs: [run], entries });

    expect(text).toContain(long);
    expect(text).not.toContain("\u001b");
    expect(text.split("\n").filter((line) => line.startsWith("root"))).toEqual([]);
  });
});

it.each([
  { end: "2026-11-23T22:00:00.000Z", words: "0 s" },
  { end: "2026-11-23T22:00:09.949Z", words: "9.9 s" },
  { end: "2026-11-23T22:00:59.400Z", words: "59 s" },
  { end: "2026-11-23T22:59:59.000Z", words: "59 min 59 s" },
  { end: "2026-11-24T00:04:30.000Z", words: "2 h 4 min" },
  { end: "2026-11-23T21:00:00.000Z", words: "0 s" },
])("says how long a run took: $words", ({ end, words }) => {
  expect(durationWords(runRecord(1, { endedAt: end }))).toBe(words);
});

it("keeps a time that it cannot read", () => {
  expect(timeWords("yesterday")).toBe("yesterday");
});
