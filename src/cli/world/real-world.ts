import { hostname, userInfo } from "node:os";
import process from "node:process";
import { systemClock } from "./system-clock.ts";
import type { World } from "./world.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The running program's own arguments, streams, environment, time and signals. */
export function realWorld(): World {
  return {
    argv: process.argv.slice(2),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    clock: systemClock,
    host: { name: hostname(), user: accountName(), pid: process.pid },
    onSignal(listener) {
      for (const signal of SIGNALS) process.on(signal, listener);
      return () => {
        for (const signal of SIGNALS) process.off(signal, listener);
      };
    },
    die(signal) {
      process.kill(process.pid, signal);
    },
  };
}

/** In a container the account often has a number only. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
