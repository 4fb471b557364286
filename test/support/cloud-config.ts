import type { AtlassianCloudConfig, ConnectionConfig } from "../../src/config/config.ts";
import { EVERYTHING, MAPPING, NO_LIMITS } from "./people.ts";

export const CONNECTION: ConnectionConfig = {
  concurrency: 4,
  requestsPerSecond: Number.POSITIVE_INFINITY,
  timeout: 10_000,
  maxWait: 300_000,
  maxResponseSize: 10_000_000,
};

/** A config for a directory of Atlassian Cloud at some address. */
export function cloudConfig(overrides: Partial<AtlassianCloudConfig> = {}): AtlassianCloudConfig {
  return {
    name: "cloud",
    type: "atlassian-cloud",
    url: "http://127.0.0.1:1",
    directoryId: "directory",
    token: "token",
    mapping: MAPPING,
    operations: EVERYTHING,
    limits: NO_LIMITS,
    protect: { users: [], groups: [] },
    connection: CONNECTION,
    ...overrides,
  };
}
