import type { Config, ConnectionConfig } from "../../src/config/config.ts";
import { loosened } from "./loosened.ts";

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
      // Whoever is new comes to them though the run breaks off between the account and its groups.
      mapping: {
        ...target.mapping,
        defaultGroups: { all: [], new: [...target.mapping.defaultGroups.new, "starters"] },
      },
      connection: narrowed(target.connection),
    })),
  };
}
