import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { GroupSource } from "../../src/model/desired.ts";
import type { Operation } from "../../src/model/operation.ts";
import type { KeptGroup } from "../../src/model/recorded.ts";
import type { RunTarget, State } from "../../src/state/state.ts";
import { rewindTo } from "./rewind.ts";
import {
  begin,
  DIRECTORY,
  holder,
  KINDS,
  newRun,
  OTHER,
  open,
  runOnce,
  type StateHome,
  type Step,
  target,
} from "./state-scene.ts";

const sourcesOf = (name: string): readonly GroupSource[] => [{ id: `id-${name}`, name: `Entra ${name}` }];
const kept = (name: string, overrides: Partial<KeptGroup> = {}): KeptGroup => ({
  name,
  sources: sourcesOf(name),
  how: "created",
  ...overrides,
});

function step(kind: "create-group" | "adopt-group" | "release-group", name: string): Step {
  const group = { name, targetId: name };
  const sources = sourcesOf(name);
  const id = `crowd:${kind}:${name}`;
  switch (kind) {
    case "create-group":
      return { operation: { id, kind, group: { name }, sources, reason: "not-in-target" }, made: name };
    case "adopt-group":
      return { operation: { id, kind, group, sources, reason: "exists-in-target" } };
    case "release-group":
      return { operation: { id, kind, group, sources, reason: "left-scope" } };
  }
}

const made = (name: string) => step("create-group", name);
const adopted = (name: string) => step("adopt-group", name);
const released = (name: string) => step("release-group", name);
const refused = (one: Step): Step => ({ ...one, error: { code: "REFUSED", message: "not today" } });

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

  const keptIn = async (directory = DIRECTORY) => (await state.remembered(directory)).groups;
  async function learn(groups: RunTarget["groups"]): Promise<void> {
    const { lock } = await begin(
      state,
      newRun({ targets: [target(groups === undefined ? {} : { groups })] }),
    );
    await lock.release();
  }

  it("a state that nobody has made yet keeps no groups", async () => {
    const unmade = await open(await home.fresh(), { mode: "read" });

    expect((await unmade.remembered(DIRECTORY)).groups).toEqual([]);
    await unmade.close();
  });

  it("a state from before has room for them as soon as it is opened", async () => {
    const old = await home.fresh();
    await (await open(old)).close();
    await rewindTo("0001-first", old);

    const opened = await open(old, { mode: "read" });
    const before = (await opened.remembered(DIRECTORY)).groups;
    await runOnce(opened, [made("dev")]);

    expect([before, (await opened.remembered(DIRECTORY)).groups]).toEqual([[], [kept("dev")]]);
    await opened.close();
  });

  describe("groups that are kept in step", () => {
    it.each<{ situation: string; steps: Step[]; groups: KeptGroup[] }>([
      {
        situation: "are those that were made or taken over, by name",
        steps: [made("ops"), adopted("Dev")],
        groups: [kept("Dev", { how: "adopted" }), kept("ops")],
      },
      { situation: "are not those that could not be made", steps: [refused(made("dev"))], groups: [] },
      {
        situation: "are not default groups, which are only added to",
        steps: [
          {
            operation: { ...made("all").operation, sources: undefined } as unknown as Operation,
            made: "all",
          },
        ],
        groups: [],
      },
      {
        situation: "are not those that were let go, in any case",
        steps: [made("dev"), released("DEV")],
        groups: [],
      },
      {
        situation: "stay, when letting go was skipped",
        steps: [made("dev"), refused(released("dev"))],
        groups: [kept("dev")],
      },
      {
        situation: "are kept again when they are taken over after that",
        steps: [made("dev"), released("dev"), adopted("dev")],
        groups: [kept("dev", { how: "adopted" })],
      },
    ])("$situation", async ({ steps, groups }) => {
      for (const one of steps) await runOnce(state, [one]);

      expect(await keptIn()).toEqual(groups);
      expect(await keptIn(OTHER)).toEqual([]);
    });

    it("are what stands last in one run", async () => {
      await runOnce(state, [made("dev"), released("dev"), made("ops"), released("ops"), adopted("ops")]);

      expect(await keptIn()).toEqual([kept("ops", { how: "adopted" })]);
    });

    it("follow what a reading taught, and stay kept as they first were", async () => {
      await runOnce(state, [adopted("dev"), made("ops")]);

      await learn({ changed: [kept("dev", { sources: sourcesOf("new") })], gone: ["OPS", "nobody's"] });
      await learn(undefined);

      expect(await keptIn()).toEqual([kept("dev", { sources: sourcesOf("new"), how: "adopted" })]);
    });

    it("may be those whose making was not heard of, until the next run", async () => {
      const lost = { code: "NETWORK", message: "no answer" };
      await runOnce(state, [{ ...made("dev"), error: lost }, refused(made("ops"))]);
      await runOnce(state, [], newRun({ kind: "link" }));
      const unheard = (await state.remembered(DIRECTORY)).perhapsMade;
      await runOnce(state, []);

      expect(unheard).toEqual([kept("dev")]);
      expect((await state.remembered(DIRECTORY)).perhapsMade).toBeUndefined();
    });

    it("are those that a run had marked as made when it died", async () => {
      const { lock, log } = await begin(state);
      const journal = log.journal(DIRECTORY);
      const steps = [made("dev"), adopted("old")];
      await journal.intend(steps.map(({ operation }) => operation));
      for (const one of steps) journal.record(one.operation, { status: "done" }, one.made);
      await journal.intend([made("ops").operation]);
      await lock.release();

      await (await state.lock([DIRECTORY], holder())).release();

      expect(await keptIn()).toEqual([kept("dev"), kept("old", { how: "adopted" })]);
    });

    it("are those that a run had made when it died, once they are found", async () => {
      const { lock, log } = await begin(state);
      const { operation } = made("dev");
      await log.journal(DIRECTORY).intend([operation, made("ops").operation, adopted("old").operation]);
      await lock.release();

      const open = (await state.remembered(DIRECTORY)).open;
      const found = ["done", "not-done", "not-done"] as const;
      const settled = open.map(({ run, seq }, at) => ({
        run,
        seq,
        found: found[at] ?? ("unknown" as const),
      }));
      const next = await begin(state, newRun({ targets: [target({ settled })] }));
      await next.lock.release();

      expect(await keptIn()).toEqual([kept("dev")]);
    });
  });
});
