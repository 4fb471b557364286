import type { Config } from "../config/config.ts";
import type { Log } from "../model/log.ts";
import type { LOG_LEVELS } from "./choices.ts";
import { createLog } from "./create-log.ts";
import type { Session } from "./session.ts";

/** The options that every command takes. */
export interface GlobalOptions {
  readonly config?: string;
  readonly logLevel?: (typeof LOG_LEVELS)[number];
}

export interface Settings {
  readonly config: Config;
  readonly log: Log;
}

/**
 * Reads the config and opens the log that it asks for. From here on its secrets appear nowhere.
 *
 * @throws UsersyncError `CONFIG_NOT_FOUND`, `CONFIG_INVALID` with every problem in it.
 */
export async function openSettings(session: Session, options: GlobalOptions): Promise<Settings> {
  const { loadConfig } = await import("../config/load-config.ts");
  const { env, cwd } = session.world;
  const config = await loadConfig({
    cwd,
    env,
    ...(options.config !== undefined && { path: options.config }),
  });
  return { config, log: await openLog(session, config, options) };
}

/** Hides the config's secrets, opens its log and says its warnings. */
export async function openLog(session: Session, config: Config, options: GlobalOptions): Promise<Log> {
  const { secretsOf } = await import("../config/secrets-of.ts");
  session.redactor.hide(secretsOf(config));
  const log = await createLog(session, { ...config.log, level: options.logLevel ?? config.log.level });
  for (const warning of config.warnings) log.warn(warning);
  return log;
}
