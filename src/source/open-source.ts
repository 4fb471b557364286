import type { SourceConfig } from "../config/config.ts";
import type { ProxySettings } from "../http/dispatcher.ts";
import type { Clock } from "../model/clock.ts";
import type { Log } from "../model/log.ts";
import { createEntraSource } from "./entra/entra-source.ts";
import { createFileSource } from "./file/file-source.ts";
import type { Source } from "./source.ts";

export interface SourceContext {
  readonly clock: Clock;
  readonly log: Log;
  readonly proxy: ProxySettings;
  /** Top-level names of the user properties that the mapping uses; others are not asked for. */
  readonly properties: readonly string[];
  /** Whether some directory nests groups: then the source tells which groups are in which. Default: false. */
  readonly nests?: boolean;
}

/** The source that the config asks for. Nothing is read or sent before its methods are called. */
export function openSource(config: SourceConfig, context: SourceContext): Source {
  switch (config.type) {
    case "entra":
      return createEntraSource(config, context);
    case "file":
      return createFileSource(config, context);
  }
}
