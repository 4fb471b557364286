import type { FileHandle } from "node:fs/promises";
import type { ChainHead } from "../state/state.ts";
import { auditBroken } from "./audit-trouble.ts";
import { checkChain } from "./check-chain.ts";
import { readLines } from "./read-lines.ts";
import { readSealed, START } from "./seal.ts";

/** More than a line usually has. */
const END_BLOCK = 16 * 1024;

export interface FileEnd {
  readonly end: ChainHead;
  /** Where the next line goes, in bytes. */
  readonly size: number;
  /** Bytes beyond that, of a line that a crash left unfinished. */
  readonly torn: number;
}

/**
 * Finds where a file's chain goes on. An empty file goes on from the head that the state knows, so that the
 * first line of a new file names the last one of the file that was moved away.
 *
 * Usually the last line is the one that the state knows, and nothing else is read. Otherwise a run died
 * between writing and recording, or somebody touched the file: all of it is checked.
 *
 * @throws UsersyncError `STATE_UNUSABLE` when the chain does not hold.
 */
export async function findEnd(path: string, file: FileHandle, head: ChainHead | undefined): Promise<FileEnd> {
  const { size } = await file.stat();
  if (size === 0) return { end: head ?? START, size, torn: 0 };
  const last = await lastLine(file, size);
  if (last !== undefined && (head === undefined || last.hash === head.hash))
    return { end: last, size, torn: 0 };

  const chunks = file.createReadStream({ start: 0, autoClose: false, highWaterMark: 256 * 1024 });
  const verdict = await checkChain(readLines(chunks), head);
  if (!verdict.intact) throw auditBroken(path, verdict.message);
  return { end: verdict.end, size: size - verdict.torn, torn: verdict.torn };
}

async function lastLine(file: FileHandle, size: number): Promise<ChainHead | undefined> {
  const length = Math.min(size, END_BLOCK);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  if (buffer.at(-1) !== LINE_BREAK) return undefined;
  const before = buffer.lastIndexOf(LINE_BREAK, -2);
  if (before === -1 && length < size) return undefined;
  const sealed = readSealed(buffer.subarray(before + 1, -1));
  return typeof sealed === "string" ? undefined : { lines: sealed.seq, hash: sealed.hash };
}

const LINE_BREAK = 0x0a;
