import { describe, expect, it } from "vitest";
import type { AuditEvent } from "../../src/audit/audit-event.ts";
import { auditedState } from "../../src/audit/audited-state.ts";
import { UsersyncError } from "../../src/errors.ts";
import type { JournalEntry } from "../../src/model/history.ts";
import type { SourceId, TargetId, Username } from "../../src/model/ids.ts";
import type { Operation } from "../../src/model/operation.ts";
import { noState } from "../../src/state/no-state.ts";
import type { NewRun, RunTarget, State } from "../../src/state/state.ts";

const ADA = { username: "ada" as Username, sourceId: "s-ada" as SourceId, targetId: "t-ada" as TargetId };
const DISABLE: Operation = { id: "cloud:disable:s-ada", kind: "disable", user: ADA, reason: "left-scope" };

const FULL = new UsersyncError("STATE_UNUSABLE", { what: "The disk is full.", why: "", fix: "Make room." });

const target = (overrides: Partial<RunTarget> = {}): RunTarget => ({
  name: "cloud",
  type: "atlassian-cloud",
  directory: "atlassian-cloud https://api.example.com dir-1",
  news: { learned: [], missing: [] },
  settled: [],
  ...overrides,
});

const newRun = (overrides: Partial<NewRun> = {}): NewRun => ({
  kind: "run",
  trigger: "cron",
  who: "ops",
  host: "srv1",
  version: "0.1.0",
  configDigest: "c0ffee",
  startedAt: new Date(0),
  targets: [target()],
  ...overrides,
});

interface SceneOptions {
  readonly entries?: readonly JournalEntry[];
  readonly full?: boolean;
  readonly interrupted?: readonly number[];
}

/** A state and an audit file that tell, in order, what reached them. */
function scene({ entries = [], full = false, interrupted = [] }: SceneOptions = {}) {
  const told: string[] = [];
  const events: AuditEvent[] = [];
  const disk = { full };
  const state: State = {
    ...noState(),
    entries: async ({ run }) => entries.filter((entry) => entry.run === run),
    begin: async () => ({
      id: 12,
      interrupted,
      journal: () => ({
        intend: async (operations) => void told.push(`journal intends ${operations.length}`),
        record: ({ id }) => void told.push(`journal marks ${id}`),
        flush: async () => void told.push("journal flushes"),
      }),
      end: async ({ exitCode }) => void told.push(`run ends ${exitCode}`),
    }),
  };
  const append = async (lines: readonly AuditEvent[]) => {
    if (disk.full) throw FULL;
    told.push(`audit ${lines.map(({ event }) => event).join(", ")}`.trimEnd());
    events.push(...lines);
  };
  const redact = (text: string) => text.replace("hush", "[secret]");
  const audited = auditedState(state, { audit: { append }, redact, now: () => 0 });
  return { told, events, disk, audited };
}

describe("auditedState", () => {
  it("says what let a run through, what it withheld, and what it left out", async () => {
    const { events, audited } = scene();
    const unread = { code: "NETWORK", message: "hush did not answer.", fix: "Check hush." };
    const said = { code: "NETWORK", message: "[secret] did not answer.", fix: "Check [secret]." };
    const other = target({ name: "crowd", type: "crowd", directory: "crowd 1", error: unread });
    const counted = { by: "limits.disable", kind: "disable", count: 12 } as const;
    const circumstances = { allow: ["removeMembers=5"], only: ["cloud", "crowd"] };

    const log = await audited.begin(
      newRun({ circumstances, targets: [target({ withheld: [counted] }), other] }),
    );
    const gaveUp = { code: "SIGN_IN_FAILED", message: "Refused." };
    const stopped = [{ directory: target().directory, error: gaveUp }];
    await log.end({ endedAt: new Date(0), exitCode: 4, stopped });

    expect(events).toMatchObject([
      { event: "run-started", circumstances, targets: [{ name: "cloud" }, { name: "crowd", error: said }] },
      {
        event: "run-ended",
        withheld: [{ target: "cloud", ...counted }],
        leftOut: [
          { target: "cloud", error: gaveUp },
          { target: "crowd", error: said },
        ],
      },
    ]);
  });

  it("writes the beginning before anything, outcomes before the next portion, and the end", async () => {
    const { told, audited } = scene();

    const log = await audited.begin(newRun());
    const journal = log.journal(target().directory);
    await journal.intend([DISABLE]);
    journal.record(DISABLE, { status: "done" });
    await journal.intend([DISABLE, DISABLE]);
    journal.record(DISABLE, { status: "done" });
    await journal.flush();
    await log.end({ endedAt: new Date(0), exitCode: 0 });

    expect(told).toEqual([
      "audit run-started",
      "audit",
      "journal intends 1",
      "journal marks cloud:disable:s-ada",
      "audit operation",
      "journal intends 2",
      "journal marks cloud:disable:s-ada",
      "audit operation",
      "journal flushes",
      "audit run-ended",
      "run ends 0",
    ]);
  });

  it("says who, where from, what before and after, and what became of it", async () => {
    const { events, audited } = scene();

    const log = await audited.begin(newRun({ undoes: 11, kind: "undo" }));
    const journal = log.journal(target().directory);
    journal.record(DISABLE, { status: "done" });
    journal.record(DISABLE, {
      status: "failed",
      error: { code: "REFUSED", message: "hush", fix: "no hush" },
    });
    await log.end({ endedAt: new Date(0), exitCode: 3 });

    const self = { run: 12, who: "ops", host: "srv1" };
    const operation = {
      event: "operation",
      ...self,
      target: "cloud",
      directory: target().directory,
      id: "cloud:disable:s-ada",
      kind: "disable",
      user: ADA,
      reason: "left-scope",
      before: { active: true },
      after: { active: false },
    };
    expect(events).toEqual([
      {
        event: "run-started",
        ...self,
        kind: "undo",
        trigger: "cron",
        version: "0.1.0",
        config: "c0ffee",
        targets: [{ name: "cloud", type: "atlassian-cloud", directory: target().directory }],
        undoes: 11,
      },
      { ...operation, status: "done" },
      {
        ...operation,
        status: "failed",
        error: { code: "REFUSED", message: "[secret]", fix: "no [secret]" },
      },
      { event: "run-ended", ...self, exitCode: 3, operations: 2, done: 1 },
    ]);
  });

  it.each<{ kind: string; operation: Operation; made?: string; line: object }>([
    {
      kind: "import",
      operation: {
        id: "1",
        kind: "import",
        user: { username: ADA.username, sourceId: ADA.sourceId },
        changes: [{ field: "email", from: "", to: "ada@example.com" }],
        reason: "not-in-target",
      },
      made: "t-new",
      line: { before: null, after: { email: "ada@example.com" }, made: "t-new" },
    },
    {
      kind: "update",
      operation: {
        id: "1",
        kind: "update",
        user: ADA,
        changes: [{ field: "username", from: "ada", to: "ada.king" }],
        reason: "differs",
      },
      line: { before: { username: "ada" }, after: { username: "ada.king" } },
    },
    {
      kind: "link",
      operation: {
        id: "1",
        kind: "link",
        user: ADA,
        changes: [{ field: "link", from: "", to: "s-ada" }],
        reason: "by-hand",
        matchedBy: "by-hand",
      },
      line: { before: { link: "" }, after: { link: "s-ada" }, matchedBy: "by-hand" },
    },
    {
      kind: "enable",
      operation: { id: "1", kind: "enable", user: ADA, reason: "active-in-source" },
      line: { before: { active: false }, after: { active: true } },
    },
    {
      kind: "create-group",
      operation: { id: "1", kind: "create-group", group: { name: "dev" }, reason: "not-in-target" },
      line: { before: null, after: { name: "dev" }, group: { name: "dev" } },
    },
    {
      kind: "add-member",
      operation: {
        id: "1",
        kind: "add-member",
        group: { name: "dev" },
        user: ADA,
        reason: "member-in-source",
      },
      line: { before: { member: false }, after: { member: true }, group: { name: "dev" }, user: ADA },
    },
    {
      kind: "hand-over",
      operation: {
        id: "1",
        kind: "hand-over",
        lead: { of: "project", id: "10000", name: "CORE (Core platform)" },
        user: ADA,
        from: ADA.username,
        to: "office" as Username,
        fromId: ADA.targetId,
        toId: "t-office" as TargetId,
        reason: "left-scope",
      },
      line: {
        lead: { of: "project", id: "10000", name: "CORE (Core platform)" },
        user: ADA,
        before: { leader: "ada" },
        after: { leader: "office" },
      },
    },
    {
      kind: "remove-member",
      operation: {
        id: "1",
        kind: "remove-member",
        group: { name: "dev" },
        user: ADA,
        reason: "not-member-in-source",
      },
      line: { before: { member: true }, after: { member: false } },
    },
  ])("shows both sides of $kind", async ({ operation, made, line }) => {
    const { events, audited } = scene();

    const log = await audited.begin(newRun());
    log.journal("elsewhere").record(operation, { status: "done" }, made);
    await log.end({ endedAt: new Date(0), exitCode: 0 });

    expect(events[1]).toMatchObject({ ...line, kind: operation.kind, target: "elsewhere", status: "done" });
  });

  it("writes what it has found out of a run that died", async () => {
    const entry = (seq: number, status: JournalEntry["status"]): JournalEntry => ({
      run: 11,
      seq,
      target: "cloud",
      directory: target().directory,
      operation: { ...DISABLE, id: `op-${seq}` },
      status,
      at: "2026-11-23T22:00:00.000Z",
    });
    const { events, audited } = scene({
      entries: [entry(1, "done"), entry(2, "found-done"), entry(3, "unknown")],
      interrupted: [11],
    });
    const settled = [
      { run: 11, seq: 2, found: "done" },
      { run: 11, seq: 3, found: "unknown" },
    ] as const;

    await audited.begin(newRun({ targets: [target({ settled })] }));

    expect(events.slice(1)).toMatchObject([
      { event: "operation", id: "op-2", run: 11, status: "found-done", foundBy: 12 },
      { event: "operation", id: "op-3", run: 11, status: "unknown", foundBy: 12 },
      { event: "run-interrupted", run: 11, open: 2, done: 1, foundBy: 12 },
    ]);
  });

  it("lets no run begin when the file cannot be written, and closes its record", async () => {
    const { told, audited } = scene({ full: true });

    await expect(audited.begin(newRun())).rejects.toBe(FULL);

    expect(told).toEqual(["run ends 1"]);
  });

  it("lets nothing new begin when the file cannot be written any more", async () => {
    const { told, disk, audited } = scene();
    const log = await audited.begin(newRun());
    const journal = log.journal(target().directory);
    await journal.intend([DISABLE]);
    journal.record(DISABLE, { status: "done" });
    disk.full = true;

    await expect(journal.intend([DISABLE])).rejects.toBe(FULL);
    await expect(journal.flush()).rejects.toBe(FULL);
    await expect(log.end({ endedAt: new Date(0), exitCode: 1 })).rejects.toBe(FULL);

    expect(told.slice(-3)).toEqual(["journal marks cloud:disable:s-ada", "journal flushes", "run ends 1"]);
  });

  it("works without a state, where runs have no number", async () => {
    const { events } = scene();
    const append = async (lines: readonly AuditEvent[]) => void events.push(...lines);
    const audited = auditedState(noState(), { audit: { append }, redact: (text) => text, now: () => 0 });

    const log = await audited.begin(newRun());
    log.journal(target().directory).record(DISABLE, { status: "done" });
    await log.end({ endedAt: new Date(0), exitCode: 0 });

    expect(events).toHaveLength(3);
    for (const event of events) expect(event).not.toHaveProperty("run");
  });
});
