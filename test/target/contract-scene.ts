import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { applyPlan } from "../../src/apply/apply-plan.ts";
import type { Desired } from "../../src/model/desired.ts";
import type { DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { Operation } from "../../src/model/operation.ts";
import type { PlannedOperation, TargetPlan } from "../../src/model/plan.ts";
import type { LinkNews } from "../../src/model/recorded.ts";
import { frame } from "../../src/plan/frame.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { readDirectory } from "../../src/read-directory.ts";
import { noState } from "../../src/state/no-state.ts";
import { openState } from "../../src/state/open-state.ts";
import type { Target } from "../../src/target/target.ts";
import { holder, newRun } from "../state/state-scene.ts";
import { instantClock } from "../support/instant-clock.ts";
import { desired, rules } from "../support/people.ts";

/** Runs on one directory, each of which remembers those before it, as the program's do. */
export interface Scene {
  plan(wanted: Partial<Desired>): Promise<TargetPlan>;
  /** Brings the directory into a state; all of it must succeed. */
  bring(wanted: Partial<Desired>): Promise<TargetPlan>;
  /** All of it must succeed. */
  carryOut(operations: readonly Operation[]): Promise<void>;
  /** What the directory holds, with what is remembered of it. */
  see(groups?: readonly string[]): Promise<DirectorySnapshot>;
}

export interface SceneHome {
  open(target: Target): Scene;
  close(): Promise<void>;
}

/** A state that many directories share, so that opening it costs but once. */
export async function openSceneHome(): Promise<SceneHome> {
  const folder = mkdtempSync(join(tmpdir(), "usersync-contract-"));
  const place = { type: "file", path: join(folder, "state.db") } as const;
  const kept = await openState(place, { clock: instantClock(), version: "0.1.0" });
  let scenes = 0;
  return {
    open(target) {
      scenes += 1;
      const directory = `contract ${scenes}`;
      // A directory that holds its links itself needs no memory to keep the contract.
      const state = target.capabilities.link === "state" ? kept : noState();

      async function read(groups: readonly string[]) {
        const { open } = await state.remembered(directory);
        return readDirectory({ target, directory, state, open }, { groups, signal: signal() });
      }

      async function carryOut(plan: TargetPlan, news: LinkNews): Promise<void> {
        const record = { name: plan.name, type: plan.type, directory, news, settled: [] };
        const lock = await state.lock([directory], holder());
        const log = await state.begin(newRun({ targets: [record] }));
        const stop = signal();
        const journal = log.journal(directory);
        const applied = await applyPlan(plan, target, { signal: stop, finish: stop, journal });
        await log.end({ endedAt: new Date(0), exitCode: 0 });
        await lock.release();
        expect(applied.operations.filter(({ status }) => status !== "done")).toEqual([]);
      }

      async function draft(wanted: Partial<Desired>) {
        const { snapshot, news } = await read((wanted.groups ?? []).map(({ name }) => name));
        const { capabilities } = target;
        return { plan: makePlan(desired(wanted), snapshot, rules({ capabilities })), news };
      }

      return {
        plan: async (wanted) => (await draft(wanted)).plan,
        async bring(wanted) {
          const { plan, news } = await draft(wanted);
          await carryOut(plan, news);
          return plan;
        },
        async carryOut(operations) {
          const planned = operations.map((one): PlannedOperation => ({ ...one, status: "planned" }));
          const { capabilities } = target;
          const empty = frame({ accounts: [], groups: [] }, rules({ capabilities }));
          await carryOut({ ...empty, operations: planned }, { learned: [], missing: [] });
        },
        see: async (groups = []) => (await read(groups)).snapshot,
      };
    },
    async close() {
      await kept.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function signal(): AbortSignal {
  return AbortSignal.timeout(15_000);
}
