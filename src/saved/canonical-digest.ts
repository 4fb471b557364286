import { createHash } from "node:crypto";

/** Text that is gathered before it is hashed, in UTF-16 units: many small pieces would be slow. */
const PORTION = 65_536;

/**
 * The SHA-256 of JSON data, in hex, whatever the layout and the order of keys.
 *
 * Canonical form: JSON without blanks, the keys of every object sorted by their UTF-16 units, strings and
 * numbers as `JSON.stringify` writes them, what is `undefined` left out. Whatever can be gone through is a
 * list. Never holds the text as a whole, since a plan may be large.
 */
export function canonicalDigest(value: unknown): string {
  const hash = createHash("sha256");
  let waiting = "";
  writeCanonical(value, (piece) => {
    waiting += piece;
    if (waiting.length < PORTION) return;
    hash.update(waiting);
    waiting = "";
  });
  return hash.update(waiting).digest("hex");
}

function writeCanonical(value: unknown, write: (piece: string) => void): void {
  if (typeof value !== "object" || value === null) write(JSON.stringify(value));
  else if (Symbol.iterator in value) writeList(value as Iterable<unknown>, write);
  else writeObject(value, write);
}

function writeObject(value: object, write: (piece: string) => void): void {
  let separator = "{";
  for (const [key, part] of Object.entries(value).sort(byKey)) {
    if (part === undefined) continue;
    write(`${separator}${JSON.stringify(key)}:`);
    writeCanonical(part, write);
    separator = ",";
  }
  write(separator === "{" ? "{}" : "}");
}

function writeList(items: Iterable<unknown>, write: (piece: string) => void): void {
  let separator = "[";
  for (const item of items) {
    write(separator);
    writeCanonical(item, write);
    separator = ",";
  }
  write(separator === "[" ? "[]" : "]");
}

function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}
