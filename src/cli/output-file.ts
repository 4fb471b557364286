import { constants } from "node:fs";
import { access, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UsersyncError } from "../errors.ts";

/**
 * Finds out before a run whether its report can be written, rather than after it.
 *
 * @throws UsersyncError `USAGE`
 */
export async function assertWritable(path: string, cwd: string): Promise<void> {
  try {
    await access(dirname(resolve(cwd, path)), constants.W_OK);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

/** @throws UsersyncError `USAGE` */
export async function writeOutputFile(path: string, cwd: string, text: string): Promise<void> {
  try {
    await writeFile(resolve(cwd, path), text);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

function cannotWrite(path: string, cause: unknown): UsersyncError {
  return new UsersyncError("USAGE", {
    what: `${path} cannot be written.`,
    why: cause instanceof Error ? cause.message : String(cause),
    fix: "Name a file in a folder that exists and that you may write to.",
    cause,
  });
}
