import type { MappingConfig } from "../config/config.ts";
import type { DesiredGroup, Note } from "../model/desired.ts";
import { groupRulesOf, underRule } from "../model/group-rule.ts";
import type { SourceId } from "../model/ids.ts";
import { foldName } from "../model/names.ts";
import type { SourceGroup } from "../model/source-snapshot.ts";
import { type NamedGroup, nameGroups } from "./name-groups.ts";

export interface MappedGroups {
  readonly groups: readonly DesiredGroup[];
  /** Names, folded, that several groups of the source claim; none of these is written. */
  readonly contested: ReadonlySet<string>;
  readonly notes: readonly Note[];
}

/** The groups that a directory should have: the source's under their mapped names, and the default groups. */
export function mapGroups(
  groups: readonly SourceGroup[],
  mapping: MappingConfig,
  belongs: (id: SourceId) => boolean,
): MappedGroups {
  const { byName, nameless, absent } = nameGroups(groups, mapping.groupName);
  const notes: Note[] = nameless.map(namelessNote);
  const desired = new Map<string, DesiredGroup>();
  for (const [key, named] of byName) {
    const trouble = whyApart(named);
    if (trouble !== undefined) {
      notes.push(groupCollision(named, trouble));
      continue;
    }
    const group = join(named, belongs);
    const missing = absent.get(key);
    if (missing !== undefined) notes.push(absentNote(group.name, missing));
    desired.set(key, missing === undefined ? group : { ...group, additive: true });
  }
  const contested = new Set([...byName.keys()].filter((key) => !desired.has(key)));
  addDefaults(desired, mapping.defaultGroups, contested);
  const ruleOf = groupRulesOf(mapping.groups);
  const ruled = [...desired.values()].map((group) => underRule(group, ruleOf(group.name)));
  return { groups: ruled, contested, notes };
}

/**
 * Why groups with one name are not made one; `undefined` when they are, or when there is but one. They are when
 * the table gives each of them that name by an entry of its own: an entry that fits two groups means one of them.
 */
function whyApart(named: readonly NamedGroup[]): string | undefined {
  if (named.length === 1) return undefined;
  const entries = named.map(({ entry }) => entry);
  if (entries.includes(undefined))
    return "to join them, give each of them this name in mapping.groupName.map";
  const [twice] = entries.filter((entry, at) => entries.indexOf(entry) !== at).sort();
  return twice === undefined
    ? undefined
    : `"${twice}" in mapping.groupName.map fits several; put object ids there`;
}

function groupCollision(named: readonly NamedGroup[], trouble: string): Note {
  const [subject] = named.map(({ name }) => name).sort() as [string];
  return {
    kind: "collision",
    subject,
    reason: `${named.length} Entra groups map to this group name; none of them is written (${trouble})`,
    sourceIds: named.map(({ source }) => source.id).sort(),
  };
}

/** One group of the directory out of one or more of the source. */
function join(named: readonly NamedGroup[], belongs: (id: SourceId) => boolean): DesiredGroup {
  const sources = named.map(({ source }) => source).sort(byId);
  const [name] = named.map((one) => one.name).sort() as [string];
  const incomplete = sources.flatMap((source) => doubtOf(source, sources.length > 1));
  return {
    name,
    sources: sources.map(({ id, name: ofSource }) => ({ id, name: ofSource })),
    members: new Set(sources.flatMap(({ members }) => members.filter(belongs))),
    everybody: false,
    newcomers: false,
    additive: false,
    ...(named.some(({ entry }) => entry !== undefined) && { tabled: true as const }),
    ...(incomplete.length === 0 ? {} : { incomplete: incomplete.join(" ") }),
  };
}

function byId(one: SourceGroup, other: SourceGroup): number {
  return one.id < other.id ? -1 : 1;
}

function doubtOf({ name, incomplete }: SourceGroup, isOneOfSeveral: boolean): readonly string[] {
  if (incomplete === undefined) return [];
  return [isOneOfSeveral ? `"${name}" in Entra: ${incomplete}` : incomplete];
}

function namelessNote({ id, name }: SourceGroup): Note {
  const reason = "the mapping leaves nothing of the group's name";
  return { kind: "missing-attribute", subject: name, reason, sourceIds: [id] };
}

/** Whoever only the absent group names would else be removed because somebody renamed it. */
function absentNote(subject: string, entries: readonly string[]): Note {
  const names = entries.map((entry) => `"${entry}"`).join(", ");
  const reason = `mapping.groupName.map puts ${names} here too, and the source has no such group; nobody is removed`;
  return { kind: "excluded", subject, reason };
}

/**
 * A default group that Entra also fills keeps its Entra members. One for new users becomes additive:
 * who joined it when they were new must not be removed by the next run.
 */
function addDefaults(
  desired: Map<string, DesiredGroup>,
  defaults: MappingConfig["defaultGroups"],
  taken: ReadonlySet<string>,
): void {
  const add = (name: string, role: "everybody" | "newcomers") => {
    const key = foldName(name);
    if (taken.has(key)) return;
    const known = desired.get(key) ?? { ...EMPTY, name };
    desired.set(key, { ...known, [role]: true, additive: known.additive || role === "newcomers" });
  };
  for (const name of defaults.all) add(name, "everybody");
  for (const name of defaults.new) add(name, "newcomers");
}

const EMPTY = {
  sources: [],
  members: new Set<SourceId>(),
  everybody: false,
  newcomers: false,
  additive: true,
} as const;
