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
  else if (isFlat(value)) write(flatText(value));
  else if (Symbol.iterator in value) writeList(value as Iterable<unknown>, write);
  else writeObject(value, write);
}

/** An object of plain values, as most of a plan is; text in one go, which is worth it for a large one. */
function isFlat(value: object): boolean {
  if (Symbol.iterator in value) return false;
  for (const key in value) if (typeof value[key as keyof object] === "object") return false;
  return true;
}

function flatText(value: object): string {
  let text = "";
  for (const key of Object.keys(value).sort()) {
    const part: unknown = value[key as keyof object];
    if (part !== undefined) text += `${text && ","}${JSON.stringify(key)}:${JSON.stringify(part)}`;
  }
  return `{${text}}`;
}

/** An object with something inside that is not flat, so it is not empty. */
function writeObject(value: object, write: (piece: string) => void): void {
  let separator = "{";
  for (const key of Object.keys(value).sort()) {
    const part: unknown = value[key as keyof object];
    if (part === undefined) continue;
    write(`${separator}${JSON.stringify(key)}:`);
    writeCanonical(part, write);
    separator = ",";
  }
  write("}");
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
