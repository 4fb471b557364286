import type { MappingConfig } from "../../config/config.ts";
import type { Desired } from "../../model/desired.ts";
import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import { groupRulesOf } from "../../model/group-rule.ts";
import { foldName } from "../../model/names.ts";
import type { GroupNews, KeptGroup, OpenEntry, Remembered } from "../../model/recorded.ts";
import { followGroups } from "./follow-groups.ts";

/**
 * What a reading taught about the groups that are kept; nothing where there is nothing to write down.
 *
 * @param before Those that were kept before it.
 */
export function newsOfGroups(
  desired: Pick<Desired, "groups" | "contested">,
  current: Pick<DirectorySnapshot, "groups">,
  { kept, before, mapping }: NewsOptions,
): { readonly groups?: GroupNews } {
  const { news } = followGroups(desired, current, { kept, ruleOf: groupRulesOf(mapping.groups) });
  const known = new Set(before);
  const found = (kept ?? []).filter((group) => !known.has(group));
  const changed = [...found, ...news.changed];
  return changed.length + news.gone.length === 0 ? {} : { groups: { changed, gone: news.gone } };
}

interface NewsOptions {
  readonly kept?: readonly KeptGroup[] | undefined;
  readonly before?: readonly KeptGroup[] | undefined;
  readonly mapping: Pick<MappingConfig, "groups">;
}

/**
 * The groups that are kept, with those that are there now of which an earlier run did not hear that it has made
 * them: it died meanwhile, or the answer was lost.
 */
export function keptBy(
  { groups: kept, open, perhapsMade = [] }: Pick<Remembered, "groups" | "open" | "perhapsMade">,
  current: Pick<DirectorySnapshot, "groups">,
): readonly KeptGroup[] | undefined {
  const unheard = [...perhapsMade, ...open.flatMap(groupIn)];
  if (kept === undefined || unheard.length === 0) return kept;
  const known = new Set(kept.map(({ name }) => foldName(name)));
  const found = new Set(current.groups.map(({ name }) => foldName(name)));
  const made = new Map(unheard.map((group) => [foldName(group.name), group]));
  return [
    ...kept,
    ...[...made].flatMap(([key, group]) => (found.has(key) && !known.has(key) ? [group] : [])),
  ];
}

function groupIn({ operation }: OpenEntry): readonly KeptGroup[] {
  if (operation.kind !== "create-group" || operation.sources === undefined) return [];
  return [{ name: operation.group.name, sources: operation.sources, how: "created" }];
}
