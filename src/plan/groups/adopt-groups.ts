import type { DesiredGroup, Note } from "../../model/desired.ts";
import type { DirectoryGroup } from "../../model/directory-snapshot.ts";
import type { FittingRule } from "../../model/group-rule.ts";
import { foldName } from "../../model/names.ts";
import type { AdoptGroup } from "../../model/operation.ts";
import type { PlannedOperation } from "../../model/plan.ts";
import type { KeptGroup } from "../../model/recorded.ts";
import type { Verdict } from "../guards/limit.ts";

/** As in `withheldBy`. */
export const ADOPTION = "mapping.groups.adopt";

/** Why a group is left alone. */
export type Refusal = Pick<Note, "kind" | "reason">;

type Adoption = AdoptGroup & PlannedOperation;

interface AdoptionOptions {
  /** The name that the ids of the operations begin with. */
  readonly target: string;
  /** Absent: nothing is remembered, so every group is taken for ours. */
  readonly kept?: readonly KeptGroup[] | undefined;
  readonly ruleOf: (name: string) => FittingRule;
}

/**
 * Tells groups that usersync keeps from those that were in the directory before. A group that is only added
 * to, since the config names it for that, needs nobody's leave.
 */
export function adoptionsFor({ target, kept, ruleOf }: AdoptionOptions) {
  const names = kept === undefined ? undefined : new Set(kept.map(({ name }) => foldName(name)));
  const isOurs = (group: DesiredGroup) => {
    const isOnlyAddedTo = group.sources.length === 0 || group.newcomers || group.keeps !== undefined;
    return names === undefined || isOnlyAddedTo || names.has(foldName(group.name));
  };
  return {
    /** Of a group that is there already. */
    refuses(group: DesiredGroup): Refusal | undefined {
      const { adopt, setting = "" } = ruleOf(group.name);
      if (adopt !== "never" || isOurs(group)) return undefined;
      return { kind: "unmanaged", reason: `was here before usersync, and is left alone (${setting})` };
    },
    /** The step that takes a group over, before anything else is done in it. `undefined`: it is ours, or not there. */
    adopt(group: DesiredGroup, found: DirectoryGroup | undefined): Adoption | undefined {
      if (found === undefined || isOurs(group)) return undefined;
      const { id, name } = found;
      return {
        id: `${target}:adopt-group:${name}`,
        kind: "adopt-group",
        group: { name, targetId: id },
        sources: group.sources,
        reason: "exists-in-target",
        status: "planned",
      };
    },
  };
}

/** Groups that wait until an admin takes them over, and what that would change. */
export function guardAdoptions(
  operations: readonly PlannedOperation[],
  ruleOf: (name: string) => FittingRule,
  target: string,
): readonly Verdict[] {
  const asked = operations.filter(isAdoption).filter(({ group }) => ruleOf(group.name).adopt === "ask");
  if (asked.length === 0) return [];
  const joining = countsIn(operations, "add-member");
  const leaving = countsIn(operations, "remove-member");
  const details = asked.map(({ group: { name } }) => {
    const news = `${joining.get(name) ?? 0} would join, ${leaving.get(name) ?? 0} would leave`;
    return `${name}: ${news}. usersync adopt ${shellWord(name)} --target ${target}`;
  });
  const message =
    asked.length === 1
      ? "1 group was in the directory before usersync came, or the state that knew it is lost. It stays as it is until you take it over."
      : `${asked.length} groups were in the directory before usersync came, or the state that knew them is lost. They stay as they are until you take them over.`;
  return [{ by: ADOPTION, ids: asked.map(({ id }) => id), says: { message, details: details.sort() } }];
}

function isAdoption(operation: PlannedOperation): operation is Adoption {
  return operation.kind === "adopt-group";
}

function countsIn(
  operations: readonly PlannedOperation[],
  kind: "add-member" | "remove-member",
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const operation of operations) {
    if (operation.kind !== kind) continue;
    counts.set(operation.group.name, (counts.get(operation.group.name) ?? 0) + 1);
  }
  return counts;
}

function shellWord(name: string): string {
  return /^[\w.@-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}
