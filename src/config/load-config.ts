import { dirname, join } from "node:path";
import type { Config } from "./config.ts";
import type { ConfigContext } from "./context.ts";
import { findConfig, readText } from "./find-config.ts";
import { parseConfig, parseRecords, type RecordsConfig } from "./parse-config.ts";
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
export async function loadConfig(options: LoadOptions): Promise<Config> {
  const { value, context } = await find(options);
  return parseConfig(value, context);
}

/**
 * Finds a config and reads where runs are recorded. Nothing else of it need be right, nor be set.
 *
 * @throws UsersyncError as `loadConfig` does.
 */
export async function loadRecords(options: LoadOptions): Promise<RecordsConfig> {
  const { value, context } = await find(options);
  return parseRecords(value, context);
}

async function find({
  path,
  cwd,
  env,
}: LoadOptions): Promise<{ readonly value: unknown; readonly context: ConfigContext }> {
  const found = await findConfig({ cwd, ...(path === undefined ? {} : { path }) });
  const directory = dirname(found.path);
  return {
    value: found.value,
    context: { path: found.path, directory, env, readText, exposed: found.exposed },
  };
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
