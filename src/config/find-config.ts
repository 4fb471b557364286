import { readFileSync, statSync } from "node:fs";
import { dirname, extname, join, parse, resolve } from "node:path";
import { cosmiconfig } from "cosmiconfig";
import { UsersyncError } from "../errors.ts";
import { LOADERS } from "./config-loaders.ts";
import { readingTrouble } from "./context.ts";

/** In this order, in each folder. */
const PLACES: readonly string[] = [
  ...["yaml", "yml", "json", "js", "mjs", "cjs", "ts"].map((ending) => `usersync.config.${ending}`),
  ".usersyncrc",
  ...["yaml", "yml", "json", "js", "mjs", "cjs", "ts"].map((ending) => `.usersyncrc.${ending}`),
  "package.json",
];

export interface FoundConfig {
  /** As it was written; `undefined` when the file has no content. */
  readonly value: unknown;
  /** Absolute. */
  readonly path: string;
  /** Other accounts of this machine can read the file. Never so on Windows, where modes do not say. */
  readonly exposed: boolean;
}

export interface Search {
  /** An explicit file; relative to `cwd`. */
  readonly path?: string;
  /** Where the search starts. It goes up to the root. */
  readonly cwd: string;
}

/**
 * Finds and reads the config file.
 *
 * @throws UsersyncError `CONFIG_NOT_FOUND`, naming where it was looked for; `CONFIG_INVALID` when the
 *   file cannot be parsed.
 */
export async function findConfig({ path, cwd }: Search): Promise<FoundConfig> {
  const explorer = cosmiconfig("usersync", {
    searchPlaces: [...PLACES],
    loaders: { ...LOADERS },
    cache: false,
    ignoreEmptySearchPlaces: false,
    searchStrategy: "none",
  });
  if (path !== undefined) return read(resolve(cwd, path), (file) => explorer.load(file));
  for (const folder of upwards(resolve(cwd))) {
    const found = await explorer.search(folder);
    if (found !== null)
      return { value: found.config, path: found.filepath, exposed: isExposed(found.filepath) };
  }
  throw notFound(cwd);
}

/** @throws what `node:fs` throws. */
export function readText(path: string): string {
  return readFileSync(path, "utf8");
}

type Load = (path: string) => Promise<{ readonly config: unknown } | null>;

async function read(path: string, load: Load): Promise<FoundConfig> {
  try {
    readText(path);
  } catch (error) {
    throw new UsersyncError("CONFIG_NOT_FOUND", {
      what: `The config file ${path} ${readingTrouble(error)}.`,
      why: "It was asked for with --config.",
      fix: "Correct the path after --config, or leave it out to search from here upwards.",
    });
  }
  const found = await load(path);
  return { value: found?.config, path, exposed: isExposed(path) };
}

function upwards(folder: string): string[] {
  return folder === parse(folder).root ? [folder] : [folder, ...upwards(dirname(folder))];
}

function notFound(cwd: string): UsersyncError {
  const folder = resolve(cwd);
  const unreadable = upwards(folder)
    .flatMap((place) => PLACES.map((name) => join(place, name)))
    .flatMap((file) => complaintAbout(file));
  return new UsersyncError("CONFIG_NOT_FOUND", {
    what: ["There is no config file.", ...unreadable].join(" "),
    why: `Looked in ${folder} and the folders above it for ${namesText()}.`,
    fix: "Write one with `usersync init`, or name one with --config <file>.",
  });
}

/** A file that the search had to step over. */
function complaintAbout(file: string): string[] {
  if (file.endsWith("package.json")) return [];
  try {
    readText(file);
    return [];
  } catch (error) {
    const trouble = readingTrouble(error);
    return trouble === "does not exist" ? [] : [`${file} ${trouble}.`];
  }
}

function namesText(): string {
  const endings = (start: string) =>
    PLACES.filter((name) => name.startsWith(start) && name !== start).map((name) => extname(name).slice(1));
  return (
    `usersync.config.{${endings("usersync.config").join(",")}}, .usersyncrc, ` +
    `.usersyncrc.{${endings(".usersyncrc").join(",")}} and a usersync key in package.json`
  );
}

function isExposed(path: string): boolean {
  return process.platform !== "win32" && (statSync(path).mode & 0o044) !== 0;
}
