import { visibleJson } from "../report/visible-text.ts";
import type { Redactor } from "./redactor.ts";
import { type Colors, colorsFor, isWatched } from "./terminal.ts";
import type { Output, World } from "./world.ts";

/** What people and scripts see. Everything that is written goes through here, and past the redactor. */
export interface Screen {
  /** Human text, to stdout. */
  print(text: string): void;
  /** One JSON document to stdout. `"line"`: on a single line, where several follow each other. */
  printJson(document: unknown, layout?: "line"): void;
  /** Errors, hints and logs, to stderr. */
  say(text: string): void;
  readonly colors: { readonly stdout: Colors; readonly stderr: Colors };
  /** Columns that text on stdout may take. */
  readonly width: number;
  /** Whether somebody watches stderr, so that a spinner is welcome. */
  readonly isWatched: boolean;
}

/** For a pipe or a file, which have no width of their own. */
const PAPER_WIDTH = 100;

export function createScreen(world: World, redactor: Redactor): Screen {
  const { stdout, stderr } = world;
  const onStdout = writerTo(stdout);
  const onStderr = writerTo(stderr);
  return {
    print: (text) => onStdout(`${redactor.redact(text)}\n`),
    printJson: (document, layout) => onStdout(`${toJson(document, redactor, layout)}\n`),
    say: (text) => onStderr(`${redactor.redact(text)}\n`),
    colors: { stdout: colorsFor(stdout, world), stderr: colorsFor(stderr, world) },
    width: hasWidth(stdout) ? stdout.columns : PAPER_WIDTH,
    isWatched: isWatched(stderr, world.env) && hasWidth(stderr),
  };
}

/** A terminal that does not know its size says 0 columns; a spinner there would wrap without end. */
function hasWidth(stream: Output): stream is Output & { readonly columns: number } {
  return (stream.columns ?? 0) > 0;
}

/** Only the strings inside are redacted, so that the text stays JSON whatever a secret looks like. */
export function toJson(document: unknown, redactor: Redactor, layout?: "line"): string {
  return visibleJson(document, { rewrite: redactor.redact, ...(layout !== undefined && { layout }) });
}

/** A reader that went away (`usersync plan | head`) ends the printing, not the run. */
function writerTo(stream: Output): (text: string) => void {
  let isGone = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
    isGone = true;
  });
  return (text) => {
    if (!isGone) stream.write(text);
  };
}
