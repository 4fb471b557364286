import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { defaultLoaders, type Loader } from "cosmiconfig";
import { UsersyncError } from "../errors.ts";
import { isTable } from "./references.ts";
import { parseYaml } from "./yaml-text.ts";

/** How each kind of config file is read, by its ending. */
export const LOADERS: Readonly<Record<string, Loader>> = {
  ".yaml": withoutImport(loadYaml),
  ".yml": withoutImport(loadYaml),
  ".json": withoutImport(loadYaml),
  noExt: withoutImport(loadYaml),
  default: withoutImport(loadYaml),
  ".js": withoutImport(loadModule),
  ".mjs": withoutImport(loadModule),
  ".cjs": withoutImport(loadModule),
  ".ts": withoutImport(loadTypescript),
};

type Load = (path: string, text: string) => unknown;

/**
 * cosmiconfig merges other files in by a key of its own. Here that is refused: it would go past the
 * check for secrets that others can read, and a file that is missing would hide the whole config.
 */
function withoutImport(load: Load): Loader {
  return async (path, text) => {
    const value: unknown = await load(path, text);
    const inPackage = isTable(value) ? value["usersync"] : undefined;
    if (![value, inPackage].some((place) => isTable(place) && Object.hasOwn(place, "$import"))) return value;
    throw new UsersyncError("CONFIG_INVALID", {
      what: `${path} sets $import, which is not an option.`,
      why: "A config is one file.",
      fix: "Put the options into one file, or write usersync.config.mjs, which may import what it likes.",
    });
  };
}

function loadYaml(path: string, text: string): unknown {
  return parseYaml(text, path);
}

async function loadModule(path: string): Promise<unknown> {
  try {
    return await importFresh(path);
  } catch (error) {
    throw brokenModule(path, error);
  }
}

async function loadTypescript(path: string, text: string): Promise<unknown> {
  try {
    if (canImportTypescript()) return await importFresh(path);
    return await defaultLoaders[".ts"](path, text);
  } catch (error) {
    throw isWithoutCompiler(error) ? noCompiler(path) : brokenModule(path, error);
  }
}

/** Node remembers modules by their address; the time of the last change makes a changed file a new one. */
async function importFresh(path: string): Promise<unknown> {
  const url = `${pathToFileURL(path).href}?changed=${statSync(path).mtimeMs}`;
  const module = (await import(/* @vite-ignore */ url)) as { default?: unknown };
  if (!("default" in module)) throw new Error("it has no default export");
  return module.default;
}

/** Node 22.18 and newer. */
function canImportTypescript(): boolean {
  return Boolean((process.features as { typescript?: unknown }).typescript);
}

function isWithoutCompiler(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === "ERR_MODULE_NOT_FOUND" && String(message).includes("'typescript'");
}

function noCompiler(path: string): UsersyncError {
  return new UsersyncError("CONFIG_INVALID", {
    what: `${path} cannot be read: it is TypeScript, and there is no compiler for it.`,
    why: "Node reads TypeScript from version 22.18 on; an older one needs the package typescript beside usersync.",
    fix: "Run `npm install typescript`, use a newer Node, or write the config as usersync.config.mjs or .yaml.",
  });
}

/** The message of a syntax or reference error quotes the text, which may be a secret, so it stays out. */
function brokenModule(path: string, error: unknown): UsersyncError {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: "it threw no error" };
  const said = name === "Error" ? message.replace(/\.$/, "") : name;
  return new UsersyncError("CONFIG_INVALID", {
    what: `${path} could not be run: ${said}.`,
    why: "A config in JavaScript or TypeScript is run to get its default export.",
    fix: `Run \`node ${path}\` to see where it fails, and correct that.`,
  });
}
