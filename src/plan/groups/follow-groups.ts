import type { Desired, DesiredGroup, Note } from "../../model/desired.ts";
import type { DirectoryGroup, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import { type FittingRule, underRule } from "../../model/group-rule.ts";
import { foldName } from "../../model/names.ts";
import type { GroupNews, KeptGroup } from "../../model/recorded.ts";

export interface FollowOptions {
  /** Absent: nothing is remembered, so no group is told from another. */
  readonly kept?: readonly KeptGroup[] | undefined;
  readonly ruleOf: (name: string) => FittingRule;
}

/** What became of the groups that are kept in step. */
export interface Followed {
  /** What the directory should have, under the names that it has there. */
  readonly groups: readonly DesiredGroup[];
  /** Kept, and in the directory, and wanted no longer. */
  readonly left: readonly LeftGroup[];
  readonly notes: readonly Note[];
  readonly news: GroupNews;
}

export interface LeftGroup {
  readonly kept: KeptGroup;
  readonly found: DirectoryGroup;
  readonly reason: "left-scope" | "renamed-in-source";
}

/**
 * Follows groups by their ids in Entra: no directory can rename a group, so one whose group in Entra has
 * another name by now is found under the old one. What the table of the mapping names is not followed, since
 * the table says what it is to be called; nor is a name that only the config has changed.
 */
export function followGroups(
  { groups, contested }: Pick<Desired, "groups" | "contested">,
  current: Pick<DirectorySnapshot, "groups">,
  { kept, ruleOf }: FollowOptions,
): Followed {
  if (kept === undefined) return { groups, left: [], notes: [], news: NO_NEWS };
  const scene: Scene = {
    wanted: new Map(groups.map((group) => [foldName(group.name), group])),
    found: new Map(current.groups.map((group) => [foldName(group.name), group])),
    renamed: renamedGroups(groups, kept),
    contested: contested ?? new Set(),
    ruleOf,
  };
  const fates = kept.map((one) => fateOf(one, scene));
  const before = new Map(fates.flatMap(({ renamed }) => (renamed === undefined ? [] : [renamed])));
  return {
    groups: withOldChildren(
      groups.map((group) => underOldName(group, before.get(group), ruleOf)),
      before,
    ),
    left: fates.flatMap(({ left }) => left ?? []),
    notes: [...before].map(([group, one]) => renameNote(one, group)),
    news: {
      changed: fates.flatMap(({ changed }) => changed ?? []),
      gone: fates.flatMap(({ gone }) => gone ?? []),
    },
  };
}

/** At most one of these; nothing when a group is kept as it was. */
interface Fate {
  readonly changed?: KeptGroup;
  readonly gone?: string;
  /** What it is to be called by now, and what it is called. */
  readonly renamed?: readonly [group: DesiredGroup, kept: KeptGroup];
  readonly left?: LeftGroup;
}

function fateOf(kept: KeptGroup, { wanted, found, renamed, contested, ruleOf }: Scene): Fate {
  const key = foldName(kept.name);
  const same = wanted.get(key);
  if (same !== undefined) return isFor(kept, same) ? {} : { changed: { ...kept, sources: same.sources } };
  if (contested.has(key)) return {};
  const group = found.get(key);
  if (group === undefined) return { gone: kept.name };
  const heir = renamed.get(kept);
  if (heir === undefined) return { left: { kept, found: group, reason: "left-scope" } };
  if (ruleOf(kept.name).onRename === "keep") return { renamed: [heir, kept] };
  return { left: { kept, found: group, reason: "renamed-in-source" } };
}

/** The rules for the name that it has decide, not those for the one that it would have. */
function underOldName(
  group: DesiredGroup,
  before: KeptGroup | undefined,
  ruleOf: FollowOptions["ruleOf"],
): DesiredGroup {
  return before === undefined ? group : underRule({ ...group, name: before.name }, ruleOf(before.name));
}

/** A nested group that keeps its name is nested under that. */
function withOldChildren(
  groups: readonly DesiredGroup[],
  before: ReadonlyMap<DesiredGroup, KeptGroup>,
): readonly DesiredGroup[] {
  const names = new Map([...before].map(([{ name }, kept]) => [foldName(name), kept.name]));
  if (names.size === 0) return groups;
  const oldName = (name: string) => names.get(foldName(name)) ?? name;
  return groups.map((group) =>
    group.children === undefined ? group : { ...group, children: group.children.map(oldName) },
  );
}

const NO_NEWS: GroupNews = { changed: [], gone: [] };

interface Scene {
  /** By name, folded. */
  readonly wanted: ReadonlyMap<string, DesiredGroup>;
  readonly found: ReadonlyMap<string, DirectoryGroup>;
  /** What groups that are kept are to be called by now, where Entra has given them another name. */
  readonly renamed: ReadonlyMap<KeptGroup, DesiredGroup>;
  readonly contested: ReadonlySet<string>;
  readonly ruleOf: FollowOptions["ruleOf"];
}

/** Each kept group with the one group that it has become; none where several come into question. */
function renamedGroups(
  groups: readonly DesiredGroup[],
  kept: readonly KeptGroup[],
): ReadonlyMap<KeptGroup, DesiredGroup> {
  const names = new Set(kept.map(({ name }) => foldName(name)));
  const bySource = new Map<string, { readonly group: DesiredGroup; readonly name: string }>();
  for (const group of groups) {
    if (group.tabled === true || names.has(foldName(group.name))) continue;
    for (const { id, name } of group.sources) bySource.set(id, { group, name });
  }
  const claims = new Map<DesiredGroup, KeptGroup[]>();
  for (const one of kept) {
    const heirs = one.sources.flatMap(({ id, name }) => {
      const heir = bySource.get(id);
      return heir === undefined || heir.name === name ? [] : [heir.group];
    });
    const [heir, ...others] = new Set(heirs);
    if (heir !== undefined && others.length === 0) claims.set(heir, [...(claims.get(heir) ?? []), one]);
  }
  return new Map(
    [...claims].flatMap(([group, [first, ...others]]) =>
      first === undefined || others.length > 0 ? [] : [[first, group] as const],
    ),
  );
}

function isFor({ sources }: KeptGroup, group: DesiredGroup): boolean {
  const text = (list: KeptGroup["sources"]) =>
    JSON.stringify(list.map(({ id, name }) => `${id} ${name}`).sort());
  return text(sources) === text(group.sources);
}

function renameNote(before: KeptGroup, { name, sources }: DesiredGroup): Note {
  const called = sources.map((source) => `"${source.name}"`).join(", ");
  return {
    kind: "unsupported",
    subject: before.name,
    reason:
      `Entra calls it ${called} by now, which makes "${name}", and the directory cannot rename groups: ` +
      `it keeps its name and follows Entra. For a new group instead: onRename: recreate in mapping.groups`,
  };
}
