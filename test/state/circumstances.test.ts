import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Circumstances } from "../../src/model/history.ts";
import { rawAccess } from "./raw-access.ts";
import { rewindTo } from "./rewind.ts";
import {
  begin,
  DIRECTORY,
  imported,
  KINDS,
  link,
  linksOf,
  NOW,
  newRun,
  OTHER,
  open,
  runOnce,
  type StateHome,
  target,
} from "./state-scene.ts";

const CIRCUMSTANCES: Circumstances = {
  approve: ["disable"],
  onlyKinds: ["import", "disable"],
  plan: { file: "plans/plan.json", digest: "ab".repeat(32), createdAt: "2026-11-23T20:00:00.000Z" },
};

const UNREAD = { code: "NETWORK", message: "No answer from crowd.", fix: "Check the address." };
const STALE = { code: "STALE", message: "Not done, since it went stale: the account is gone." };

describe.each(KINDS)("what let a run through, in %s", (_kind, openHome) => {
  let home: StateHome;
  beforeAll(async () => {
    home = await openHome();
  }, 60_000);
  afterAll(() => home.close());

  it("stands in its record, with what was withheld and what was left out", async () => {
    const state = await open(await home.fresh());
    const withheld = [{ by: "limits.disable", kind: "disable", count: 12 }] as const;
    const targets = [target({ withheld }), target({ name: "cloud", directory: OTHER, error: UNREAD })];

    await runOnce(state, [], newRun({ kind: "apply", circumstances: CIRCUMSTANCES, targets }), 4);
    const [run] = await state.runs();

    expect(run?.circumstances).toEqual(CIRCUMSTANCES);
    expect(run?.targets).toEqual([
      { name: "cloud", type: "crowd", directory: OTHER, error: UNREAD },
      { name: "crowd", type: "crowd", directory: DIRECTORY, withheld },
    ]);
    await state.close();
  });

  it("is not there for a run that only its config decided", async () => {
    const state = await open(await home.fresh());

    await runOnce(state, [imported("ada")]);
    const [run] = await state.runs();

    expect(run).not.toHaveProperty("circumstances");
    expect(run?.targets).toEqual([{ name: "crowd", type: "crowd", directory: DIRECTORY }]);
    await state.close();
  });

  it("says at its end on which directory it gave up, and why", async () => {
    const state = await open(await home.fresh());
    const { log, lock } = await begin(state);

    const stopped = [{ directory: DIRECTORY, error: UNREAD }];
    await log.end({ endedAt: new Date(NOW), exitCode: 3, stopped });
    await lock.release();

    expect((await state.runs())[0]?.targets[0]?.error).toEqual(UNREAD);
    await state.close();
  });

  it("has the stale operations in the journal, which no later run takes for open", async () => {
    const config = await home.fresh();
    const state = await open(config);
    const { log } = await begin(state, newRun({ kind: "apply" }));
    const journal = log.journal(DIRECTORY);
    journal.record(imported("ada").operation, { status: "skipped", error: STALE });
    await journal.flush();
    await rawAccess(config).run("update locks set pid = 4194305");
    await state.close();

    const next = await open(config);
    const { open: left, attempted } = await next.remembered(DIRECTORY);
    await runOnce(next, []);

    expect({ left, attempted }).toEqual({ left: [], attempted: undefined });
    expect(await next.entries({ run: 1 })).toMatchObject([{ status: "skipped", error: STALE }]);
    expect((await next.run(1))?.failed).toBe(1);
    await next.close();
  });

  it("does not count as a reading what could not be read", async () => {
    const config = await home.fresh();
    const state = await open(config);
    const readAt = async () => (await rawAccess(config).run("select read_at from directories"))[0];

    await runOnce(state, [], newRun({ targets: [target({ error: UNREAD })] }));
    const unread = await readAt();
    await runOnce(state, []);

    expect([unread, await readAt()]).toEqual([{ read_at: null }, { read_at: "2026-11-23T22:00:00.000Z" }]);
    await state.close();
  });

  it("has room in a state from before as soon as that is opened", async () => {
    const config = await home.fresh();
    const first = await open(config);
    await runOnce(first, [imported("ada")]);
    await first.close();
    await rewindTo("0002-access", config);

    const opened = await open(config);
    await runOnce(opened, [], newRun({ circumstances: { allow: ["disable=50"] } }));

    expect((await opened.runs()).map(({ circumstances }) => circumstances)).toEqual([
      { allow: ["disable=50"] },
      undefined,
    ]);
    expect(await linksOf(opened)).toEqual([link("ada")]);
    await opened.close();
  });
});
