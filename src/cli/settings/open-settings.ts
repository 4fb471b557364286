import type { Config } from "../../config/config.ts";
import type { Log } from "../../model/log.ts";
import type { LOG_LEVELS } from "../command-line/choices.ts";
import type { Session } from "../session.ts";
import { createLog } from "./create-log.ts";

/** The options that every command takes. */
export interface GlobalOptions {
  readonly config?: string;
  readonly logLevel?: (typeof LOG_LEVELS)[number];
}

export interface Settings {
  readonly config: Config;
  readonly log: Log;
}

export interface Records {
  readonly config: Pick<Config, "state" | "audit">;
  readonly log: Log;
}

/** Those of the config: said at once, or left to a command that lists them itself. */
type Warnings = "logged" | "listed";

/**
 * Reads the config and opens the log that it asks for. From here on its secrets appear nowhere.
 *
 * @throws UsersyncError `CONFIG_NOT_FOUND`, `CONFIG_INVALID` with every problem in it.
 */
export async function openSettings(
  session: Session,
  options: GlobalOptions,
  warnings: Warnings = "logged",
): Promise<Settings> {
  const { loadConfig } = await import("../../config/load-config.ts");
  const { env, cwd } = session.world;
  const config = await loadConfig({
    cwd,
    env,
    ...(options.config !== undefined && { path: options.config }),
  });
  const log = await openLog(session, config, options);
  if (warnings === "logged") for (const warning of config.warnings) log.warn(warning);
  return { config, log };
}

/**
 * Reads where runs are recorded, for commands that need nothing else of the config: not even the secrets.
 *
 * @throws UsersyncError `CONFIG_NOT_FOUND`, `CONFIG_INVALID`.
 */
export async function openRecords(session: Session, options: GlobalOptions): Promise<Records> {
  const { loadRecords } = await import("../../config/load-config.ts");
  const { env, cwd } = session.world;
  const { secrets, ...config } = await loadRecords({
    cwd,
    env,
    ...(options.config !== undefined && { path: options.config }),
  });
  session.redactor.hide(secrets);
  const log = await createLog(session, { ...config.log, level: options.logLevel ?? config.log.level });
  for (const warning of config.warnings) log.warn(warning);
  return { config, log };
}

/** Hides the config's secrets and opens its log. */
export async function openLog(session: Session, config: Config, options: GlobalOptions): Promise<Log> {
  const { secretsOf } = await import("../../config/secrets-of.ts");
  session.redactor.hide(secretsOf(config));
  return createLog(session, { ...config.log, level: options.logLevel ?? config.log.level });
}
