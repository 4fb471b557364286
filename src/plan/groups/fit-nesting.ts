import type { DesiredGroup, Note } from "../../model/desired.ts";
import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import { foldName } from "../../model/names.ts";
import { graphOf, withinGroup } from "./group-graph.ts";

export interface NestingFacts {
  /** Names, folded, of the groups that are left alone. */
  readonly leftAlone: ReadonlySet<string>;
  readonly operations: { readonly addMembers: boolean; readonly removeMembers: boolean };
}

export interface FittedNesting {
  readonly groups: readonly DesiredGroup[];
  readonly notes: readonly Note[];
}

/**
 * Sees to it that every nesting that is wanted can be: a group that cannot be put into another one gives that
 * one its members instead, so that nobody is left out.
 *
 * @returns The same groups where nothing stands in the way.
 */
export function fitNesting(
  groups: readonly DesiredGroup[],
  current: DirectorySnapshot,
  facts: NestingFacts,
): FittedNesting {
  if (groups.every(({ children = [] }) => children.length === 0)) return { groups, notes: [] };
  const notes: Note[] = [];
  const scene: Scene = {
    ...facts,
    byName: new Map(groups.map((group) => [foldName(group.name), group])),
    present: graphOf(current.groups),
    lasting: lastingEdges(groups, current, facts),
    notes,
  };
  const inOrder = groups.toSorted((one, other) => (foldName(one.name) < foldName(other.name) ? -1 : 1));
  const fitted = new Map(inOrder.map((group) => [group, fitOne(group, scene)]));
  const isAsWanted = groups.every((group) => fitted.get(group) === group);
  return { groups: isAsWanted ? groups : groups.map((group) => fitted.get(group) as DesiredGroup), notes };
}

interface Scene extends NestingFacts {
  readonly byName: ReadonlyMap<string, DesiredGroup>;
  readonly present: ReadonlyMap<string, ReadonlySet<string>>;
  /** What stays nested in the directory, and what was accepted so far. Never a circle. */
  readonly lasting: Map<string, Set<string>>;
  readonly notes: Note[];
}

/** What is nested in the directory and not taken out by this plan. */
function lastingEdges(
  groups: readonly DesiredGroup[],
  current: DirectorySnapshot,
  { leftAlone, operations }: NestingFacts,
): Map<string, Set<string>> {
  const lasting = graphOf(current.groups);
  if (!operations.removeMembers) return lasting;
  const ours = groups.filter(({ name }) => !leftAlone.has(foldName(name)));
  const managed = new Set(ours.map(({ name }) => foldName(name)));
  for (const { name, additive, incomplete } of ours) {
    if (additive || incomplete !== undefined) continue;
    const children = [...(lasting.get(foldName(name)) ?? [])];
    lasting.set(foldName(name), new Set(children.filter((child) => !managed.has(child))));
  }
  return lasting;
}

/** What is in a group that cannot be held takes its place, one after another. */
function fitOne(group: DesiredGroup, scene: Scene): DesiredGroup {
  if (group.children === undefined || scene.leftAlone.has(foldName(group.name))) return group;
  const members = new Set(group.members);
  const children: string[] = [];
  const open = new Map(group.children.toSorted().map((name) => [foldName(name), name]));
  for (const [key, name] of open) {
    if (canHold(group.name, name, scene)) {
      children.push(name);
      continue;
    }
    const inner = scene.byName.get(key);
    for (const id of inner?.members ?? []) members.add(id);
    for (const child of inner?.children ?? []) open.set(foldName(child), child);
  }
  return children.length === open.size ? group : { ...group, members, children };
}

function canHold(group: string, child: string, scene: Scene): boolean {
  const [outer, inner] = [foldName(group), foldName(child)];
  if (scene.leftAlone.has(inner)) return false;
  const isThere = scene.present.get(outer)?.has(inner) === true;
  const subject = `${child} in ${group}`;
  if (!isThere && !scene.operations.addMembers) {
    scene.notes.push({ kind: "switched-off", subject, reason: "add-group (operations.addMembers is off)" });
    return false;
  }
  if (withinGroup(child, scene.lasting).has(outer)) {
    scene.notes.push({ kind: "unsupported", subject, reason: CIRCLE });
    return false;
  }
  scene.lasting.set(outer, (scene.lasting.get(outer) ?? new Set()).add(inner));
  return true;
}

const CIRCLE =
  "cannot be nested, since the directory has it the other way round and that stays; its members are put in themselves";
