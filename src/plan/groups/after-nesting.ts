import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../../model/ids.ts";
import { foldName } from "../../model/names.ts";
import type { AddGroup, RemoveGroup, RemoveMember } from "../../model/operation.ts";
import type { PlannedOperation } from "../../model/plan.ts";
import { type GroupGraph, graphOf, withinGroup } from "./group-graph.ts";
import type { HeldGroup } from "./groups-after.ts";

/**
 * Says of operations on groups which others have to be done first, where groups are nested.
 *
 * - Whoever leaves a group and is to be in it by a nested one, leaves it only once that is so: else a nesting
 *   that the directory refuses would cost them their membership.
 * - A group that holds another is put into that one only once it is taken out there: circles are refused.
 *   It is taken out at once then.
 *
 * @param groups What they are to hold in the end.
 */
export function afterNesting(
  operations: readonly PlannedOperation[],
  groups: readonly HeldGroup[],
  current: DirectorySnapshot,
): readonly PlannedOperation[] {
  const wanted = graphOf(groups);
  if (wanted.size === 0 && !operations.some(({ kind }) => kind === "remove-group")) return operations;
  const circles = circlesIn(operations, graphOf(current.groups));
  const opening = new Set([...circles.values()].flat());
  const facts = factsOf(operations, { groups, wanted, current });
  return operations.map((operation) => {
    const first = opening.has(operation.id) ? [] : firstOf(operation, facts, circles);
    return first.length === 0 ? operation : { ...operation, onlyAfter: first.toSorted() };
  });
}

function firstOf(operation: PlannedOperation, facts: Facts, circles: Circles): readonly string[] {
  if (operation.kind === "remove-group") return facts.replaces(operation);
  if (operation.kind === "remove-member") return facts.staysBy(operation);
  return circles.get(operation.id) ?? [];
}

interface Facts {
  /** What brings people of a nested group that is taken out back by another way. */
  replaces(operation: RemoveGroup): readonly string[];
  /** What brings somebody who is to stay in the group by a nested one to that; empty for who is not. */
  staysBy(operation: RemoveMember): readonly string[];
}

interface Sides {
  readonly groups: readonly HeldGroup[];
  readonly wanted: GroupGraph;
  readonly current: DirectorySnapshot;
}

function factsOf(operations: readonly PlannedOperation[], { groups, wanted, current }: Sides): Facts {
  const members = new Map(groups.map((group) => [foldName(group.name), group.members]));
  const newIn = idsBy(operations, (one) => (one.kind === "add-group" ? foldName(one.group.name) : undefined));
  const joining = idsBy(operations, (one) =>
    one.kind === "add-member" ? joinKey(one.group.name, one.user.sourceId) : undefined,
  );
  const joiningAll = operations.filter((one) => one.kind === "add-member");
  const peopleIn = currentPeople(current);
  const within = remembered((name: string) => [...withinGroup(name, wanted)]);
  const nestings = remembered((name: string) => within(name).flatMap((one) => newIn.get(one) ?? []));
  return {
    replaces({ group, child }) {
      const key = foldName(group.name);
      const inner = new Set(within(key));
      const leaving = peopleIn(child.name);
      const back = joiningAll.filter(({ group: into, user: { targetId } }) => {
        return targetId !== undefined && leaving.has(targetId) && inner.has(foldName(into.name));
      });
      return [...nestings(key), ...back.map(({ id }) => id)];
    },
    staysBy({ group, user: { sourceId } }) {
      const key = foldName(group.name);
      const inner = within(key).filter((one) => members.get(one)?.has(sourceId) === true);
      if (inner.length === 0) return [];
      return [...nestings(key), ...inner.flatMap((one) => joining.get(joinKey(one, sourceId)) ?? [])];
    },
  };
}

function currentPeople({ groups }: DirectorySnapshot): (name: string) => ReadonlySet<TargetId> {
  const graph = graphOf(groups);
  const members = new Map(groups.map((group) => [foldName(group.name), group.members]));
  return (name) => new Set([...withinGroup(name, graph)].flatMap((one) => members.get(one) ?? []));
}

function joinKey(group: string, person: SourceId): string {
  return `${person} ${foldName(group)}`;
}

type Circles = ReadonlyMap<string, readonly string[]>;

/**
 * Which groups have to be taken out of others first, by the operation that would close a circle: with what is
 * nested in the directory, and with what others of this plan nest.
 */
function circlesIn(operations: readonly PlannedOperation[], present: GroupGraph): Circles {
  const removals = operations.filter((one) => one.kind === "remove-group");
  if (removals.length === 0) return new Map();
  const graph = new Map([...present].map(([name, children]) => [name, new Set(children)]));
  for (const one of operations) {
    if (one.kind !== "add-group") continue;
    const [child, group] = endsOf(one);
    graph.set(group, (graph.get(group) ?? new Set()).add(child));
  }
  const within = remembered((name: string) => withinGroup(name, graph));
  const isOnTheWay = ({ group, child }: RemoveGroup, from: string, to: string) =>
    within(from).has(foldName(group.name)) && within(foldName(child.name)).has(to);
  const circles = operations.flatMap((one) => {
    if (one.kind !== "add-group") return [];
    const [from, to] = endsOf(one);
    const first = removals.filter((removal) => isOnTheWay(removal, from, to)).map(({ id }) => id);
    return first.length === 0 ? [] : [[one.id, first] as const];
  });
  return new Map(circles);
}

/** The nested group and the one that holds it: a way from the first to the second becomes a circle. */
function endsOf({ group, child }: AddGroup): readonly [string, string] {
  return [foldName(child.name), foldName(group.name)];
}

function idsBy(
  operations: readonly PlannedOperation[],
  keyOf: (operation: PlannedOperation) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const operation of operations) {
    const key = keyOf(operation);
    if (key === undefined) continue;
    const own = ids.get(key);
    if (own === undefined) ids.set(key, [operation.id]);
    else own.push(operation.id);
  }
  return ids;
}

function remembered<Found>(find: (name: string) => Found): (name: string) => Found {
  const known = new Map<string, Found>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = find(name);
    known.set(name, found);
    return found;
  };
}
