import { lstatSync, mkdirSync, readlinkSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { UsersyncError } from "../errors.ts";

/**
 * Makes a folder and those above it, each for its owner only, as far as they are not there yet.
 *
 * One level after the other: where the system says of a folder that it cannot be there, as in `/proc`, Node's
 * own `recursive` never comes to an end.
 *
 * @param setting What of the config names it, such as `state.url`.
 * @throws UsersyncError `STATE_UNUSABLE` for a link that leads nowhere; otherwise whatever Node says.
 */
export function makeFolder(path: string, setting: string): void {
  const missing: string[] = [];
  for (let folder = path; !isThere(folder); folder = dirname(folder)) {
    const leadsTo = linkAt(folder);
    if (leadsTo !== undefined) throw leadsNowhere(folder, leadsTo, setting);
    if (folder === dirname(folder)) break;
    missing.unshift(folder);
  }
  for (const folder of missing) makeLevel(folder);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function linkAt(path: string): string | undefined {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink ? readlinkSync(path) : undefined;
}

/** Somebody else may have made it meanwhile. */
function makeLevel(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!isThere(folder)) throw error;
  }
}

function leadsNowhere(folder: string, leadsTo: string, setting: string): UsersyncError {
  return new UsersyncError("STATE_UNUSABLE", {
    what: `The folder ${folder} is a link to ${leadsTo}, which does not exist.`,
    why: `${setting} names a file in it, and nothing can be made behind such a link.`,
    fix: `Is the volume mounted? Mount it and run again, or set ${setting} to another place.`,
  });
}
