import { nameNotAddressable } from "./explain-writes.ts";

/**
 * A name as a part of a path.
 *
 * @throws UsersyncError `REFUSED` for names that would lead to another address: `.` and `..` are taken out of
 *   addresses before they are sent, however they are written.
 */
export function segment(name: string): string {
  if (name === "." || name === "..") throw nameNotAddressable(name);
  return encodeURIComponent(name);
}

/** Whether servers in front of Confluence may refuse an address with this name in it. */
export function hasSlash(name: string): boolean {
  return /[/\\]/.test(name);
}
