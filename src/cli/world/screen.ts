import { gather } from "../../report/gather.ts";
import { jsonPieces } from "../../report/json/json-pieces.ts";
import { visibleJson } from "../../report/visible-text.ts";
import type { Redactor } from "../settings/redactor.ts";
import { type Colors, colorsFor, isWatched } from "./terminal.ts";
import type { Output, World } from "./world.ts";

/** What people and scripts see. Everything that is written goes through here, and past the redactor. */
export interface Screen {
  /** Human text, to stdout. */
  print(text: string): void;
  /** One JSON document to stdout. `"line"`: on a single line, where several follow each other. */
  printJson(document: unknown, layout?: "line"): void;
  /** A large one: its lists may make their items as they go, and it is written no faster than it is read. */
  streamJson(document: unknown, layout?: "line"): Promise<void>;
  /** Large text in another format, as it stands; every piece is whole lines. */
  streamText(pieces: Iterable<string>): Promise<void>;
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
    print: (text) => onStdout.write(`${redactor.redact(text)}\n`),
    printJson: (document, layout) => {
      const options = { rewrite: redactor.redact, ...(layout !== undefined && { layout }) };
      onStdout.write(`${visibleJson(document, options)}\n`);
    },
    streamJson: (document, layout) => onStdout.stream(jsonText(document, redactor, layout)),
    streamText: (pieces) => onStdout.stream(redacted(pieces, redactor)),
    say: (text) => onStderr.write(`${redactor.redact(text)}\n`),
    colors: { stdout: colorsFor(stdout, world), stderr: colorsFor(stderr, world) },
    width: hasWidth(stdout) ? stdout.columns : PAPER_WIDTH,
    isWatched: isWatched(stderr, world.env) && hasWidth(stderr),
  };
}

/** A terminal that does not know its size says 0 columns; a spinner there would wrap without end. */
function hasWidth(stream: Output): stream is Output & { readonly columns: number } {
  return (stream.columns ?? 0) > 0;
}

/**
 * A document as JSON in pieces, with the line end after it. Only the strings inside are redacted, so that
 * the text stays JSON whatever a secret looks like.
 */
export function* jsonText(document: unknown, redactor: Redactor, layout?: "line"): Generator<string, void> {
  const options = { rewrite: redactor.redact, ...(layout !== undefined && { layout }) };
  yield* gather(jsonPieces(document, options));
  yield "\n";
}

function* redacted(pieces: Iterable<string>, redactor: Redactor): Generator<string, void> {
  for (const piece of gather(pieces)) yield redactor.redact(piece);
}

interface Writer {
  write(text: string): void;
  stream(pieces: Iterable<string>): Promise<void>;
}

/** A reader that went away (`usersync plan | head`) ends the printing, not the run. */
function writerTo(stream: Output): Writer {
  let isGone = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
    isGone = true;
  });
  return {
    write(text) {
      if (!isGone) stream.write(text);
    },
    async stream(pieces) {
      for (const text of pieces) {
        if (isGone) return;
        if (!stream.write(text)) await untilDrained(stream);
      }
    },
  };
}

/** Also when there is nobody left to drain it. */
function untilDrained(stream: Output): Promise<void> {
  return new Promise((resolve) => {
    const events = ["drain", "close", "error"];
    const proceed = () => {
      for (const event of events) stream.off(event, proceed);
      resolve();
    };
    for (const event of events) stream.on(event, proceed);
  });
}
