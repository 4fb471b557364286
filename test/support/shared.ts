import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe } from "vitest";

const ROOT = resolve(import.meta.dirname, "../../../shared");
/** Whether the folder is beside the checkout. */
export const hasShared = existsSync(join(ROOT, "specs"));

if (!hasShared && process.env["USERSYNC_REQUIRE_SHARED"] === "1") {
  throw new Error("The vendors' API descriptions are required here, but ../shared/specs does not exist.");
}

/** Path of a file in the folder of vendors' API descriptions and recorded bodies, beside the checkout. */
export function sharedPath(...parts: string[]): string {
  return join(ROOT, ...parts);
}

export function readShared<T>(...parts: string[]): T {
  return JSON.parse(readFileSync(sharedPath(...parts), "utf8")) as T;
}

/** `describe` for tests that need that folder: skipped, visibly, where it is absent. */
export const describeShared: typeof describe | typeof describe.skip = hasShared ? describe : describe.skip;
