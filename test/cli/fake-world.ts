import { PassThrough, Writable } from "node:stream";
import type { Output, Signal, World } from "../../src/cli/world/world.ts";
import type { Clock } from "../../src/model/clock.ts";

/** The outside of the command line, in memory: streams that are kept, signals that a test sends. */
export interface FakeWorld {
  readonly world: World;
  stdout(): string;
  stderr(): string;
  signal(name: Signal): void;
  /** How many listen for signals just now. */
  listeners(): number;
  /** The signals that ended the program. */
  deaths(): readonly string[];
}

export interface FakeWorldOptions extends Partial<Pick<World, "env" | "cwd" | "clock" | "stdin">> {
  readonly argv?: readonly string[];
  /** Whether the streams are a terminal. */
  readonly tty?: boolean;
  readonly columns?: number;
}

export function fakeWorld(options: FakeWorldOptions = {}): FakeWorld {
  const { argv = [], env = {}, cwd = "/", clock = jumpingClock(), tty = false } = options;
  const columns = tty ? (options.columns ?? 80) : undefined;
  const stdout = memoryStream({ isTTY: tty, columns });
  const stderr = memoryStream({ isTTY: tty, columns });
  const listeners = new Set<(signal: Signal) => void>();
  const deaths: Signal[] = [];
  return {
    world: {
      argv,
      env,
      cwd,
      clock,
      host: { name: "build-7", user: "ops", pid: process.pid },
      stdin: options.stdin ?? new PassThrough(),
      stdout,
      stderr,
      onSignal(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      die: (signal) => void deaths.push(signal),
    },
    stdout: () => stdout.text(),
    stderr: () => stderr.text(),
    signal(name) {
      for (const listener of [...listeners]) listener(name);
    },
    listeners: () => listeners.size,
    deaths: () => deaths,
  };
}

function memoryStream(terminal: {
  isTTY: boolean;
  columns: number | undefined;
}): Output & { text(): string } {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const still = () => true;
  const cursor = { cursorTo: still, moveCursor: still, clearLine: still };
  // Like the standard streams, it outlives whatever was piped into it.
  const end = () => stream;
  return Object.assign(stream, terminal, terminal.isTTY ? cursor : {}, { end, text: () => text });
}

/** Jumps ahead instead of waiting. Starts on 23 November 2026 at 22:00 UTC. */
export function jumpingClock(
  start = Date.UTC(2026, 10, 23, 22),
): Clock & { advance(milliseconds: number): void } {
  let now = start;
  return {
    now: () => now,
    random: () => 0.5,
    async sleep(milliseconds, signal) {
      signal.throwIfAborted();
      now += milliseconds;
    },
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}
