import { foldName } from "../model/names.ts";
import type { Operation, OperationKind } from "../model/operation.ts";
import type { PlannedOperation } from "../model/plan.ts";

/**
 * The order of doing. Links come first among what concerns accounts, since only a linked account is
 * ours to change; disabling comes last, so that nothing waits behind a half-done person. A group is let go
 * once everything is done in it.
 *
 *   adopt-group → create-group → link → [update that frees a name] → import → enable → update
 *                → add-member → [remove-group that would close a circle] → add-group → remove-member
 *                → remove-group → hand-over → disable → release-group → [link taken away]
 */
const RANK: Readonly<Record<OperationKind, number>> = {
  "adopt-group": 0,
  "create-group": 1,
  link: 2,
  import: 4,
  enable: 5,
  update: 6,
  "add-member": 7,
  "add-group": 9,
  "remove-member": 10,
  "remove-group": 11,
  "hand-over": 12,
  disable: 13,
  "release-group": 14,
};
const FREES_A_NAME = 3;
const OPENS_A_CIRCLE = 8;
/** Afterwards the account is not ours to change any more. */
const LETS_GO = 15;

/**
 * Sorts a plan. The order in which people, accounts and groups were read does not matter.
 *
 * Places are sorted rather than operations with their keys beside them: a first import is large.
 */
export function inOrder(
  operations: readonly PlannedOperation[],
  needs: ReadonlyMap<string, readonly string[]>,
): readonly PlannedOperation[] {
  const early = neededByImports(operations, needs);
  const opening = openingCircles(operations);
  const depthOf = depthsIn(needs);
  const by = <Key extends string | number>(keyOf: (operation: Operation) => Key) => {
    const keys = operations.map(keyOf);
    return (one: number, other: number) => compare(keys[one] as Key, keys[other] as Key);
  };
  const orders = [
    by((operation) => {
      if (early.size > 0 && early.has(operation.id)) return FREES_A_NAME;
      return opening.size > 0 && opening.has(operation.id) ? OPENS_A_CIRCLE : rankOf(operation);
    }),
    ...(needs.size > 0 ? [by(({ id }) => depthOf(id))] : []),
    by((operation) => ("group" in operation ? foldName(operation.group.name) : "")),
    by((operation) => ("user" in operation ? foldName(operation.user.username) : "")),
    by(({ id }) => id),
  ];
  return operations
    .map((_, place) => place)
    .sort((one, other) => orders.reduce((verdict, order) => verdict || order(one, other), 0))
    .map((place) => operations[place] as PlannedOperation);
}

function rankOf(operation: Operation): number {
  const letsGo = operation.kind === "link" && operation.changes.some(({ to }) => to === "");
  return letsGo ? LETS_GO : RANK[operation.kind];
}

/** How many operations, one after another, have to be done before one. */
function depthsIn(needs: ReadonlyMap<string, readonly string[]>): (id: string) => number {
  const depths = new Map<string, number>();
  const depthOf = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    const depth = Math.max(0, ...(needs.get(id) ?? []).map((need) => depthOf(need) + 1));
    depths.set(id, depth);
    return depth;
  };
  return depthOf;
}

/** Updates that must come before an import, because the import takes the name that they give up. */
function neededByImports(
  operations: readonly Operation[],
  needs: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const early = new Set<string>();
  if (needs.size === 0) return early;
  const open = operations.filter(({ kind }) => kind === "import").flatMap(({ id }) => needs.get(id) ?? []);
  for (const id of open) {
    if (early.has(id)) continue;
    early.add(id);
    open.push(...(needs.get(id) ?? []));
  }
  return early;
}

/** Nested groups that must be taken out first, or nesting others would close a circle. */
function openingCircles(operations: readonly Operation[]): ReadonlySet<string> {
  return new Set(operations.flatMap((one) => (one.kind === "add-group" ? (one.onlyAfter ?? []) : [])));
}

function compare<Key extends string | number>(one: Key, other: Key): number {
  return one < other ? -1 : Number(one > other);
}
