import { dirname, join } from "node:path";
import type { Config } from "./config.ts";
import { findConfig, readText } from "./find-config.ts";
import { parseConfig } from "./parse-config.ts";
import { parseYaml } from "./yaml-text.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface LoadOptions {
  /** The file after `--config`, relative to `cwd`. Searched for from `cwd` upwards when absent. */
  readonly path?: string;
  readonly cwd: string;
  readonly env: Environment;
}

/**
 * Finds, reads and checks the config.
 *
 * @throws UsersyncError `CONFIG_NOT_FOUND`; `CONFIG_INVALID`, as a `ConfigError` with every problem at once.
 */
export async function loadConfig({ path, cwd, env }: LoadOptions): Promise<Config> {
  const found = await findConfig({ cwd, ...(path === undefined ? {} : { path }) });
  return parseConfig(found.value, {
    path: found.path,
    directory: dirname(found.path),
    env,
    readText,
    exposed: found.exposed,
  });
}

export interface TextOptions {
  readonly env: Environment;
  /** Absolute. Paths inside the config start here. */
  readonly directory: string;
}

/**
 * Checks a config given as YAML.
 *
 * @throws UsersyncError `CONFIG_INVALID`, as a `ConfigError` with every problem at once.
 */
export function configFromText(text: string, { env, directory }: TextOptions): Config {
  const path = join(directory, "usersync.config.yaml");
  return parseConfig(parseYaml(text, path), { path, directory, env, readText });
}
