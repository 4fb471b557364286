import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const BIN = join(ROOT, "bin/usersync.js");

/** Builds the package, unless what is built is newer than every source file. */
export function buildIfOld(): void {
  const built = changedAt(join(ROOT, "dist/bundle/start.js"));
  const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  const newest = Math.max(...sources.map((file) => changedAt(join(ROOT, "src", file))));
  if (built > newest) return;
  execFileSync("npm", ["run", "--silent", "build"], { cwd: ROOT, stdio: "inherit" });
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

export interface Spawned {
  readonly process: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves once stdout or stderr holds the text. */
  says(text: string | RegExp): Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

export interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The program to start instead of the checkout's own. */
  readonly bin?: string;
}

/** Starts the program as a user's shell would, with nothing in its environment but what is given. */
export function spawnUsersync(
  argv: readonly string[],
  { env = {}, cwd = ROOT, bin = BIN }: SpawnOptions = {},
): Spawned {
  const child = spawn(process.execPath, [bin, ...argv], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", TZ: "UTC", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
    child.on("close", (code) => done({ code, stdout, stderr }));
  });
  return {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    says: (text) =>
      new Promise((said, failed) => {
        const look = () => {
          if (stdout.match(text) !== null || stderr.match(text) !== null) said();
        };
        for (const stream of [child.stdout, child.stderr]) stream.on("data", look);
        child.on("close", () => failed(new Error(`It ended without saying ${text}:\n${stdout}\n${stderr}`)));
        look();
      }),
    ended,
  };
}
