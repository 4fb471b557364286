import type { Config, ConnectionConfig } from "../../src/config/config.ts";
import { loosened, withStarters } from "./loosened.ts";

/**
 * One request after the other, so that each has its place; and no limits, which are not what this is about.
 *
 * @param timeout Of one attempt, in milliseconds.
 */
export function oneByOne(config: Config, timeout: number): Config {
  const { source, targets } = loosened(config);
  const narrowed = (connection: ConnectionConfig) => ({ ...connection, concurrency: 1, timeout });
  return {
    ...config,
    source: source.type === "entra" ? { ...source, connection: narrowed(source.connection) } : source,
    targets: targets.map((target) => ({
      ...target,
      mapping: withStarters(target.mapping),
      connection: narrowed(target.connection),
    })),
  };
}
