import type { DesiredGroup, Note } from "../model/desired.ts";
import type { SourceId } from "../model/ids.ts";
import { foldName } from "../model/names.ts";
import type { Nest, SourceGroup } from "../model/source-snapshot.ts";
import { circleEdges } from "./circle-edges.ts";

export interface MirroredNesting {
  readonly groups: readonly DesiredGroup[];
  readonly notes: readonly Note[];
}

/**
 * Puts groups into groups as the source has them, where the directory can nest them. Everybody is in the same
 * groups as without: by a nested group, or directly where the group in between is not one that can be nested.
 *
 * Not nested are default groups and groups joined with others that are not inside the outer one: by them people
 * would get into the outer group whom the source does not put there.
 *
 * @param groups With all their members, those of nested groups too.
 */
export function mirrorNesting(
  groups: readonly DesiredGroup[],
  source: readonly SourceGroup[],
  belongs: (id: SourceId) => boolean,
): MirroredNesting {
  const scene: Scene = {
    nests: new Map(source.flatMap(({ id, nest }) => (nest === undefined ? [] : [[id, nest] as const]))),
    homes: homesOf(groups),
    belongs,
  };
  const nested = new Map(groups.map((group) => [foldName(group.name), nestOne(group, scene)]));
  const circles = circleEdges(nested);
  const notes: Note[] = [];
  const whole = new Map(groups.map((group) => [foldName(group.name), group]));
  const broken = [...nested].map(([key, group]): DesiredGroup => {
    const left = circles.get(key);
    if (left === undefined) return group;
    const people = [...left].flatMap((child) => [...(whole.get(child) as DesiredGroup).members]);
    const { children } = group as NestedGroup;
    const isLeft = (name: string) => left.has(foldName(name));
    notes.push(...children.filter(isLeft).map((child) => circleNote(group.name, child)));
    const members = new Set([...group.members, ...people]);
    return { ...group, members, children: children.filter((name) => !isLeft(name)) };
  });
  return { groups: broken, notes };
}

/** Only such a one can be in a circle. */
type NestedGroup = DesiredGroup & Required<Pick<DesiredGroup, "children">>;

interface Scene {
  /** By the object id of the group. */
  readonly nests: ReadonlyMap<string, Nest>;
  /** What becomes of a group of the source: groups of the directory that can be nested. */
  readonly homes: ReadonlyMap<string, readonly DesiredGroup[]>;
  readonly belongs: (id: SourceId) => boolean;
}

function homesOf(groups: readonly DesiredGroup[]): ReadonlyMap<string, readonly DesiredGroup[]> {
  const homes = new Map<string, DesiredGroup[]>();
  for (const group of groups) {
    if (group.everybody || group.newcomers) continue;
    for (const { id } of group.sources) {
      const known = homes.get(id);
      if (known === undefined) homes.set(id, [group]);
      else known.push(group);
    }
  }
  return homes;
}

function nestOne(group: DesiredGroup, scene: Scene): DesiredGroup {
  const ids = group.sources.map(({ id }) => id);
  if (ids.length === 0 || ids.some((id) => !scene.nests.has(id))) return group;
  const { looked, children } = lookInto(ids, scene);
  children.delete(foldName(group.name));
  const people = [...looked].flatMap((id) => scene.nests.get(id)?.people.filter(scene.belongs) ?? []);
  return { ...group, members: new Set(people), children: [...children.values()].sort() };
}

/** What cannot be nested is looked into as well, and what is found there takes its place. */
function lookInto(ids: readonly string[], { nests, homes }: Scene) {
  const inside = within(ids, nests);
  const nestable = (id: string) =>
    (homes.get(id) ?? []).filter(({ sources }) => sources.every((one) => inside.has(one.id)));
  const looked = new Set(ids);
  const children = new Map<string, string>();
  for (const id of looked) {
    for (const inner of nests.get(id)?.groups ?? []) {
      const found = nestable(inner);
      for (const { name } of found) children.set(foldName(name), name);
      if (found.length === 0) looked.add(inner);
    }
  }
  return { looked, children };
}

/** The groups of the source themselves and all that are in them. */
function within(ids: readonly string[], nests: Scene["nests"]): ReadonlySet<string> {
  const found = new Set(ids);
  for (const id of found) for (const inner of nests.get(id)?.groups ?? []) found.add(inner);
  return found;
}

function circleNote(group: string, child: string): Note {
  return {
    kind: "unsupported",
    subject: `${child} in ${group}`,
    reason: "not nested, since the groups hold each other in Entra; the members are put in themselves",
  };
}
