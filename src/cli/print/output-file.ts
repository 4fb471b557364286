import { constants } from "node:fs";
import { access, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UsersyncError } from "../../errors.ts";

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

/**
 * A new file is readable by its owner only: plans and reports hold names and e-mail addresses. One that is
 * there keeps its mode, which may let a reviewer in.
 *
 * @param text In pieces of any length, made while they are written.
 * @throws UsersyncError `USAGE`
 */
export async function writeOutputFile(path: string, cwd: string, text: Iterable<string>): Promise<void> {
  try {
    await writeFile(resolve(cwd, path), text, { mode: 0o600 });
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

/**
 * Finds out whether a config may be written there, which `init` and `sandbox` do only to new files.
 *
 * @throws UsersyncError `USAGE`
 */
export async function assertNew(path: string, { cwd, force }: NewFile): Promise<void> {
  await assertWritable(path, cwd);
  if (force) return;
  const isThere = await access(resolve(cwd, path)).then(
    () => true,
    () => false,
  );
  if (isThere) throw existsAlready(path);
}

export interface NewFile {
  readonly cwd: string;
  /** Overwrite what is there. */
  readonly force: boolean;
}

/**
 * Readable by its owner only: it may come to hold what others should not read.
 *
 * @throws UsersyncError `USAGE`
 */
export async function writeNewFile(path: string, text: string, { cwd, force }: NewFile): Promise<void> {
  try {
    await writeFile(resolve(cwd, path), text, { mode: 0o600, flag: force ? "w" : "wx" });
  } catch (cause) {
    const isThere = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw isThere ? existsAlready(path) : cannotWrite(path, cause);
  }
}

function existsAlready(path: string): UsersyncError {
  return new UsersyncError("USAGE", {
    what: `${path} exists already and was left as it is.`,
    why: "usersync writes a config to a new file only.",
    fix: "Name another file with --out, or overwrite it with --force.",
  });
}

function cannotWrite(path: string, cause: unknown): UsersyncError {
  return new UsersyncError("USAGE", {
    what: `${path} cannot be written.`,
    why: cause instanceof Error ? cause.message : String(cause),
    fix: "Name a file in a folder that exists and that you may write to.",
    cause,
  });
}
