import type { ProtectConfig } from "../../config/config.ts";

/** Protected groups that can be asked for: those without a wildcard. Read to see who their members are. */
export function protectedGroupNames({ groups }: ProtectConfig): readonly string[] {
  return groups.filter((name) => !name.includes("*"));
}
