import type { Config, TargetConfig } from "../../src/config/config.ts";
import { NO_LIMITS } from "./people.ts";

/** Without limits, which would be in the way of a company as tiny as ours; and Jira hands over all that it can. */
export function loosened(config: Config): Config {
  return { ...config, targets: config.targets.map(loosen) };
}

function loosen(target: TargetConfig): TargetConfig {
  if (target.type !== "jira") return { ...target, limits: NO_LIMITS };
  return { ...target, limits: NO_LIMITS, onDisable: { ...target.onDisable, componentLead: "admin" } };
}
