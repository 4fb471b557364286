import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openState } from "../../src/state/open-state.ts";
import type { Lock, State } from "../../src/state/state.ts";
import { jumpingClock } from "./fake-world.ts";
import { type Office, openOffice, person } from "./office.ts";

/** While another run is at work on the same directory, from another machine that is alive. */
describe("a directory that another run holds", () => {
  let office: Office;
  let state: State;
  let lock: Lock;
  beforeEach(async () => {
    office = await openOffice({ people: [person(1, "ada")] });
    await office.run(["run"]);
    await office.employ([person(1, "ada"), person(2, "bob")]);
    await office.run(["plan", "--out", "plan.json"]);
    const [run] = JSON.parse((await office.run(["history", "--json"])).stdout).runs;
    state = await openState(
      { type: "file", path: join(office.folder, ".usersync/state.db") },
      { clock: jumpingClock(), version: "1.2.3" },
    );
    const holder = { who: "cron", host: "sync-1", pid: 4711, kind: "run" } as const;
    lock = await state.lock([run.targets[0].directory], holder);
    office.traffic.clear();
  });
  afterEach(async () => {
    await lock.release();
    await state.close();
    await office[Symbol.asyncDispose]();
  });

  const writes = () => office.traffic.requests.filter(({ method }) => method !== "GET");

  it.each([
    { command: "run", argv: ["run"] },
    { command: "apply", argv: ["apply", "plan.json"] },
    { command: "undo", argv: ["undo", "1", "--yes", "--allow", "disable=1"] },
    { command: "unlink", argv: ["unlink", "ada", "--yes"] },
  ])("story 40: a second $command ends with 6 and names who, where and since when", async ({ argv }) => {
    const { code, stderr } = await office.run(argv);

    expect(code).toBe(6);
    expect(stderr).toMatch(
      /Another run is at work on crowd http.*: `usersync run` by cron on sync-1, process 4711, since \d{4}-\d\d-\d\d/,
    );
    expect(writes()).toEqual([]);
  });

  it("story 40: a program hears of it on stdout", async () => {
    const { code, stdout } = await office.run(["run", "--json"]);

    expect(code).toBe(6);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 6, error: { code: "LOCKED" } });
  });

  it("can still be looked at", async () => {
    const looks = [["plan"], ["run", "--dry-run"], ["history"], ["undo", "1", "--dry-run"], ["check"]];
    const codes: number[] = [];
    for (const argv of looks) codes.push((await office.run([...argv])).code);

    expect(codes).toEqual([0, 0, 0, 4, 0]);
  });

  it("can be written to once it is given back", async () => {
    await lock.release();

    expect((await office.run(["run"])).code).toBe(0);
  });
});
