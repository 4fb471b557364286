import type { Plan, PlannedOperation, TargetPlan } from "../../model/plan.ts";
import { isRename } from "../../plan/guards/names.ts";

export interface UndoCommand {
  readonly run: number;
  readonly only: readonly string[];
  /** What was allowed already. */
  readonly allow: readonly string[];
}

/**
 * The one command that also takes back what the limits withheld. Each of them names what would let its own
 * part through, and letting one through may trip the next: so each gets what all of the plan needs.
 *
 * @returns `undefined` when nothing is withheld that could be let through.
 */
export function letAllThrough({ targets }: Plan, { run, only, allow }: UndoCommand): string | undefined {
  const held = targets.filter(({ tripped }) => tripped.some((one) => one.allow !== undefined));
  if (held.length === 0) return undefined;
  const amounts = new Map(allow.map((text) => [nameOf(text), text]));
  const wanted = held.flatMap(wantedBy);
  for (const name of new Set(wanted.map(([own]) => own))) {
    const counts = wanted.flatMap(([own, count]) => (own === name ? [count] : []));
    const most = Math.max(...counts);
    amounts.set(name, most === 0 ? name : `${name}=${most}`);
  }
  const options = [
    ...only.map((target) => `--only ${target}`),
    ...[...amounts.values()].map((one) => `--allow ${one}`),
  ];
  return `usersync undo ${run} ${options.join(" ")}`;
}

/** Limits with the number that lets all of one directory through; 0 where a limit takes no number. */
function wantedBy({
  tripped,
  operations,
  read,
}: TargetPlan): readonly (readonly [name: string, count: number])[] {
  const removals = operations.filter(({ kind }) => kind === "remove-member");
  // How many people a nested group takes out only the plan's guards know; never more than there are memberships.
  const nested = operations.some(({ kind }) => kind === "remove-group") ? read.memberships : 0;
  const disables = operations.filter(({ kind }) => kind === "disable");
  const named = tripped.flatMap(({ allow }) => (allow === undefined ? [] : [nameOf(allow)]));
  return named.flatMap((name) => {
    switch (name) {
      case "emptyGroup":
      case "removeMembers": {
        const rest = [
          ["removeMembers", Math.max(nested, mostInOneGroup(removals))] as const,
          total(removals, nested),
        ];
        return name === "emptyGroup" ? [[name, 0] as const, ...rest] : rest;
      }
      case "removeMembersTotal":
        return [total(removals, nested)];
      case "rename":
        return [[name, operations.filter(isRename).length] as const];
      case "ownAccount":
      case "lastMember":
        return [
          [name, 0] as const,
          ...(disables.length === 0 ? [] : [["disable", disables.length] as const]),
        ];
      default:
        return [[name, operations.filter(({ kind }) => kind === name).length] as const];
    }
  });
}

function total(removals: readonly PlannedOperation[], nested: number) {
  return ["removeMembersTotal", Math.max(nested, removals.length)] as const;
}

function mostInOneGroup(removals: readonly PlannedOperation[]): number {
  const counts = new Map<string, number>();
  for (const removal of removals) {
    if (!("group" in removal)) continue;
    counts.set(removal.group.name, (counts.get(removal.group.name) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

function nameOf(allow: string): string {
  return allow.replace(/=.*/s, "");
}
