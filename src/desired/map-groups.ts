import type { MappingConfig } from "../config/config.ts";
import type { DesiredGroup, Note } from "../model/desired.ts";
import type { SourceId } from "../model/ids.ts";
import { foldName, presentText } from "../model/names.ts";
import type { SourceGroup } from "../model/source-snapshot.ts";

/** The groups that a directory should have: the source's under their mapped names, and the default groups. */
export function mapGroups(
  groups: readonly SourceGroup[],
  mapping: MappingConfig,
  belongs: (id: SourceId) => boolean,
): { readonly groups: readonly DesiredGroup[]; readonly notes: readonly Note[] } {
  const notes: Note[] = [];
  const rename = renamerOf(mapping.groupName);
  const byName = new Map<string, NamedGroup[]>();
  for (const source of groups) {
    const name = rename(source);
    if (name === undefined) {
      const reason = "the mapping leaves nothing of the group's name";
      notes.push({ kind: "missing-attribute", subject: source.name, reason, sourceIds: [source.id] });
      continue;
    }
    const key = foldName(name);
    const entry = byName.get(key) ?? [];
    entry.push({ name, source });
    byName.set(key, entry);
  }

  const desired = new Map<string, DesiredGroup>();
  for (const [key, named] of byName) {
    const [first] = named;
    if (named.length === 1 && first !== undefined) desired.set(key, mirror(first, belongs));
    else notes.push(groupCollision(named));
  }
  const taken = new Set([...byName.keys()].filter((key) => !desired.has(key)));
  addDefaults(desired, mapping.defaultGroups, taken);
  return { groups: [...desired.values()], notes };
}

interface NamedGroup {
  readonly name: string;
  readonly source: SourceGroup;
}

function mirror({ name, source }: NamedGroup, belongs: (id: SourceId) => boolean): DesiredGroup {
  return {
    name,
    sourceId: source.id,
    members: new Set(source.members.filter(belongs)),
    everybody: false,
    newcomers: false,
    additive: false,
    ...(source.incomplete === undefined ? {} : { incomplete: source.incomplete }),
  };
}

function groupCollision(named: readonly NamedGroup[]): Note {
  const [subject] = named.map(({ name }) => name).sort() as [string];
  return {
    kind: "collision",
    subject,
    reason: `${named.length} Entra groups map to this group name; none of them is written`,
    sourceIds: named.map(({ source }) => source.id).sort(),
  };
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

const EMPTY = { members: new Set<SourceId>(), everybody: false, newcomers: false, additive: true } as const;

function renamerOf({ map, replace }: MappingConfig["groupName"]): (group: SourceGroup) => string | undefined {
  const table = new Map(Object.entries(map).map(([from, to]) => [foldName(from), to]));
  return ({ id, name }) => {
    const mapped = table.get(foldName(id)) ?? table.get(foldName(name));
    if (mapped !== undefined) return presentText(mapped);
    return presentText(replace.reduce((text, { apply }) => apply(text), name));
  };
}
