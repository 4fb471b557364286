import type { GroupNameMapping } from "../config/config.ts";
import { foldName, presentText } from "../model/names.ts";
import type { SourceGroup } from "../model/source-snapshot.ts";

/** A group of the source under a name that it has in the directory. */
export interface NamedGroup {
  readonly name: string;
  readonly source: SourceGroup;
  /** The entry of `mapping.groupName.map` that gives the name, as it is written; absent: `replace` has made it. */
  readonly entry?: string;
}

/** The groups of the source by their names in the directory. */
export interface GroupNames {
  /** By the name, folded; never empty lists. */
  readonly byName: ReadonlyMap<string, readonly NamedGroup[]>;
  /** Groups of whose names nothing is left. */
  readonly nameless: readonly SourceGroup[];
  /** Entries of `map` that no group of the source is, by the names that they give, folded. */
  readonly absent: ReadonlyMap<string, readonly string[]>;
}

/** Gives each group of the source its names in the directory: by the table, or else by the replacements. */
export function nameGroups(groups: readonly SourceGroup[], mapping: GroupNameMapping): GroupNames {
  const namesOf = namerOf(mapping);
  const byName = new Map<string, NamedGroup[]>();
  const nameless: SourceGroup[] = [];
  const met = new Set<string>();
  for (const source of groups) {
    const named = namesOf(source);
    if (named.length === 0) nameless.push(source);
    for (const one of named) {
      if (one.entry !== undefined) met.add(one.entry);
      append(byName, foldName(one.name), one);
    }
  }
  return { byName, nameless, absent: absentEntries(mapping, met) };
}

function absentEntries(
  { map }: GroupNameMapping,
  met: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const absent = new Map<string, string[]>();
  for (const [entry, names] of Object.entries(map)) {
    if (met.has(entry)) continue;
    for (const name of names) append(absent, foldName(name.trim()), entry);
  }
  return absent;
}

/** An object id decides before a name does. */
function namerOf(mapping: GroupNameMapping): (source: SourceGroup) => readonly NamedGroup[] {
  const { map, replace, prefix, suffix } = mapping;
  const table = new Map(Object.entries(map).map(([entry, names]) => [foldName(entry), { entry, names }]));
  return (source) => {
    const found = table.get(foldName(source.id)) ?? table.get(foldName(source.name));
    if (found !== undefined) {
      return differing(found.names).map((name) => ({ name, source, entry: found.entry }));
    }
    const left = presentText(replace.reduce((text, { apply }) => apply(text), source.name));
    const name = left === undefined ? undefined : presentText(prefix + left + suffix);
    return name === undefined ? [] : [{ name, source }];
  };
}

/** Each name once, as it is written first. */
function differing(names: readonly string[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const name of names) {
    const text = presentText(name);
    if (text !== undefined && !seen.has(foldName(text))) seen.set(foldName(text), text);
  }
  return [...seen.values()];
}

function append<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
