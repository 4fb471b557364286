import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { defaultLoaders, type Loader } from "cosmiconfig";
import { UsersyncError } from "../errors.ts";
import { parseYaml } from "./yaml-text.ts";

/** How each kind of config file is read, by its ending. */
export const LOADERS: Readonly<Record<string, Loader>> = {
  ".yaml": loadYaml,
  ".yml": loadYaml,
  ".json": loadYaml,
  noExt: loadYaml,
  default: loadYaml,
  ".js": loadModule,
  ".mjs": loadModule,
  ".cjs": loadModule,
  ".ts": loadTypescript,
};

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
  return new UsersyncError("CONFIG_INVALID", {
    what: `${path} could not be run: ${name === "Error" ? message : name}.`,
    why: "A config in JavaScript or TypeScript is run to get its default export.",
    fix: `Run \`node ${path}\` to see where it fails, and correct that.`,
  });
}
