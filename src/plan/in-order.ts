import { foldName } from "../model/names.ts";
import type { Operation, OperationKind } from "../model/operation.ts";

/**
 * The order of doing. Links come first among what concerns accounts, since only a linked account is
 * ours to change; disabling comes last, so that nothing waits behind a half-done person.
 *
 *   create-group → link → [update that frees a name] → import → enable → update
 *                → add-member → remove-member → disable
 */
const RANK: Readonly<Record<OperationKind, number>> = {
  "create-group": 0,
  link: 1,
  import: 3,
  enable: 4,
  update: 5,
  "add-member": 6,
  "remove-member": 7,
  disable: 8,
};
const FREES_A_NAME = 2;

/** Sorts a plan. The order in which people, accounts and groups were read does not matter. */
export function inOrder(
  operations: readonly Operation[],
  needs: ReadonlyMap<string, readonly string[]>,
): readonly Operation[] {
  const early = neededByImports(operations, needs);
  const depths = new Map<string, number>();
  const depthOf = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    const depth = Math.max(0, ...(needs.get(id) ?? []).map((need) => depthOf(need) + 1));
    depths.set(id, depth);
    return depth;
  };
  return operations
    .map((operation) => ({
      operation,
      rank: early.has(operation.id) ? FREES_A_NAME : RANK[operation.kind],
      depth: needs.size === 0 ? 0 : depthOf(operation.id),
      name: nameOf(operation),
    }))
    .sort((one, other) => one.rank - other.rank || one.depth - other.depth || compare(one.name, other.name))
    .map(({ operation }) => operation);
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

function nameOf(operation: Operation): string {
  const group = "group" in operation ? foldName(operation.group.name) : "";
  const user = "user" in operation ? foldName(operation.user.username) : "";
  return `${group}\n${user}\n${operation.id}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
