import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Username } from "../../src/model/ids.ts";
import type { Failure } from "../../src/model/plan.ts";
import type { State } from "../../src/state/state.ts";
import { sourceId, targetId } from "../support/people.ts";
import { rawAccess } from "./raw-access.ts";
import {
  begin,
  changedAccess,
  DIRECTORY,
  holder,
  imported,
  KINDS,
  link,
  linksOf,
  NOW,
  newRun,
  OTHER,
  open,
  relinked,
  renamed,
  runOnce,
  type StateHome,
  type Step,
  target,
} from "./state-scene.ts";

const refused: Failure = { code: "REFUSED", message: "The directory refused it.", fix: "Look." };

describe.each(KINDS)("runs in %s", (_kind, openHome) => {
  let home: StateHome;
  let state: State;
  let config: Awaited<ReturnType<StateHome["fresh"]>>;
  beforeAll(async () => {
    home = await openHome();
  }, 60_000);
  afterAll(() => home.close());
  beforeEach(async () => {
    config = await home.fresh();
    state = await open(config);
  });
  afterEach(() => state.close());

  /** What a process leaves behind that is killed: nothing released, nothing ended. */
  async function dies(): Promise<void> {
    await rawAccess(config).run("update locks set pid = 4194305");
    await state.close();
    state = await open(config);
  }

  it("stand in the history with what became of them, the newest first", async () => {
    const { log, lock } = await begin(
      state,
      newRun({ targets: [target(), target({ name: "cloud", directory: OTHER })] }),
    );
    const journal = log.journal(DIRECTORY);
    const steps = [imported("ada"), imported("bob"), renamed("cyd", "syd")];
    await journal.intend(steps.map(({ operation }) => operation));
    const [ada, bob, cyd] = steps;
    if (!ada || !bob || !cyd) throw new Error("three steps");
    journal.record(ada.operation, { status: "done" }, ada.made);
    journal.record(bob.operation, { status: "failed", error: refused });
    journal.record(cyd.operation, { status: "skipped", error: refused });
    const during = await state.runs();
    await log.end({ endedAt: new Date(NOW + 5_000), exitCode: 3 });
    await lock.release();
    await runOnce(
      state,
      [changedAccess("disable", "ada", undefined)],
      newRun({ kind: "undo", undoes: log.id ?? 0 }),
    );

    expect(during).toMatchObject([{ outcome: "running", done: {}, unknown: 0 }]);
    expect(await state.runs()).toHaveLength(2);
    expect(await state.runs({ limit: 1 })).toMatchObject([
      { kind: "undo", undoes: log.id, outcome: "ended" },
    ]);
    expect(await state.run(log.id ?? 0)).toEqual({
      id: log.id,
      kind: "run",
      trigger: "cron",
      who: "ops",
      host: "build-7",
      version: "0.1.0",
      configDigest: "c0ffee",
      startedAt: "2026-11-23T22:00:00.000Z",
      endedAt: "2026-11-23T22:00:05.000Z",
      exitCode: 3,
      outcome: "ended",
      targets: [
        { name: "cloud", type: "crowd", directory: OTHER },
        { name: "crowd", type: "crowd", directory: DIRECTORY },
      ],
      done: { import: 1 },
      failed: 2,
      unknown: 0,
      undone: { by: [(log.id ?? 0) + 1], whole: true },
    });
    expect(await state.run(999)).toBeUndefined();
  });

  it("keep every operation as it was planned, with what became of it", async () => {
    const { log, lock } = await begin(state);
    const journal = log.journal(DIRECTORY);
    const planned = { ...imported("ada").operation, status: "planned" as const };
    const late = renamed("cyd", "syd").operation;
    await journal.intend([planned, imported("bob").operation]);
    journal.record(planned, { status: "done" }, targetId("ada"));
    journal.record(late, { status: "skipped", error: refused });
    await journal.flush();

    const at = "2026-11-23T22:00:00.000Z";
    const common = { run: log.id, target: "crowd", directory: DIRECTORY, at };
    expect(await state.entries({ run: log.id ?? 0 })).toEqual([
      { ...common, seq: 1, operation: imported("ada").operation, status: "done", made: targetId("ada") },
      { ...common, seq: 2, operation: imported("bob").operation, status: "open" },
      { ...common, seq: 3, operation: late, status: "skipped", error: refused },
    ]);
    expect(await state.entries({ run: log.id ?? 0, limit: 1 })).toHaveLength(1);
    await lock.release();
  });

  it("are searched for one person, by every name and id that the person had", async () => {
    await runOnce(state, [imported("ada"), imported("bob")]);
    await runOnce(state, [renamed("ada", "lovelace")]);
    const names = async (user: string) => (await state.entries({ user })).map(({ operation: { id } }) => id);

    for (const user of ["ada", "ADA", sourceId("ada").toUpperCase(), targetId("ada")]) {
      expect(await names(user)).toEqual(["crowd:import:ada", "crowd:update:ada"]);
    }
    expect(await names("nobody")).toEqual([]);
    expect([await state.isKnown("Lovelace"), await state.isKnown("nobody")]).toEqual([true, false]);
  });

  describe("that were taken back", () => {
    const steps = [imported("ada"), imported("bob")];
    const back = ["ada", "bob"].map((name) => changedAccess("disable", name, undefined));
    const undo = (undoes: number, done: readonly Step[], exitCode: number) =>
      runOnce(state, done, newRun({ kind: "undo", undoes }), exitCode);
    const undoneOf = async (id: number) => (await state.run(id))?.undone;

    it("are so in part as long as a limit held something back", async () => {
      const run = await runOnce(state, steps);
      const first = await undo(run, back.slice(0, 1), 4);
      const inPart = await undoneOf(run);

      const second = await undo(run, back.slice(1), 4);

      expect(inPart).toEqual({ by: [first], whole: false });
      expect(await undoneOf(run)).toEqual({ by: [first, second], whole: true });
    });

    it("are so wholly when an undo ended well, though not everything could come back", async () => {
      const run = await runOnce(state, steps);

      const only = await undo(run, back.slice(0, 1), 0);

      expect(await undoneOf(run)).toEqual({ by: [only], whole: true });
    });

    it("are not when the undo did nothing", async () => {
      const run = await runOnce(state, steps);

      await undo(run, [], 3);

      expect(await undoneOf(run)).toBeUndefined();
    });
  });

  it("are found by the name that only a rename or a link tells", async () => {
    await runOnce(state, [renamed("sotieno", "Samuel.Otieno")]);
    const news = { learned: [link("cyd", { username: "Cýd" as Username })], missing: [] };
    await runOnce(state, [], newRun({ targets: [target({ news })] }));
    await runOnce(state, [changedAccess("enable", "cyd", undefined)]);
    const names = async (user: string) => (await state.entries({ user })).map(({ operation: { id } }) => id);

    expect(await names("samuel.otieno")).toEqual(["crowd:update:sotieno"]);
    expect(await names("CÝD")).toEqual(["bitbucket:enable:cyd"]);
    expect(await names("samuel")).toEqual([]);
  });

  it("that died are interrupted, and what they did not mark is open until it is settled", async () => {
    const { log } = await begin(state);
    const id = log.id ?? 0;
    const journal = log.journal(DIRECTORY);
    const [ada, bob, cyd] = [imported("ada"), imported("bob"), imported("cyd")].map(
      ({ operation }) => operation,
    );
    if (!ada || !bob || !cyd) throw new Error("three operations");
    await journal.intend([ada, bob, cyd]);
    const whileAlive = await state.remembered(DIRECTORY);
    await dies();

    const afterwards = await state.remembered(DIRECTORY);
    const interrupted = await state.run(id);
    const settled = [
      { run: id, seq: 1, found: "done" as const },
      { run: id, seq: 2, found: "not-done" as const },
      { run: id, seq: 3, found: "unknown" as const },
    ];
    await runOnce(state, [], newRun({ targets: [target({ settled })] }));

    expect(whileAlive.open).toEqual([]);
    expect(afterwards.open).toEqual([
      { run: id, seq: 1, operation: ada },
      { run: id, seq: 2, operation: bob },
      { run: id, seq: 3, operation: cyd },
    ]);
    expect(interrupted).toMatchObject({
      outcome: "interrupted",
      lastSignAt: "2026-11-23T22:00:00.000Z",
      done: {},
      failed: 0,
      unknown: 3,
    });
    expect(await state.run(id)).toMatchObject({
      outcome: "interrupted",
      done: { import: 1 },
      failed: 1,
      unknown: 1,
    });
    expect((await state.remembered(DIRECTORY)).open).toEqual([]);
    const statuses = (await state.entries({ run: id })).map(({ status }) => status);
    expect(statuses).toEqual(["found-done", "found-not-done", "unknown"]);
  });

  it("that died are told once, by the next run that begins on their directory", async () => {
    const { log } = await begin(state);
    await dies();

    const unread = await state.lock([DIRECTORY], holder());
    await unread.release();
    const next = await begin(state);
    await next.log.end({ endedAt: new Date(NOW), exitCode: 0 });
    await next.lock.release();
    const later = await begin(state);
    await later.lock.release();

    expect(next.log.interrupted).toEqual([log.id]);
    expect(later.log.interrupted).toEqual([]);
  });

  it("that died leave the links of everything that they marked", async () => {
    const { log } = await begin(state);
    const journal = log.journal(DIRECTORY);
    const [ada, bob] = [imported("ada"), imported("bob")];
    await journal.intend([ada.operation]);
    journal.record(ada.operation, { status: "done" }, ada.made);
    await journal.intend([bob.operation]);
    await dies();

    const lock = await state.lock([DIRECTORY], holder());

    expect(await linksOf(state)).toEqual([link("ada", { fresh: true })]);
    expect((await state.remembered(DIRECTORY)).open.map(({ operation }) => operation)).toEqual([
      bob.operation,
    ]);
    await lock.release();
  });

  it("that died leave the links of everything that they marked to whoever only looks, too", async () => {
    const { log } = await begin(state);
    const journal = log.journal(DIRECTORY);
    const [ada, bob] = [imported("ada"), imported("bob")];
    await journal.intend([ada.operation]);
    journal.record(ada.operation, { status: "done" }, ada.made);
    await journal.intend([bob.operation]);
    const whileAlive = await linksOf(state);
    await dies();

    expect([whileAlive, await linksOf(state)]).toEqual([[], [link("ada", { fresh: true })]]);
  });

  it("that died while a link was taken away by hand have taken it away, if it was found so", async () => {
    await runOnce(state, [imported("ada")]);
    const { log } = await begin(state, newRun({ kind: "unlink" }));
    await log.journal(DIRECTORY).intend([relinked("ada", "ada", "").operation]);
    await dies();

    const settled = [{ run: log.id ?? 0, seq: 1, found: "done" as const }];
    await runOnce(state, [], newRun({ targets: [target({ settled })] }));

    expect(await linksOf(state)).toEqual([]);
    expect((await state.remembered(DIRECTORY)).separations).toEqual([
      { sourceId: sourceId("ada"), targetId: targetId("ada") },
    ]);
  });

  it("write links every few thousand, long before the end", async () => {
    const steps = Array.from({ length: 10_000 }, (_, index) =>
      imported(`p${String(index).padStart(5, "0")}`),
    );
    const { log, lock } = await begin(state);
    const journal = log.journal(DIRECTORY);
    await journal.intend(steps.map(({ operation }) => operation));
    for (const { operation, made } of steps) journal.record(operation, { status: "done" }, made);
    const before = await linksOf(state);
    await journal.intend([imported("ada").operation]);

    expect(before).toEqual([]);
    expect(await linksOf(state)).toHaveLength(10_000);
    await log.end({ endedAt: new Date(NOW), exitCode: 0 });
    await lock.release();
  });
});
