import type { Limit, LimitsConfig } from "../config/config.ts";
import type { DesiredGroup } from "../model/desired.ts";
import type { DirectoryGroup } from "../model/directory-snapshot.ts";
import { foldName } from "../model/names.ts";
import type { ImportUser, Operation, OperationKind, RemoveMember } from "../model/operation.ts";
import type { PlannedOperation } from "../model/plan.ts";

/** What the limits are measured against. */
export interface GuardFacts {
  /** Managed accounts that are active today. */
  readonly active: number;
  readonly groups: readonly DirectoryGroup[];
  readonly desiredGroups: readonly DesiredGroup[];
  readonly needs: ReadonlyMap<string, readonly string[]>;
}

/** Below this size a share says nothing: one of three is a third, and people do leave teams. */
const SMALL_GROUP = 5;

/**
 * Withholds what goes beyond a limit, in a preview as in a run. The only place that knows the limits.
 *
 * A tripped limit withholds its kind as a whole: when 300 disables are wrong, so are the first 80.
 * Everything else goes on, except what depends on something withheld.
 */
export function guard(
  operations: readonly PlannedOperation[],
  limits: LimitsConfig,
  facts: GuardFacts,
): readonly PlannedOperation[] {
  const withheld = new Map<string, string>();
  for (const kind of ["disable", "import", "update"] as const) {
    withholdKind(operations, kind, limits[kind], facts.active, withheld);
  }
  guardRemovals(
    operations.filter((operation) => operation.kind === "remove-member"),
    limits,
    facts,
    withheld,
  );
  spread(operations, facts.needs, withheld);
  if (withheld.size === 0) return operations;
  return operations.map((operation) => {
    const withheldBy = withheld.get(operation.id);
    return withheldBy === undefined ? operation : { ...operation, status: "withheld", withheldBy };
  });
}

function withholdKind(
  operations: readonly Operation[],
  kind: OperationKind & keyof LimitsConfig,
  limit: Limit,
  active: number,
  withheld: Map<string, string>,
): void {
  const affected = operations.filter((operation) => operation.kind === kind);
  if (affected.length <= allowed(limit, active)) return;
  for (const { id } of affected) withheld.set(id, `limits.${kind}`);
}

/** Whole operations; a share is rounded down, so that a small directory has no hole. */
function allowed(limit: Limit, base: number): number {
  if (limit === "none") return Number.POSITIVE_INFINITY;
  const share = "share" in limit ? Math.floor(limit.share * base + 1e-9) : Number.POSITIVE_INFINITY;
  return Math.min(share, "count" in limit ? limit.count : Number.POSITIVE_INFINITY);
}

function guardRemovals(
  removals: readonly RemoveMember[],
  limits: LimitsConfig,
  facts: GuardFacts,
  withheld: Map<string, string>,
): void {
  if (removals.length === 0) return;
  const unproven = new Set(
    facts.desiredGroups
      .filter(({ incomplete }) => incomplete !== undefined)
      .map(({ name }) => foldName(name)),
  );
  const sizes = new Map(facts.groups.map((group) => [foldName(group.name), new Set(group.members).size]));
  for (const [name, ofGroup] of byGroup(removals)) {
    const size = sizes.get(name) as number;
    const reason = unproven.has(name) ? "incomplete-read" : tripped(ofGroup.length, size, limits);
    if (reason !== undefined) for (const { id } of ofGroup) withheld.set(id, reason);
  }
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const open = removals.filter(({ id }) => !withheld.has(id));
  if (open.length <= allowed(limits.removeMembersTotal, total)) return;
  for (const { id } of open) withheld.set(id, "limits.removeMembersTotal");
}

function tripped(removed: number, size: number, limits: LimitsConfig): string | undefined {
  const { emptyGroup, removeMembers } = limits;
  if (emptyGroup === "refuse" && size >= SMALL_GROUP && removed >= size) return "limits.emptyGroup";
  const isSmall =
    size < SMALL_GROUP && removeMembers !== "none" && "share" in removeMembers && removeMembers.share > 0;
  return !isSmall && removed > allowed(removeMembers, size) ? "limits.removeMembers" : undefined;
}

function byGroup(removals: readonly RemoveMember[]): Map<string, RemoveMember[]> {
  const groups = new Map<string, RemoveMember[]>();
  for (const removal of removals) {
    const key = foldName(removal.group.name);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [removal]);
    else group.push(removal);
  }
  return groups;
}

/** What depends on something withheld is withheld with it, for the same reason. */
function spread(
  operations: readonly Operation[],
  needs: ReadonlyMap<string, readonly string[]>,
  withheld: Map<string, string>,
): void {
  if (withheld.size === 0) return;
  const imports = new Map(operations.filter(isImport).map(({ id, user }) => [user.sourceId, id]));
  for (const operation of operations) {
    if (withheld.has(operation.id)) continue;
    const first = [...(needs.get(operation.id) ?? [])];
    if (operation.kind === "add-member") first.push(imports.get(operation.user.sourceId) ?? "");
    const [reason] = first.flatMap((id) => withheld.get(id) ?? []);
    if (reason !== undefined) withheld.set(operation.id, reason);
  }
}

function isImport(operation: Operation): operation is ImportUser {
  return operation.kind === "import";
}
