import { existsSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "../state/make-folder.ts";
import type { AuditHeads, ChainHead } from "../state/state.ts";
import type { AuditEvent } from "./audit-event.ts";
import { auditTrouble, notARegularFile } from "./audit-trouble.ts";
import { findEnd } from "./find-end.ts";
import { seal } from "./seal.ts";

/** The record for auditors. */
export interface Audit {
  /**
   * Adds a line for each event, durably. What could not be written is kept, and written by the next call
   * before anything else.
   *
   * @throws UsersyncError `STATE_UNUSABLE`: nothing may be changed any more.
   */
  append(events: readonly AuditEvent[]): Promise<void>;
}

export interface AuditParts {
  /** Distinguishes files of the same name on machines that share a state. */
  readonly host: string;
  readonly heads: AuditHeads;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told when a file begins that was not there, or held nothing. */
  readonly warn?: (message: string) => void;
  /** Only for tests of what a disk can do. */
  readonly openFile?: typeof open;
}

/** What the state calls the chain of a file. */
export function chainName(host: string, file: string): string {
  return `${host}:${file}`;
}

/** @param file Absolute. Made on first use, for its owner only; so is its folder. */
export function openAudit(file: string, { host, heads, now, warn, openFile = open }: AuditParts): Audit {
  const waiting: Waiting[] = [];
  let turn: Promise<void> = Promise.resolve();

  async function writeWaiting(): Promise<void> {
    if (waiting.length === 0) return;
    await heads.extend(chainName(host, file), (head) =>
      addLines(head).catch((error: unknown) => {
        throw auditTrouble(file, error, "written");
      }),
    );
  }

  async function addLines(head: ChainHead | undefined): Promise<ChainHead> {
    makeFolder(dirname(file), "audit.file");
    const wasThere = existsSync(file);
    const handle = await openFile(file, "a+", 0o600);
    try {
      if (!(await handle.stat()).isFile()) throw notARegularFile(file);
      const { end, size, torn } = await findEnd(file, handle, head);
      // Only then: a file that may only be added to (chattr +a) refuses it.
      if (torn > 0) await handle.truncate(size);
      const count = waiting.length;
      const { text, end: next } = linesFrom(end, waiting);
      await store(handle, text, size);
      waiting.splice(0, count);
      if (size === 0) await storeName(file);
      if (size === 0 && torn === 0) warn?.(beginningWords(file, end.lines, wasThere));
      return next;
    } finally {
      await handle.close();
    }
  }

  return {
    async append(events) {
      const at = new Date(now()).toISOString();
      for (const event of events) waiting.push({ at, event });
      turn = turn.then(writeWaiting, writeWaiting);
      await turn;
    },
  };
}

/** A file that was moved away, and one that somebody deleted, look the same from here. */
function beginningWords(file: string, lines: number, wasThere: boolean): string {
  if (lines === 0) return `A new audit file was begun: ${file}.`;
  const written = lines === 1 ? "1 line of it was" : `${lines} lines of it were`;
  return `The audit file ${file} is ${wasThere ? "empty" : "not there"}; ${written} written. A new one begins with line ${lines + 1}.`;
}

interface Waiting {
  readonly at: string;
  readonly event: AuditEvent;
}

function linesFrom(
  end: ChainHead,
  waiting: readonly Waiting[],
): { readonly text: string; readonly end: ChainHead } {
  let { lines, hash } = end;
  let text = "";
  for (const { at, event } of waiting) {
    lines += 1;
    const sealed = seal(event, { seq: lines, at, prev: hash });
    hash = sealed.hash;
    text += `${sealed.line}\n`;
  }
  return { text, end: { lines, hash } };
}

/** All of it or nothing, as far as the disk lets us. */
async function store(handle: FileHandle, text: string, size: number): Promise<void> {
  try {
    await handle.appendFile(text);
    await handle.sync();
  } catch (error) {
    await handle.truncate(size).catch(() => undefined);
    throw error;
  }
}

/** A new file is only safe once its folder is stored too. Systems that cannot do that do it by themselves. */
async function storeName(file: string): Promise<void> {
  const folder = await open(dirname(file), "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
