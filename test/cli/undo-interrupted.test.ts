import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SourceId, TargetId, Username } from "../../src/model/ids.ts";
import type { Operation } from "../../src/model/operation.ts";
import { findUser } from "../../src/sandbox/crowd/crowd-state.ts";
import { openState } from "../../src/state/open-state.ts";
import { jumpingClock } from "./fake-world.ts";
import { linkedTo, type Office, objectId, openOffice, person } from "./office.ts";

const disable = (number: number, name: string): Operation => ({
  id: `crowd:disable:${objectId(number)}`,
  kind: "disable",
  user: {
    username: name as Username,
    sourceId: objectId(number) as SourceId,
    targetId: name as TargetId,
  },
  reason: "left-scope",
});

/** Writes down that a run was about to do this, and leaves it at that, as a process does that is killed. */
async function dieBeforeMarking(office: Office, operations: readonly Operation[]): Promise<void> {
  const [{ targets }] = JSON.parse((await office.run(["history", "--json"])).stdout).runs;
  const [{ name, type, directory }] = targets;
  const file = { type: "file", path: join(office.folder, ".usersync/state.db") } as const;
  const state = await openState(file, { clock: jumpingClock(), version: "1.2.3" });
  const who = { who: "cron", host: "build-7" };
  const lock = await state.lock([directory], { ...who, pid: 4711, kind: "run" });
  const log = await state.begin({
    ...who,
    kind: "run",
    trigger: "cron",
    version: "1.2.3",
    configDigest: "00",
    startedAt: new Date(Date.UTC(2026, 10, 23, 23)),
    targets: [{ name, type, directory, news: { learned: [], missing: [] }, settled: [] }],
  });
  await log.journal(directory).intend(operations);
  await lock.release();
  await state.close();
}

describe("the run after one that died", () => {
  it("says so in its log, and in the audit file", async () => {
    await using office = await openOffice({
      people: [person(1, "ada"), person(2, "bob")],
      users: ["ada", "bob"].map((name, at) => ({ name, ...linkedTo(at + 1) })),
      more: "audit: { file: audit.jsonl }\n",
    });
    await office.run(["run"]);
    await dieBeforeMarking(office, [disable(1, "ada"), disable(2, "bob")]);
    Object.assign(findUser(office.crowd, "ada") ?? {}, { active: false });

    const next = await office.run(["run"]);
    const later = await office.run(["run"]);
    const audit = await office.read("audit.jsonl");

    expect(next.stderr).toContain(
      "Run 2 (cron@build-7, since 2026-11-23 23:00:00 UTC) had died; of its 2 open operations 1 was done.",
    );
    expect(later.stderr).toBe("");
    expect(audit).toMatch(
      /"event":"run-interrupted","run":2,"who":"cron","host":"build-7","open":2,"done":1,"foundBy":3/,
    );
  });
});

describe("the undo of a run that died", () => {
  it("takes back what the directory shows to be done, and leaves the rest", async () => {
    await using office = await openOffice({
      people: [person(1, "ada"), person(2, "bob")],
      users: ["ada", "bob"].map((name, at) => ({ name, ...linkedTo(at + 1) })),
      more: "limits: { disable: none }\n",
    });
    await office.run(["run"]);
    await dieBeforeMarking(office, [disable(1, "ada"), disable(2, "bob")]);
    Object.assign(findUser(office.crowd, "ada") ?? {}, { active: false });

    const { code, stdout, stderr } = await office.run(["undo", "2", "--yes"]);
    const { stdout: history } = await office.run(["history", "2"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/↑ ada/);
    expect(stderr).toContain("of its 2 open operations 1 was done");
    expect(history).toMatch(/found done +↓ disable ada[\s\S]*not done +↓ disable bob/);
    expect(stdout).toMatch(/Done: 1 enabled\.\n$/);
    expect(findUser(office.crowd, "ada")?.active).toBe(true);
  });
});
