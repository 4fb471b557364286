import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Username } from "../../src/model/ids.ts";
import type { Baseline } from "../../src/model/recorded.ts";
import type { State } from "../../src/state/state.ts";
import { sourceId, targetId } from "../support/people.ts";
import { rawAccess } from "./raw-access.ts";
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
  relinked,
  renamed,
  runOnce,
  type StateHome,
  target,
} from "./state-scene.ts";

const baseline: Baseline = {
  at: "2026-11-23T22:00:00.000Z",
  population: 1_000,
  scope: 900,
  settings: { "source.users.from": "all" },
};

describe.each(KINDS)("the state in %s", (_kind, openHome) => {
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

  async function reopen(): Promise<void> {
    await state.close();
    state = await open(config);
  }

  describe("links", () => {
    it("are none of a directory that nobody has written to", async () => {
      expect(await linksOf(state)).toEqual([]);
      expect(await state.remembered(DIRECTORY)).toEqual({ separations: [], open: [], groups: [] });
    });

    it("come from what reading taught, in portions, and last", async () => {
      const learned = Array.from({ length: 12_000 }, (_, index) =>
        link(`p${String(index).padStart(5, "0")}`),
      );
      await runOnce(state, [], newRun({ targets: [target({ news: { learned, missing: [] } })] }));
      await reopen();

      const sizes: number[] = [];
      for await (const portion of state.links(DIRECTORY)) sizes.push(portion.length);

      expect(sizes).toEqual([5_000, 5_000, 2_000]);
      expect(await linksOf(state)).toEqual(learned);
      expect(await linksOf(state, OTHER)).toEqual([]);
    });

    it.each([
      {
        situation: "an import",
        steps: [imported("ada")],
        links: [link("ada")],
      },
      {
        situation: "an import that does not say what it made",
        steps: [{ operation: imported("ada").operation }],
        links: [],
      },
      {
        situation: "a new name",
        steps: [imported("ada"), renamed("ada", "lovelace")],
        links: [link("ada", { username: named("lovelace"), email: "lovelace@example.com" })],
      },
      {
        situation: "an e-mail that goes",
        steps: [
          imported("ada"),
          {
            operation: {
              id: "crowd:update:ada",
              kind: "update" as const,
              user: { username: named("ada"), sourceId: sourceId("ada"), targetId: targetId("ada") },
              changes: [{ field: "email" as const, from: "ada@example.com", to: "" }],
              reason: "differs" as const,
            },
          },
        ],
        links: [withoutEmail("ada")],
      },
      {
        situation: "an account that was found by its name",
        steps: [relinked("ada", "", "ada", { reason: "differs", matchedBy: "username" })],
        links: [{ ...withoutEmail("ada"), how: "username" as const }],
      },
      {
        situation: "a link that the directory had lost",
        steps: [imported("ada"), relinked("ada", "", "ada", { reason: "differs", matchedBy: "state" })],
        links: [link("ada")],
      },
      {
        situation: "a link that only the directory knew",
        steps: [relinked("ada", "", "ada", { reason: "differs", matchedBy: "state" })],
        links: [{ ...withoutEmail("ada"), how: "directory" as const }],
      },
      {
        situation: "a link that was taken away",
        steps: [imported("ada"), imported("bob"), relinked("ada", "ada", "")],
        links: [link("bob")],
      },
      {
        situation: "a link that was taken away from an account that has another id by now",
        steps: [imported("ada"), imported("bob"), relinked("king", "ada", "")],
        links: [link("bob")],
      },
      {
        situation: "an account that goes to somebody else",
        steps: [imported("ada"), relinked("ada", "ada", "bob")],
        links: [{ ...withoutEmail("ada"), sourceId: sourceId("bob"), how: "by-hand" as const }],
      },
      {
        situation: "a person who gets another account",
        steps: [imported("ada"), relinked("old", "", "ada")],
        links: [{ ...withoutEmail("old"), sourceId: sourceId("ada"), how: "by-hand" as const }],
      },
      {
        situation: "two people who change accounts",
        steps: [
          imported("ada"),
          imported("bob"),
          relinked("ada", "ada", "bob"),
          relinked("bob", "bob", "ada"),
        ],
        links: [
          { ...withoutEmail("ada"), sourceId: sourceId("bob"), how: "by-hand" as const },
          { ...withoutEmail("bob"), sourceId: sourceId("ada"), how: "by-hand" as const },
        ],
      },
    ])("keep in step with $situation, in one run and in one run for each step", async ({ steps, links }) => {
      await runOnce(state, steps);
      const atOnce = await linksOf(state);
      await state.close();
      state = await open(await home.fresh());
      for (const step of steps) await runOnce(state, [step]);

      expect(atOnce).toEqual(links);
      expect(await linksOf(state)).toEqual(links);
    });

    it("keep when an account was last seen, once it is gone, until it is back", async () => {
      await runOnce(state, [imported("ada"), imported("bob")]);
      const at = (day: number) => new Date(Date.parse(`2026-11-${day}T22:00:00Z`));
      const missing = [targetId("ada")];
      const gone = [target({ news: { learned: [], missing } })];
      const back = [target({ news: { learned: [link("ada")], missing: [] } })];

      await runOnce(state, [], newRun({ startedAt: at(24) }));
      await runOnce(state, [], newRun({ startedAt: at(25), targets: gone }));
      const lost = await linksOf(state);
      await runOnce(state, [], newRun({ startedAt: at(26), targets: gone }));
      const stillLost = await linksOf(state);
      await runOnce(state, [], newRun({ startedAt: at(27), targets: back }));

      expect(lost).toEqual([link("ada", { lastSeen: "2026-11-24T22:00:00.000Z" }), link("bob")]);
      expect(stillLost).toEqual(lost);
      expect(await linksOf(state)).toEqual([link("ada"), link("bob")]);
    });

    it("are the last seen ones of a reading, not of a command that reads only one account", async () => {
      await runOnce(state, [imported("ada")]);
      const later = new Date(NOW + 86_400_000);
      const gone = [target({ news: { learned: [], missing: [targetId("ada")] } })];

      await runOnce(state, [], newRun({ kind: "link", startedAt: later }));
      await runOnce(state, [], newRun({ startedAt: later, targets: gone }));

      expect(await linksOf(state)).toEqual([link("ada", { lastSeen: "2026-11-23T22:00:00.000Z" })]);
    });

    it("hold names that a database would not take as they are", async () => {
      const username = named("a\0da\ud800é😀'\"\\");

      await runOnce(
        state,
        [],
        newRun({ targets: [target({ news: { learned: [link("ada", { username })], missing: [] } })] }),
      );

      expect(await linksOf(state)).toEqual([link("ada", { username: named("a\ufffdda\ufffdé😀'\"\\") })]);
    });
  });

  it("keeps apart whom an admin took apart, until an admin or an undo puts them together", async () => {
    const pair = { sourceId: sourceId("ada"), targetId: targetId("ada") };
    const apart = async () => (await state.remembered(DIRECTORY)).separations;

    await runOnce(state, [imported("ada"), relinked("ada", "ada", "")]);
    const after = await apart();
    await runOnce(state, [relinked("ada", "", "ada")]);
    const together = await apart();
    await runOnce(state, [relinked("ada", "ada", "")]);
    await runOnce(state, [relinked("ada", "", "ada", { reason: "undo" })]);

    expect(after).toEqual([pair]);
    expect(together).toEqual([]);
    expect(await apart()).toEqual([]);
    await runOnce(state, [relinked("ada", "ada", "", { reason: "undo" })]);
    expect(await apart()).toEqual([]);
  });

  it("keeps them apart by the key of the account, too, and joins them by it under another name", async () => {
    const key = "32769:7";
    await runOnce(state, [imported("ada"), relinked("ada", "ada", "", { key })]);
    const apart = (await state.remembered(DIRECTORY)).separations;
    await runOnce(state, [relinked("lovelace", "", "ada", { key })]);

    expect(apart).toEqual([{ sourceId: sourceId("ada"), targetId: targetId("ada"), key }]);
    expect((await state.remembered(DIRECTORY)).separations).toEqual([]);
  });

  it("measures against the last run that told how large things were", async () => {
    const measured = (population: number) =>
      newRun({ targets: [target({ baseline: { ...baseline, population } })] });
    await runOnce(state, [], measured(1_000));
    await runOnce(state, [], measured(1_100));
    await runOnce(state, []);

    expect((await state.remembered(DIRECTORY)).baseline).toEqual({ ...baseline, population: 1_100 });
    expect((await state.remembered(OTHER)).baseline).toBeUndefined();
  });

  it("gives audit files their ends, to one writer at a time", async () => {
    const seen: unknown[] = [];
    const extend = () =>
      state.audit.extend("/var/log/audit.jsonl", async (head) => {
        seen.push(head);
        await new Promise((resolve) => setImmediate(resolve));
        return { lines: (head?.lines ?? 0) + 1, hash: `hash-${(head?.lines ?? 0) + 1}` };
      });

    expect(await state.audit.head("/var/log/audit.jsonl")).toBeUndefined();
    await Promise.all([extend(), extend(), extend()]);

    expect(seen).toEqual([undefined, { lines: 1, hash: "hash-1" }, { lines: 2, hash: "hash-2" }]);
    expect(await state.audit.head("/var/log/audit.jsonl")).toEqual({ lines: 3, hash: "hash-3" });
  });

  it("leaves the end of an audit file as it was when the writer fails, and says what the writer says", async () => {
    const refusal = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    const writing = state.audit.extend("audit.jsonl", () => Promise.reject(refusal));

    await expect(writing).rejects.toBe(refusal);
    expect(await state.audit.head("audit.jsonl")).toBeUndefined();
  });

  it("refuses what a newer version has laid out", async () => {
    await rawAccess(config).run(
      "insert into usersync_migrations (name, timestamp) values ('9999-later', '2030-01-01')",
    );

    await expect(open(config)).rejects.toMatchObject({
      code: "STATE_UNUSABLE",
      message: expect.stringContaining("was made by a newer usersync"),
    });
  });

  it("is one state to everybody who opens it for the first time at once", async () => {
    const shared = await home.fresh();

    const all = await Promise.all([open(shared), open(shared), open(shared)]);
    await Promise.all(all.map((one) => one.close()));

    const reader = await open(shared, { mode: "read" });
    expect(await reader.runs()).toEqual([]);
    await reader.close();
  });

  it("makes nothing for whoever only reads", async () => {
    const shared = await home.fresh();
    const reader = await open(shared, { mode: "read" });

    expect(await linksOf(reader)).toEqual([]);
    await reader.close();
    expect(await rawAccess(shared).tables()).toEqual([]);
  });

  it("shows a reader what a writer has written", async () => {
    await runOnce(state, [imported("ada")]);
    const reader = await open(config, { mode: "read" });

    expect(await linksOf(reader)).toEqual([link("ada")]);
    expect(await reader.runs()).toHaveLength(1);
    await reader.close();
  });

  it("does not begin a run on a directory that was not claimed", async () => {
    await expect(state.begin(newRun())).rejects.toThrow("was not locked before");
    const { log, lock } = await begin(state);
    expect(() => log.journal(OTHER)).toThrow("was not begun on");
    await lock.release();
  });
});

function named(name: string) {
  return name as Username;
}

function withoutEmail(name: string) {
  const { email: _email, ...rest } = link(name);
  return rest;
}
