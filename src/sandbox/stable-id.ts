import { createHash } from "node:crypto";

/** A GUID that is always the same for the same text, so that two runs of the sandbox can be compared. */
export function stableId(text: string): string {
  const hex = stableHex(text, 32);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join("-");
}

/** Hexadecimal digits that are always the same for the same text. */
export function stableHex(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}
