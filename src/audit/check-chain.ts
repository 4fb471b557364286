import type { ChainHead } from "../state/state.ts";
import type { Line } from "./read-lines.ts";
import { mayBeTornFrom, NO_LINE, readSealed, type Sealed, START } from "./seal.ts";

/** What a file of audit lines proves to be. */
export type Verdict = Intact | Broken;

export interface Intact {
  readonly intact: true;
  /** Lines in this file. */
  readonly lines: number;
  /** The end of the chain. Counts the lines of older files that this one continues. */
  readonly end: ChainHead;
  /** The end of the older file that this one continues. */
  readonly continues?: ChainHead;
  /** Lines beyond the last one that the state knows. A run that was killed leaves such. */
  readonly unrecorded: number;
  /** Bytes of an unfinished line at the end, which the next run takes off. */
  readonly torn: number;
}

export type Fault = "not-json" | "edited" | "missing" | "reordered" | "cut-short";

export interface Broken {
  readonly intact: false;
  readonly fault: Fault;
  /** The first line of this file that is wrong, from 1. */
  readonly line: number;
  /** A sentence. */
  readonly message: string;
}

/**
 * Follows a chain from line to line, in constant memory.
 *
 * @param head The end that the state knows, if it knows one: only that shows a file that was cut at its
 * end, or written anew from its beginning.
 */
export async function checkChain(lines: AsyncIterable<Line>, head?: ChainHead): Promise<Verdict> {
  const walk: Walk = { lines: 0, torn: 0, head };
  for await (const line of lines) {
    const fault = line.ended ? step(line, walk) : endTorn(line, walk);
    if (fault === undefined) continue;
    if (fault !== "missing") return broken(fault, walk);
    return broken((await hasLater(lines, nextOf(walk))) ? "reordered" : "missing", walk);
  }
  return isCutShort(walk) ? broken("cut-short", walk) : intact(walk);
}

interface Walk {
  lines: number;
  first?: Sealed;
  last?: Sealed;
  torn: number;
  readonly head: ChainHead | undefined;
}

function step({ bytes }: Line, walk: Walk): Fault | undefined {
  const sealed = readSealed(bytes);
  if (typeof sealed === "string") return sealed;
  const fault = walk.last === undefined ? faultOfFirst(sealed, walk) : faultAfter(walk.last, sealed);
  if (fault !== undefined) return fault;
  if (sealed.seq === walk.head?.lines && sealed.hash !== walk.head.hash) return "edited";
  walk.first ??= sealed;
  walk.last = sealed;
  walk.lines += 1;
  return undefined;
}

/** A file that begins later than with line 1 continues an older one. */
function faultOfFirst({ seq, prev }: Sealed, { head }: Walk): Fault | undefined {
  if (seq === 1) return prev === NO_LINE ? undefined : "edited";
  if (seq < 1) return "edited";
  if (head === undefined || seq <= head.lines) return undefined;
  if (seq > head.lines + 1) return "missing";
  return prev === head.hash ? undefined : "edited";
}

function faultAfter(last: Sealed, { seq, prev }: Sealed): Fault | undefined {
  if (seq > last.seq + 1) return "missing";
  if (seq <= last.seq) return "reordered";
  return prev === last.hash ? undefined : "edited";
}

function endTorn({ bytes }: Line, walk: Walk): Fault | undefined {
  walk.torn = bytes.length;
  return mayBeTornFrom(nextOf(walk), bytes) ? undefined : "not-json";
}

/** A file whose first line is torn is a new one, which goes on from the head. */
function isCutShort({ last, torn, head }: Walk): boolean {
  if (head === undefined || head.lines === 0) return false;
  return last === undefined ? torn === 0 : last.seq < head.lines;
}

function nextOf({ last, head }: Walk): number {
  return (last?.seq ?? head?.lines ?? 0) + 1;
}

async function hasLater(lines: AsyncIterable<Line>, seq: number): Promise<boolean> {
  for await (const { bytes } of lines) {
    const sealed = readSealed(bytes);
    if (typeof sealed !== "string" && sealed.seq === seq) return true;
  }
  return false;
}

function intact({ lines, first, last, torn, head }: Walk): Intact {
  const before = first === undefined ? (head ?? START) : { lines: first.seq - 1, hash: first.prev };
  const end = last === undefined ? before : { lines: last.seq, hash: last.hash };
  return {
    intact: true,
    lines,
    end,
    ...(before.lines > 0 && { continues: before }),
    unrecorded: head === undefined ? 0 : end.lines - Math.max(head.lines, before.lines),
    torn,
  };
}

function broken(fault: Fault, walk: Walk): Broken {
  const line = walk.lines + (fault === "cut-short" ? 0 : 1);
  return { intact: false, fault, line, message: messageOf(fault, line, walk) };
}

function messageOf(fault: Fault, line: number, walk: Walk): string {
  const due = nextOf(walk);
  switch (fault) {
    case "not-json":
      return `Line ${line} is not JSON.`;
    case "edited":
      return `Line ${line} is not what was written there: its hash does not fit.`;
    case "missing":
      return `Before line ${line} something is missing, from number ${due} of the chain on.`;
    case "reordered":
      return `Line ${line} stands in the wrong place: number ${due} of the chain was due.`;
    case "cut-short":
      return `The file ends with number ${walk.last?.seq ?? 0} of the chain, and ${walk.head?.lines ?? 0} lines were written.`;
  }
}
