import type { OperationsConfig, TargetConfig } from "../config/config.ts";
import { groupRulesOf } from "../model/group-rule.ts";
import { isSameName } from "../model/names.ts";
import type { OperationKind } from "../model/operation.ts";
import type { PlannedOperation, TargetPlan } from "../model/plan.ts";
import { matcherOf } from "../model/wildcard.ts";

/** The switch of the config that a kind obeys. What only the state keeps has none. */
const SWITCHES: Readonly<Record<OperationKind, keyof OperationsConfig | undefined>> = {
  import: "import",
  link: undefined,
  update: "update",
  enable: "enable",
  disable: "disable",
  "create-group": "createGroups",
  "adopt-group": undefined,
  "release-group": undefined,
  "add-member": "addMembers",
  "add-group": "addMembers",
  "remove-member": "removeMembers",
  "remove-group": "removeMembers",
  "hand-over": "disable",
};

/**
 * What a plan holds that no plan made with this config can hold, though its digest fits: somebody made the
 * file on purpose. A second lock, for the day when whoever reviews a plan is not whoever stores it.
 *
 * @returns A sentence, or `undefined` when all is well.
 */
export function foreignIn(
  plans: readonly TargetPlan[],
  targets: readonly TargetConfig[],
): string | undefined {
  if (hasTwice(plans.map(({ name }) => name))) return "It holds a target twice.";
  for (const { name, type, operations } of plans) {
    const target = targets.find((one) => one.name === name && one.type === type);
    if (target === undefined) return `The config has no target ${name} of type ${type}.`;
    if (hasTwice(operations.map(({ id }) => id))) return `Two operations of target ${name} have one id.`;
    const foreign = operations.map(judgeFor(target)).find((verdict) => verdict !== undefined);
    if (foreign !== undefined) return `In target ${name}, an operation ${foreign}.`;
  }
  return undefined;
}

function hasTwice(names: readonly string[]): boolean {
  return new Set(names).size < names.length;
}

/** Says what is wrong with an operation, after "an operation". */
function judgeFor(target: TargetConfig): (operation: PlannedOperation) => string | undefined {
  const { operations, protect } = target;
  const isProtectedUser = matcherOf(protect.users);
  const isProtectedGroup = matcherOf(protect.groups);
  return (operation) => {
    const { kind, status } = operation;
    const name = SWITCHES[kind];
    if (status !== "planned" && status !== "withheld") return "has an outcome, which a plan has not";
    if (name !== undefined && !operations[name]) return `does what operations.${name} forbids`;
    if (usernamesIn(operation).some(isProtectedUser)) return "touches somebody whom protect.users names";
    if (groupsIn(operation).some(isProtectedGroup)) return "touches a group that protect.groups names";
    return nestingOf(operation, target) ?? adoptionOf(operation, target) ?? successionOf(operation, target);
  };
}

function nestingOf(operation: PlannedOperation, { mapping }: TargetConfig): string | undefined {
  const isForeign = "child" in operation && mapping.nesting !== "mirror";
  return isForeign ? "is about nested groups, though mapping.nesting is flatten" : undefined;
}

/** A group that was there before is taken over only where the config says so, or waits until an admin says so. */
function adoptionOf(operation: PlannedOperation, { mapping }: TargetConfig): string | undefined {
  if (operation.kind !== "adopt-group" || operation.reason !== "exists-in-target") return undefined;
  const { adopt } = groupRulesOf(mapping.groups)(operation.group.name);
  const isMeant = adopt === "always" || (adopt === "ask" && operation.status === "withheld");
  return isMeant ? undefined : "takes over a group without the leave of mapping.groups";
}

function successionOf(operation: PlannedOperation, target: TargetConfig): string | undefined {
  if (operation.kind !== "hand-over") return undefined;
  const { projectLead, componentLead } = target.type === "jira" ? target.onDisable : {};
  const successor = operation.lead.of === "project" ? projectLead : componentLead;
  const isNamed = successor !== undefined && isSameName(successor, operation.to);
  return isNamed ? undefined : "hands over to somebody whom onDisable does not name";
}

function groupsIn(operation: PlannedOperation): readonly string[] {
  const own = "group" in operation ? [operation.group.name] : [];
  return "child" in operation ? [...own, operation.child.name] : own;
}

/** The name that an account has, and the one that it would get. */
function usernamesIn(operation: PlannedOperation): readonly string[] {
  const own = "user" in operation ? [operation.user.username] : [];
  if (operation.kind !== "import" && operation.kind !== "update") return own;
  const given = operation.changes.filter(({ field }) => field === "username");
  return [...own, ...given.map(({ to }) => to)];
}
