import { hostname } from "node:os";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { State } from "../../src/state/state.ts";
import { buildIfOld } from "../cli/spawn-usersync.ts";
import { type TickingTimer, tickingTimer } from "../support/ticking-timer.ts";
import { type LockProgram, startLockProgram } from "./lock-program.ts";
import { rawAccess } from "./raw-access.ts";
import {
  begin,
  DIRECTORY,
  holder,
  imported,
  KINDS,
  linksOf,
  NOW,
  OTHER,
  open,
  type StateHome,
} from "./state-scene.ts";

const elsewhere = holder({ host: "build-8", pid: 17, who: "cron" });

describe.each(KINDS)("the lock in %s", (_kind, openHome) => {
  let home: StateHome;
  let config: Awaited<ReturnType<StateHome["fresh"]>>;
  let timer: TickingTimer;
  let first: State;
  let second: State;
  beforeAll(async () => {
    home = await openHome();
  }, 60_000);
  afterAll(() => home.close());
  beforeEach(async () => {
    config = await home.fresh();
    timer = tickingTimer();
    first = await open(config, { timer });
    second = await open(config, { timer: tickingTimer() });
  });
  afterEach(async () => {
    await first.close();
    await second.close();
  });

  const sql = (statement: string) => rawAccess(config).run(statement);
  const beats = async () => Number((await sql("select beat from locks"))[0]?.["beat"]);

  it("story 40: a second run is refused, and told who holds the directory, where and since when", async () => {
    const lock = await first.lock([DIRECTORY], holder());

    await expect(second.lock([OTHER, DIRECTORY], holder())).rejects.toMatchObject({
      code: "LOCKED",
      message: expect.stringMatching(
        new RegExp(`\`usersync run\` by ops on ${hostname()}, process ${process.pid}, since 20\\d\\d-`),
      ),
    });
    const other = await second.lock([OTHER], holder());
    await lock.release();
    const next = await second.lock([DIRECTORY], holder());

    expect(next.lost.aborted).toBe(false);
    await other.release();
    await next.release();
  });

  it("of no directory holds nobody up", async () => {
    const lock = await first.lock([], holder());

    await lock.release();

    expect(lock.lost.aborted).toBe(false);
  });

  it("story 40: is taken over at once when its process is gone, or another one has its number", async () => {
    const { pid } = process;
    for (const gone of ["pid = 4194305", `pid = ${pid}, started = '1'`]) {
      await first.lock([DIRECTORY], holder());
      await sql(`update locks set ${gone}`);
      const lock = await second.lock([DIRECTORY], holder());
      await lock.release();
    }
  });

  it.each([
    ["another machine", "host = 'build-8', pid = 4194305"],
    ["a container of the same name", "place = 'another boot', pid = 4194305"],
  ])("of %s is not taken over only because no such process is here", async (_place, change) => {
    await first.lock([DIRECTORY], holder());
    await sql(`update locks set ${change}`);

    await expect(second.lock([DIRECTORY], holder())).rejects.toMatchObject({ code: "LOCKED" });
  });

  it.each([
    ["ran out", "renewed - 121000"],
    ["lies in the future, since a clock was set back", "renewed + 3600000"],
  ])("whose lease %s is watched for two beats, and taken over when it is silent", async (_when, renewed) => {
    await first.lock([DIRECTORY], elsewhere);
    await sql(`update locks set renewed = ${renewed}`);
    const watching = tickingTimer();
    const third = await open(config, { timer: watching });

    const lock = await third.lock([DIRECTORY], holder());

    expect(watching.now()).toBe(20_000);
    await lock.release();
    await third.close();
  });

  it("of a holder that still renews is not taken over, whatever the clock says", async () => {
    await first.lock([DIRECTORY], elsewhere);
    await sql("update locks set renewed = renewed - 3600000");
    const watching = tickingTimer();
    watching.whileWaiting(async () => {
      await sql("update locks set beat = beat + 1");
    });
    const third = await open(config, { timer: watching });

    await expect(third.lock([DIRECTORY], holder())).rejects.toMatchObject({ code: "LOCKED" });
    await third.close();
  });

  it("is renewed every ten seconds until it is released", async () => {
    const lock = await first.lock([DIRECTORY], holder());

    await timer.pass(9_999);
    const early = await beats();
    await timer.pass(1);
    await expect.poll(beats).toBe(1);
    await lock.release();

    expect(early).toBe(0);
    expect(await sql("select * from locks")).toEqual([]);
  });

  it("tells its holder that somebody else took it, who then writes nothing more", async () => {
    const { log, lock } = await begin(first);
    const journal = log.journal(DIRECTORY);
    const [ada, bob] = [imported("ada"), imported("bob")];
    await journal.intend([ada.operation]);
    journal.record(ada.operation, { status: "done" }, ada.made);
    await sql("update locks set token = 'another', who = 'eve'");

    await timer.pass(10_000);
    await expect.poll(() => lock.lost.aborted).toBe(true);
    const intending = journal.intend([bob.operation]);

    await expect(intending).rejects.toMatchObject({
      code: "LOCKED",
      why: expect.stringContaining("by eve on"),
    });
    expect(lock.lost.reason).toMatchObject({ code: "LOCKED" });
    await log.end({ endedAt: new Date(NOW), exitCode: 1 });
    await lock.release();
    expect((await first.entries({ run: log.id ?? 0 })).map(({ status }) => status)).toEqual(["done"]);
    expect(await linksOf(first)).toEqual([]);
    expect(await sql("select who from locks")).toEqual([{ who: "eve" }]);
  });

  it("is lost when it could not be renewed for a minute and a half", async () => {
    const lock = await first.lock([DIRECTORY], holder());
    await first.close();

    for (let beat = 0; beat < 9; beat += 1) {
      await timer.pass(10_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const before = lock.lost.aborted;
    await expect
      .poll(async () => {
        await timer.pass(10_000);
        return lock.lost.aborted;
      })
      .toBe(true);

    expect(before).toBe(false);
    expect(lock.lost.reason).toMatchObject({ code: "STATE_UNUSABLE" });
    await lock.release();
    first = await open(config);
  });

  describe("among processes", () => {
    const programs: LockProgram[] = [];
    beforeAll(buildIfOld, 180_000);
    const start = () => {
      const program = startLockProgram(config, DIRECTORY);
      programs.push(program);
      return program;
    };
    afterEach(async () => {
      for (const program of programs.splice(0)) await program.kill();
    });

    it("story 40: goes to one of two that race for it, and at once to the next when that one is killed", async () => {
      const racers = [start(), start()];

      const said = await Promise.all(racers.map(({ says }) => says));
      const winner = racers[said.indexOf("held")];
      await winner?.kill();
      const lock = await second.lock([DIRECTORY], holder());

      expect([...said].sort()).toEqual(["LOCKED", "held"]);
      await lock.release();
    }, 60_000);
  });
});
