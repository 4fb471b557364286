import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { TargetConfig } from "../src/config/config.ts";
import { findUser } from "../src/sandbox/bitbucket/bitbucket-state.ts";
import type { Source } from "../src/source/source.ts";
import { openState } from "../src/state/open-state.ts";
import { type SyncParts, sync } from "../src/sync.ts";
import { instantClock } from "./support/instant-clock.ts";
import { NO_RECORDING } from "./support/no-recording.ts";
import { MAPPING, NO_RULES, person, rules, snapshot } from "./support/people.ts";
import { describePlan } from "./support/sync-sandbox.ts";
import { type OpenedBitbucket, openBitbucket } from "./target/open-bitbucket.ts";

const CONFIG = {
  ...rules({ name: "bitbucket", type: "bitbucket" }),
  mapping: MAPPING,
  licenseGroups: ["stash-users"],
} as unknown as TargetConfig;

/** Ada is let in three times over, and is in a group that lets nobody in. */
const SEED = {
  users: [{ id: 11, name: "ada", email: "ada@example.com", permission: "PROJECT_CREATE", lastSignIn: 1 }],
  groups: [
    { name: "stash-users", permission: "LICENSED_USER", members: ["ada"] },
    { name: "creators", permission: "PROJECT_CREATE", members: ["ada"] },
    { name: "dev", members: ["ada"] },
  ],
} as const;

async function openOffice() {
  const folder = mkdtempSync(join(tmpdir(), "usersync-access-"));
  const file = { type: "file", path: join(folder, "state.db") } as const;
  const state = await openState(file, { clock: instantClock(), version: "0.1.0" });
  const bitbucket = await openBitbucket({ seed: SEED });
  const { signal } = new AbortController();
  return {
    bitbucket,
    state,
    async run(enabled: boolean): Promise<readonly string[]> {
      const people = [person("ada", { enabled }), person("eve", { enabled: false })];
      const source = { read: async () => snapshot({ people }) } as unknown as Source;
      const parts: SyncParts = {
        ...{ source, scope: NO_RULES, recording: { ...NO_RECORDING, state } },
        targets: [{ config: CONFIG, target: bitbucket.again(), directory: "bitbucket", settings: {} }],
        on: { read() {}, planned() {}, applied() {} },
      };
      return describePlan(await sync(parts, { dryRun: false, signal, finish: signal }));
    },
    async [Symbol.asyncDispose]() {
      await state.close();
      await bitbucket[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

function accessOf({ state }: OpenedBitbucket): readonly string[] {
  const ada = findUser(state, "ada");
  const groups = [...state.groups.values()].filter(({ members }) => [...members].some((one) => one === ada));
  return [...groups.map(({ name }) => name), ...(ada?.permission === undefined ? [] : [ada.permission])];
}

/** Disabling ada takes three requests: one for each group, then one for the permission. */
function breakOff({ traffic }: OpenedBitbucket, request: number): void {
  const rule = { fault: { kind: "status", status: 500 }, times: Number.POSITIVE_INFINITY } as const;
  traffic.add({ ...rule, method: "POST", path: /remove-group/, after: request - 1 });
  traffic.add({ ...rule, method: "DELETE" });
}

const EVERYTHING = ["stash-users", "creators", "dev", "PROJECT_CREATE"];

describe("somebody who is disabled in Bitbucket and returns", () => {
  it("has what they had before, and their other groups all along", async () => {
    await using office = await openOffice();
    await office.run(true);

    const away = await office.run(false);
    const meanwhile = accessOf(office.bitbucket);
    const still = await office.run(false);
    const back = await office.run(true);

    expect([away, still, back]).toEqual([
      ["bitbucket: disable ada: done"],
      [],
      ["bitbucket: enable ada: done"],
    ]);
    expect(meanwhile).toEqual(["dev"]);
    expect(accessOf(office.bitbucket)).toEqual(EVERYTHING);
    expect(await office.run(true)).toEqual([]);
  });

  it.each([1, 2, 3])("has it also when the disabling broke off at its request %i", async (request) => {
    await using office = await openOffice();
    await office.run(true);
    breakOff(office.bitbucket, request);

    const broken = await office.run(false);
    office.bitbucket.traffic.clear();
    const left = accessOf(office.bitbucket);
    const healed = await office.run(false);
    const meanwhile = accessOf(office.bitbucket);
    await office.run(true);

    expect(broken).toEqual(["bitbucket: disable ada: failed"]);
    expect(left.length).toBe(EVERYTHING.length - request + 1);
    expect(healed).toEqual(["bitbucket: disable ada: done"]);
    expect(meanwhile).toEqual(["dev"]);
    expect(accessOf(office.bitbucket)).toEqual(EVERYTHING);
  });

  it("has it also when they return before the disabling was ever completed", async () => {
    await using office = await openOffice();
    await office.run(true);
    breakOff(office.bitbucket, 2);
    await office.run(false);
    office.bitbucket.traffic.clear();

    const back = await office.run(true);

    expect(back).toEqual(["bitbucket: enable ada: done"]);
    expect(accessOf(office.bitbucket)).toEqual(EVERYTHING);
    expect(await office.run(true)).toEqual([]);
  });
});
