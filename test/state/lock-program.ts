import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import type { StateConfig } from "../../src/config/config.ts";

const BUILT = join(resolve(import.meta.dirname, "../.."), "dist/state/open-state.js");

const PROGRAM = `
  const [built, config, directory] = process.argv.slice(1);
  const { openState } = await import(built);
  const clock = { now: () => Date.now(), random: () => 0, sleep: async () => {} };
  const state = await openState(JSON.parse(config), { clock, version: "0.1.0" });
  const { hostname } = await import("node:os");
  try {
    await state.lock([directory], { who: "ops", host: hostname(), pid: process.pid, kind: "run" });
    console.log("held");
  } catch (error) {
    console.log(error.code ?? error.message);
  }
  setInterval(() => {}, 1000);
`;

export interface LockProgram {
  /** `held`, or the code of the error. */
  readonly says: Promise<string>;
  /** SIGKILL: nothing is cleaned up. */
  kill(): Promise<void>;
}

/** A real process that claims a directory and keeps it. Runs what is built. */
export function startLockProgram(config: StateConfig, directory: string): LockProgram {
  const program = spawn(
    process.execPath,
    ["--input-type=module", "-e", PROGRAM, "--", BUILT, JSON.stringify(config), directory],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  return {
    says: once(program.stdout, "data").then(([chunk]) => String(chunk).trim()),
    async kill() {
      if (program.exitCode !== null || program.signalCode !== null) return;
      const gone = once(program, "exit");
      program.kill("SIGKILL");
      await gone;
    },
  };
}
