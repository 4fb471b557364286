import type { Clock } from "../../model/clock.ts";

/** A stream that text is written to: a terminal, a pipe, a file, or a test's memory. */
export type Output = NodeJS.WritableStream & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
};

export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined };

/** What asks the program to end. */
export type Signal = "SIGINT" | "SIGTERM";

/** Everything outside that the command line touches, so that a test can be the outside. */
export interface World {
  /** Without the program and the script: `["run", "--json"]`. */
  readonly argv: readonly string[];
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: Clock;
  /** The machine, the account that the program runs under, and the process: for the history and the lock. */
  readonly host: { readonly name: string; readonly user: string; readonly pid: number };
  /**
   * Calls back with the name of every SIGINT and SIGTERM until the returned function is called.
   * While nobody listens, the signals end the program as usual.
   */
  onSignal(listener: (signal: Signal) => void): () => void;
  /** Sends the signal to the program itself, which ends there when nobody listens any more. */
  die(signal: Signal): void;
}
