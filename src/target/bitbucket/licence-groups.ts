import type { BitbucketConfig } from "../../config/config.ts";
import { foldName, isSameName } from "../../model/names.ts";
import { noLicence } from "./explain.ts";
import { type Lists, readGroups } from "./read-lists.ts";
import type { WireGrant } from "./wire.ts";

export type LicenceSettings = Pick<BitbucketConfig, "licenseGroups" | "operations">;

export interface UselessGroup {
  readonly name: string;
  /** It is there, and lets nobody in. */
  readonly isThere: boolean;
}

/** Groups of `licenseGroups` that let nobody in. */
export async function uselessGroups(
  { licenseGroups }: Pick<BitbucketConfig, "licenseGroups">,
  grants: readonly WireGrant[],
  lists: Lists,
): Promise<readonly UselessGroup[]> {
  const useless = licenseGroups.filter((name) => !grants.some(({ group }) => isSameName(group, name)));
  if (useless.length === 0) return [];
  const there = new Set((await readGroups(lists)).map(({ name }) => foldName(name)));
  return useless.map((name) => ({ name, isThere: there.has(foldName(name)) }));
}

/**
 * Such a group lets nobody in who is imported or enabled.
 *
 * @throws UsersyncError `CONFIG_INVALID`.
 */
export async function requireLicences(
  config: LicenceSettings,
  grants: readonly WireGrant[],
  lists: Lists,
): Promise<void> {
  const { operations } = config;
  if (!operations.import && !operations.enable) return;
  const [useless] = await uselessGroups(config, grants, lists);
  if (useless !== undefined) throw noLicence(useless);
}
