import type { DesiredGroup } from "../model/desired.ts";
import type { DirectorySnapshot } from "../model/directory-snapshot.ts";
import type { SourceId } from "../model/ids.ts";
import { foldName } from "../model/names.ts";
import type { AddGroup, RemoveGroup, RemoveMember } from "../model/operation.ts";
import type { PlannedOperation } from "../model/plan.ts";
import { type GroupGraph, graphOf, withinGroup } from "./group-graph.ts";

/**
 * Says of operations on groups which others have to be done first, where groups are nested.
 *
 * - Whoever leaves a group and is to be in it by a nested one, leaves it only once that is so: else a nesting
 *   that the directory refuses would cost them their membership.
 * - A group that holds another is put into that one only once it is taken out there: circles are refused.
 *   It is taken out at once then.
 *
 * @param groups As `fitNesting` has made them.
 */
export function afterNesting(
  operations: readonly PlannedOperation[],
  groups: readonly DesiredGroup[],
  current: DirectorySnapshot,
): readonly PlannedOperation[] {
  const wanted = graphOf(groups);
  if (wanted.size === 0) return operations;
  const circles = circlesIn(operations, graphOf(current.groups));
  const opening = new Set([...circles.values()].flat());
  const facts = factsOf(operations, groups, wanted);
  return operations.map((operation) => {
    const first = opening.has(operation.id) ? [] : firstOf(operation, facts, circles);
    return first.length === 0 ? operation : { ...operation, onlyAfter: first };
  });
}

function firstOf(operation: PlannedOperation, facts: Facts, circles: Circles): readonly string[] {
  switch (operation.kind) {
    case "add-group":
      return circles.get(operation.id) ?? [];
    case "remove-group":
      return facts.nestings(operation);
    case "remove-member":
      return facts.staysBy(operation);
    case "adopt-group":
    case "create-group":
    case "release-group":
    case "link":
    case "import":
    case "enable":
    case "update":
    case "add-member":
    case "hand-over":
    case "disable":
      return [];
  }
}

interface Facts {
  /** New nestings in the group, or in those that are to be in it. */
  nestings(operation: RemoveGroup | RemoveMember): readonly string[];
  /** What brings somebody who is to stay in the group by a nested one to that; empty for who is not. */
  staysBy(operation: RemoveMember): readonly string[];
}

function factsOf(
  operations: readonly PlannedOperation[],
  groups: readonly DesiredGroup[],
  wanted: GroupGraph,
): Facts {
  const members = new Map(groups.map((group) => [foldName(group.name), group.members]));
  const newIn = idsBy(operations, (one) => (one.kind === "add-group" ? foldName(one.group.name) : undefined));
  const joining = idsBy(operations, (one) =>
    one.kind === "add-member" ? joinKey(one.group.name, one.user.sourceId) : undefined,
  );
  const within = remembered((name: string) => [...withinGroup(name, wanted)]);
  const nestings = remembered((name: string) => within(name).flatMap((one) => newIn.get(one) ?? []));
  return {
    nestings: ({ group }) => nestings(foldName(group.name)),
    staysBy({ group, user: { sourceId } }) {
      const key = foldName(group.name);
      const inner = within(key).filter((one) => members.get(one)?.has(sourceId) === true);
      if (inner.length === 0) return [];
      return [...nestings(key), ...inner.flatMap((one) => joining.get(joinKey(one, sourceId)) ?? [])];
    },
  };
}

function joinKey(group: string, person: SourceId): string {
  return `${person} ${foldName(group)}`;
}

type Circles = ReadonlyMap<string, readonly string[]>;

/** Which groups have to be taken out of others first, by the operation that would close a circle. */
function circlesIn(operations: readonly PlannedOperation[], present: GroupGraph): Circles {
  const removals = operations.filter((one) => one.kind === "remove-group");
  if (removals.length === 0) return new Map();
  const within = remembered((name: string) => withinGroup(name, present));
  const isOnTheWay = ({ group, child }: RemoveGroup, from: string, to: string) =>
    within(from).has(foldName(group.name)) && within(foldName(child.name)).has(to);
  const circles = operations.flatMap((one) => {
    if (one.kind !== "add-group") return [];
    const [from, to] = endsOf(one);
    const first = removals.filter((removal) => isOnTheWay(removal, from, to)).map(({ id }) => id);
    return first.length === 0 ? [] : [[one.id, first.sort()] as const];
  });
  return new Map(circles);
}

/** A way from the one to the other would become a circle. */
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
