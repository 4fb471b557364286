import { createHash } from "node:crypto";
import type { ChainHead } from "../state/state.ts";
import type { AuditEvent } from "./audit-event.ts";

/*
 * A line of an audit file is one JSON object. It begins with its number, its time and the hash of the line
 * before, and ends with its own hash: SHA-256 over the bytes of the line as if that last key were not there.
 * No second form of the line is needed to check it, so any tool can:
 *
 *   {"seq":2,"at":"…","prev":"<hash of line 1>","event":"operation",…,"hash":"<of everything before, and }>"}
 */

/** What stands for the line before the first. */
export const NO_LINE = "0".repeat(64);

/** Where a chain begins. */
export const START: ChainHead = { lines: 0, hash: NO_LINE };

/** `,"hash":"…"}` */
const SEAL_LENGTH = 75;
const SEAL = /^,"hash":"([0-9a-f]{64})"\}$/;

export interface Place {
  readonly seq: number;
  /** ISO 8601. */
  readonly at: string;
  /** Hash of the line before. */
  readonly prev: string;
}

/** An event as a line, without the line break. */
export function seal(
  event: AuditEvent,
  { seq, at, prev }: Place,
): { readonly line: string; readonly hash: string } {
  const bare = JSON.stringify({ seq, at, prev, ...event });
  const hash = createHash("sha256").update(bare).digest("hex");
  return { line: `${bare.slice(0, -1)},"hash":"${hash}"}`, hash };
}

export interface Sealed {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
}

/** Reads a line back. Never throws: a line that is not as it was written is `edited`, or no JSON at all. */
export function readSealed(line: Buffer): Sealed | "not-json" | "edited" {
  const body = line.subarray(0, -SEAL_LENGTH);
  const hash = SEAL.exec(line.subarray(-SEAL_LENGTH).toString("latin1"))?.[1];
  const value = parse(line);
  if (value === undefined) return "not-json";
  if (hash === undefined || createHash("sha256").update(body).update("}").digest("hex") !== hash)
    return "edited";
  const { seq, prev } = value;
  return Number.isSafeInteger(seq) && typeof prev === "string" ? { seq: Number(seq), prev, hash } : "edited";
}

function parse(line: Buffer): { readonly seq?: unknown; readonly prev?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(line.toString("utf8"));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether bytes without a line break may be the beginning of line `seq`, cut off by a crash. */
export function mayBeTornFrom(seq: number, rest: Buffer): boolean {
  // After a power loss a file can be as long as it was to be, with zeros where nothing was stored.
  const zeros = rest.indexOf(0);
  const stored = zeros === -1 ? rest : rest.subarray(0, zeros);
  if (zeros !== -1 && rest.subarray(zeros).some((byte) => byte !== 0)) return false;
  const start = Buffer.from(`{"seq":${seq},`);
  const length = Math.min(start.length, stored.length);
  return start.subarray(0, length).equals(stored.subarray(0, length));
}
