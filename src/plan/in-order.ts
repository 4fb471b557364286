import { foldName } from "../model/names.ts";
import type { Operation, OperationKind } from "../model/operation.ts";
import type { PlannedOperation } from "../model/plan.ts";

/**
 * The order of doing. Links come first among what concerns accounts, since only a linked account is
 * ours to change; disabling comes last, so that nothing waits behind a half-done person.
 *
 *   create-group → link → [update that frees a name] → import → enable → update
 *                → add-member → remove-member → hand-over → disable → [link taken away]
 */
const RANK: Readonly<Record<OperationKind, number>> = {
  "create-group": 0,
  link: 1,
  import: 3,
  enable: 4,
  update: 5,
  "add-member": 6,
  "remove-member": 7,
  "hand-over": 8,
  disable: 9,
};
const FREES_A_NAME = 2;
/** Afterwards the account is not ours to change any more. */
const LETS_GO = 10;

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
  const depthOf = depthsIn(needs);
  const by = <Key extends string | number>(keyOf: (operation: Operation) => Key) => {
    const keys = operations.map(keyOf);
    return (one: number, other: number) => compare(keys[one] as Key, keys[other] as Key);
  };
  const orders = [
    by((operation) => (early.size > 0 && early.has(operation.id) ? FREES_A_NAME : rankOf(operation))),
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

function compare<Key extends string | number>(one: Key, other: Key): number {
  return one < other ? -1 : Number(one > other);
}
