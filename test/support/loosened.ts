import type { Config, MappingConfig, TargetConfig } from "../../src/config/config.ts";
import { NO_LIMITS } from "./people.ts";

/** Without limits, which would be in the way of a company as tiny as ours; and Jira hands over all that it can. */
export function loosened(config: Config): Config {
  return { ...config, targets: config.targets.map(loosen) };
}

function loosen(target: TargetConfig): TargetConfig {
  if (target.type !== "jira") return { ...target, limits: NO_LIMITS };
  return { ...target, limits: NO_LIMITS, onDisable: { ...target.onDisable, componentLead: "admin" } };
}

/** Whoever is new comes into one more group, also when the run breaks off between the account and its groups. */
export function withStarters(mapping: MappingConfig): MappingConfig {
  return { ...mapping, defaultGroups: { all: [], new: [...mapping.defaultGroups.new, "starters"] } };
}
