import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { UsersyncError } from "../../src/errors.ts";

/** What leads to an error, by situation. The error is given back or thrown, now or later. */
export type Provocations = Readonly<Record<string, () => unknown>>;

export interface Provoked {
  readonly situation: string;
  readonly error: UsersyncError;
  /** Where it was made: a path from the root of the project, and a line. */
  readonly file: string;
  readonly line: number;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FRAME = /at (?:(.*) \()?(?:file:\/\/)?(\/.*?):(\d+):\d+\)?$/;

export async function provoke(situation: string, lead: () => unknown): Promise<Provoked> {
  const error = await outcomeOf(lead);
  if (!(error instanceof UsersyncError)) {
    throw new Error(`"${situation}" led to no UsersyncError.`, { cause: error });
  }
  return { situation, error, ...birthplaceOf(error) };
}

async function outcomeOf(lead: () => unknown): Promise<unknown> {
  try {
    return await lead();
  } catch (error) {
    return error;
  }
}

/** The first place in the stack that is no constructor. */
function birthplaceOf({ stack = "" }: Error): { readonly file: string; readonly line: number } {
  for (const text of stack.split("\n")) {
    const [, what = "", path, line] = FRAME.exec(text) ?? [];
    if (path === undefined || what.startsWith("new ")) continue;
    return { file: relative(ROOT, path), line: Number(line) };
  }
  throw new Error(`The stack names no file:\n${stack}`);
}

let folder: string | undefined;

/** A folder for files that are wrong. */
export function workshop(): string {
  folder ??= mkdtempSync(join(tmpdir(), "usersync-errors-"));
  return folder;
}

/** A text without the name of that folder, which is another one each time. */
export function withoutWorkshop(text: string): string {
  return folder === undefined ? text : text.replaceAll(folder, "/etc/usersync");
}

export function closeWorkshop(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
}
