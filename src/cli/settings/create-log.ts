import type { LogConfig } from "../../config/config.ts";
import type { Log, LogFields } from "../../model/log.ts";
import type { Session } from "../session.ts";

/**
 * The log on stderr: one JSON object a line for machines, columns for people. `auto` asks whether
 * anybody watches. Each line passes the redactor as a whole, whatever it was made of, and before it is
 * laid out, since the layout takes some escapes away.
 */
export async function createLog(
  { screen, world, redactor }: Session,
  { level, format }: LogConfig,
): Promise<Log> {
  const { pino } = await import("pino");
  const isPretty = format === "pretty" || (format === "auto" && screen.isWatched);
  const layOut = isPretty
    ? await prettyLayout(screen.colors.stderr.isColorSupported)
    : (line: string) => line;
  const logger = pino(
    {
      level,
      base: null,
      messageKey: "message",
      timestamp: () => `,"time":"${new Date(world.clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => screen.say(layOut(redactor.redact(line)).trimEnd()) },
  );
  return {
    debug: (message, fields: LogFields = {}) => logger.debug(fields, message),
    info: (message, fields: LogFields = {}) => logger.info(fields, message),
    warn: (message, fields: LogFields = {}) => logger.warn(fields, message),
    error: (message, fields: LogFields = {}) => logger.error(fields, message),
  };
}

async function prettyLayout(colorize: boolean): Promise<(line: string) => string> {
  const { prettyFactory } = await import("pino-pretty");
  const layOut = prettyFactory({
    colorize,
    colorizeObjects: false,
    messageKey: "message",
    singleLine: true,
    translateTime: "SYS:HH:MM:ss",
  });
  return (line) => String(layOut(line));
}
