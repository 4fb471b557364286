import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { reportCrash, runSession } from "./main.ts";
import { openSession } from "./session.ts";
import { realWorld } from "./world/real-world.ts";

/**
 * How much the heap may grow over what is in use before it is cleared up. V8's own measure is several
 * times that: an import of 100,000 people then takes twice the memory, and no less processor time.
 */
const HEAP_GROWTH = "--heap-growing-percent=40";

/** Milliseconds in which the heap may grow as it likes: what is loaded at the start is not to be cleared up. */
const START = 3000;

/**
 * Runs the program as a process of its own and ends it. Idle connections must not keep it alive, so it
 * exits by itself once everything that was printed is out.
 */
export async function start(): Promise<void> {
  setTimeout(() => setFlagsFromString(HEAP_GROWTH), START).unref();
  const session = openSession(realWorld());
  process.on("uncaughtException", (error) => {
    void leave(reportCrash(session, error));
  });
  await leave(await runSession(session));
}

async function leave(code: number): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(flush));
  process.exit(code);
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.destroyed || !stream.writable) return Promise.resolve();
  return new Promise((done) => stream.write("", () => done()));
}
