import type { DirectoryGroup } from "../../model/directory-snapshot.ts";
import type { TargetId } from "../../model/ids.ts";
import { foldName } from "../../model/names.ts";
import type { Operation, RemoveGroup, RemoveMember } from "../../model/operation.ts";
import { graphOf, withinGroup } from "../groups/group-graph.ts";

/** What takes people out of a group: one of them, or all of a nested group. */
export type Removal = RemoveMember | RemoveGroup;

export function isRemoval(operation: Operation): operation is Removal {
  return operation.kind === "remove-member" || operation.kind === "remove-group";
}

/** What one group would lose. */
export interface Loss {
  readonly name: string;
  /** People in it today, those of nested groups too. */
  readonly size: number;
  /** How many of them would not be in it any more. */
  readonly lost: number;
  readonly removals: readonly Removal[];
}

export interface LossFacts {
  /** Groups that are managed. */
  readonly managed: readonly DirectoryGroup[];
  /** All groups that were read. */
  readonly groups: readonly DirectoryGroup[];
  /** Everything that is planned: who leaves a group and comes back by a nested one is no loss. */
  readonly operations: readonly Operation[];
}

/** What each group would lose by removals, if nothing but these and what is added came about. */
export function lossesOf(
  removals: readonly Removal[],
  { managed, groups, operations }: LossFacts,
): readonly Loss[] {
  const byName = new Map<string, Removal[]>();
  for (const removal of removals) {
    const key = foldName(removal.group.name);
    const ofGroup = byName.get(key);
    if (ofGroup === undefined) byName.set(key, [removal]);
    else ofGroup.push(removal);
  }
  const open = new Set(removals.map(({ id }) => id));
  const before = sideOf(groups);
  const isNested = before.graph.size > 0 || operations.some(({ kind }) => kind === "add-group");
  const after = isNested
    ? sideAfter(
        before,
        operations.filter((one) => !isRemoval(one) || open.has(one.id)),
      )
    : before;
  return managed.flatMap((group) => {
    const key = foldName(group.name);
    const ofGroup = byName.get(key);
    if (ofGroup === undefined) return [];
    const { name } = group;
    if (!before.graph.has(key) && !after.graph.has(key))
      return [{ name, size: directSize(group), lost: ofGroup.length, removals: ofGroup }];
    const people = peopleIn(key, before);
    const staying = peopleIn(key, after);
    const lost = [...people].filter((id) => !staying.has(id)).length;
    return [{ name, size: people.size, lost, removals: ofGroup }];
  });
}

export function directSize({ members }: DirectoryGroup): number {
  return new Set(members).size;
}

/** Who is in which group and which group in which, by names, folded. */
interface Side {
  readonly graph: ReadonlyMap<string, ReadonlySet<string>>;
  readonly members: ReadonlyMap<string, Iterable<TargetId>>;
}

function sideOf(groups: readonly DirectoryGroup[]): Side {
  return {
    graph: graphOf(groups),
    members: new Map(groups.map(({ name, members }) => [foldName(name), members])),
  };
}

/** Who has no account yet cannot be lost. Only what changes is copied. */
function sideAfter(before: Side, operations: readonly Operation[]): Side {
  const graph = new Map(before.graph);
  const members = new Map(before.members);
  const childrenOf = ownCopies(graph);
  const membersOf = ownCopies(members);
  for (const operation of operations) {
    if (operation.kind === "add-group") childrenOf(operation.group.name).add(foldName(operation.child.name));
    if (operation.kind === "remove-group")
      childrenOf(operation.group.name).delete(foldName(operation.child.name));
    if (operation.kind === "remove-member") membersOf(operation.group.name).delete(operation.user.targetId);
    if (operation.kind === "add-member" && operation.user.targetId !== undefined)
      membersOf(operation.group.name).add(operation.user.targetId);
  }
  return { graph, members };
}

function ownCopies<Item>(sets: Map<string, Iterable<Item>>): (name: string) => Set<Item> {
  const copies = new Map<string, Set<Item>>();
  return (name) => {
    const key = foldName(name);
    const copy = copies.get(key) ?? new Set(sets.get(key));
    copies.set(key, copy);
    sets.set(key, copy);
    return copy;
  };
}

function peopleIn(key: string, { graph, members }: Side): ReadonlySet<TargetId> {
  const people = new Set<TargetId>();
  for (const name of withinGroup(key, graph)) for (const id of members.get(name) ?? []) people.add(id);
  return people;
}
