import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Access } from "../../src/model/access.ts";
import type { Withdrawn } from "../../src/model/recorded.ts";
import type { State } from "../../src/state/state.ts";
import { sourceId } from "../support/people.ts";
import { rewindTo } from "./rewind.ts";
import {
  begin,
  changedAccess,
  DIRECTORY,
  holder,
  imported,
  KINDS,
  link,
  linksOf,
  newRun,
  open,
  relinked,
  runOnce,
  type StateHome,
  type Step,
  target,
} from "./state-scene.ts";

const ACCESS: Access = { groups: ["stash-users", "développeurs"], permission: "LICENSED_USER" };
const REFUSED = { code: "REFUSED", message: "not today" };
const took = (access?: Access) => changedAccess("disable", "ada", access);
const gave = (access?: Access) => changedAccess("enable", "ada", access);
const tookHalf = changedAccess("disable", "ada", ACCESS, REFUSED);
const gaveHalf = changedAccess("enable", "ada", ACCESS, REFUSED);

describe.each(KINDS)("in %s", (_kind, openHome) => {
  let home: StateHome;
  let state: State;
  beforeAll(async () => {
    home = await openHome();
  }, 60_000);
  afterAll(() => home.close());
  beforeEach(async () => {
    state = await open(await home.fresh());
  });
  afterEach(() => state.close());

  it("a state from before has room for it as soon as it is opened", async () => {
    const old = await home.fresh();
    await (await open(old)).close();
    await rewindTo("0001-first", old);

    const opened = await open(old, { mode: "read" });
    const links = await linksOf(opened);
    await runOnce(opened, [imported("ada"), took(ACCESS)]);

    expect(links).toEqual([]);
    expect(await linksOf(opened)).toEqual([link("ada", { withdrawn: ACCESS })]);
    await opened.close();
  });

  describe("what was taken away from an account", () => {
    it.each<{ situation: string; steps: Step[]; withdrawn: Withdrawn | undefined }>([
      { situation: "is remembered", steps: [took(ACCESS)], withdrawn: ACCESS },
      {
        situation: "is remembered though it may be less, when that failed",
        steps: [tookHalf],
        withdrawn: { ...ACCESS, partial: true },
      },
      {
        situation: "is what was taken last",
        steps: [tookHalf, took({ groups: ["stash-users"] })],
        withdrawn: { groups: ["stash-users"] },
      },
      {
        situation: "is forgotten once it is given back",
        steps: [took(ACCESS), gave(ACCESS)],
        withdrawn: undefined,
      },
      {
        situation: "is remembered when giving it back failed",
        steps: [took(ACCESS), gaveHalf],
        withdrawn: { ...ACCESS, partial: true },
      },
      { situation: "is nothing where accounts have a flag", steps: [took(), gave()], withdrawn: undefined },
      {
        situation: "stays with the account when that gets another person",
        steps: [took(ACCESS), relinked("ada", "ada", "bob")],
        withdrawn: ACCESS,
      },
    ])("$situation, in one run and in one run for each step", async ({ steps, withdrawn }) => {
      await runOnce(state, [imported("ada"), ...steps]);
      const atOnce = await linksOf(state);
      await state.close();
      state = await open(await home.fresh());
      for (const step of [imported("ada"), ...steps]) await runOnce(state, [step]);

      expect(atOnce.map((one) => one.withdrawn)).toEqual([withdrawn]);
      expect((await linksOf(state)).map((one) => one.withdrawn)).toEqual([withdrawn]);
    });

    it("goes with the link", async () => {
      await runOnce(state, [imported("ada"), took(ACCESS), relinked("ada", "ada", "")]);

      expect(await linksOf(state)).toEqual([]);
    });

    it("is remembered of a run that died before it wrote links", async () => {
      await runOnce(state, [imported("ada"), imported("bob")]);
      const { lock, log } = await begin(state);
      const journal = log.journal(DIRECTORY);
      const halves = [took(ACCESS), changedAccess("disable", "bob", ACCESS)].map(
        ({ operation }) => operation,
      );
      await journal.intend(halves);
      journal.record(halves[0] as Step["operation"], { status: "done" });
      journal.record(halves[1] as Step["operation"], { status: "failed", error: REFUSED });
      await journal.intend([gave(ACCESS).operation]);
      await lock.release();

      const next = await state.lock([DIRECTORY], holder());

      expect(await linksOf(state)).toEqual([
        link("ada", { withdrawn: ACCESS }),
        link("bob", { withdrawn: { ...ACCESS, partial: true } }),
      ]);
      await next.release();
    });

    it("is what a reading makes of it", async () => {
      await runOnce(state, [imported("ada"), imported("bob"), took(ACCESS)]);
      const learned = [link("ada"), link("bob", { withdrawn: ACCESS, fresh: true })];

      await runOnce(state, [], newRun({ targets: [target({ news: { learned, missing: [] } })] }));

      expect(await linksOf(state)).toEqual(learned);
    });
  });

  describe("who is new", () => {
    const endWith = async (waiting: string[], settled: string[]) => {
      const { lock, log } = await begin(state);
      const newcomers = [
        { directory: "another", waiting: [sourceId("eve")], settled: [] },
        { directory: DIRECTORY, waiting: waiting.map(sourceId), settled: settled.map(sourceId) },
      ];
      await log.end({ endedAt: new Date(0), exitCode: 0, newcomers });
      await lock.release();
    };
    const fresh = async () => (await linksOf(state)).flatMap((one) => (one.fresh ? [one.username] : []));

    it("is remembered until it is known that nothing is left to be done", async () => {
      await runOnce(state, ["ada", "bob", "eve"].map(imported));
      const atFirst = await fresh();
      await endWith(["ada", "bob"], []);
      const between = await fresh();
      await endWith(["ada"], ["bob", "eve"]);

      expect(atFirst).toEqual([]);
      expect(between).toEqual(["ada", "bob"]);
      expect(await fresh()).toEqual(["ada"]);
    });

    it("is whoever a run that died has imported", async () => {
      const { lock, log } = await begin(state);
      const journal = log.journal(DIRECTORY);
      const { operation, made } = imported("ada");
      await journal.intend([operation]);
      journal.record(operation, { status: "done" }, made);
      await journal.intend([imported("bob").operation]);
      await lock.release();

      await (await state.lock([DIRECTORY], holder())).release();

      expect(await fresh()).toEqual(["ada"]);
    });

    it("may be whoever could not be imported, until there is a link to what was made all the same", async () => {
      const failed = { ...imported("ada"), error: REFUSED };
      await runOnce(state, [failed, { ...imported("bob"), error: REFUSED }]);
      const { attempted } = await state.remembered(DIRECTORY);
      const { lock, log } = await begin(state);
      const journal = log.journal(DIRECTORY);
      const link = relinked("ada", "", "ada", { reason: "differs", matchedBy: "username" }).operation;
      await journal.intend([link]);
      journal.record(link, { status: "done" });
      await journal.intend([took().operation]);
      await lock.release();

      await (await state.lock([DIRECTORY], holder())).release();

      const bob = { sourceId: sourceId("bob"), username: "bob" };
      expect(attempted?.toSorted((one, other) => (one.username < other.username ? -1 : 1))).toEqual([
        { sourceId: sourceId("ada"), username: "ada" },
        bob,
      ]);
      expect((await state.remembered(DIRECTORY)).attempted).toEqual([bob]);
      expect(await fresh()).toEqual(["ada"]);
    });

    it("is nobody who has an account that goes to them", async () => {
      await runOnce(state, [imported("ada")]);
      await endWith(["ada"], []);

      await runOnce(state, [relinked("ada", "ada", "bob")]);

      expect(await fresh()).toEqual([]);
    });

    it("is whoever was linked again to the same account", async () => {
      await runOnce(state, [imported("ada")]);
      await endWith(["ada"], []);

      await runOnce(state, [relinked("ada", "ada", "ada", { reason: "differs", matchedBy: "state" })]);

      expect(await fresh()).toEqual(["ada"]);
    });
  });
});
