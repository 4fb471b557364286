import type { SourceId, TargetId } from "../../model/ids.ts";
import type { GroupRef, Operation, OperationKind } from "../../model/operation.ts";
import type { TargetPlan } from "../../model/plan.ts";
import { ADOPTION } from "../groups/adopt-groups.ts";

/** What an admin lets go ahead of a saved plan. */
export interface Choice {
  /** Kinds of which withheld operations are done all the same. */
  readonly approve: readonly OperationKind[];
  /** Absent: all kinds. */
  readonly onlyKinds?: readonly OperationKind[];
}

/** What has to be looked at again before a saved plan is carried out. */
export interface TouchedObjects {
  /** People on whom an operation rests. */
  readonly people: readonly SourceId[];
  readonly accounts: readonly TargetId[];
  /** Of accounts that are to be made. */
  readonly usernames: readonly string[];
  readonly groups: readonly GroupRef[];
  /** Accounts of which to find out what they lead. */
  readonly leaders: readonly TargetId[];
}

/** Whether an operation of a saved plan is to be done, as far as an admin chose. */
export function isChosen(
  operation: TargetPlan["operations"][number],
  { approve, onlyKinds }: Choice,
): boolean {
  if (onlyKinds !== undefined && !isAmong(onlyKinds, operation)) return false;
  if (operation.status !== "withheld") return operation.status === "planned";
  // What rests on half a read was not reviewed by anybody.
  if (operation.withheldBy === "incomplete-read") return false;
  // Nobody joins or leaves a group that is not to be taken over.
  const isUnsettled = operation.withheldBy === ADOPTION && !approve.includes("adopt-group");
  return isAmong(approve, operation) && !isUnsettled;
}

/** Whoever may be disabled may hand over before that. */
export function isAmong(kinds: readonly OperationKind[], { kind }: Operation): boolean {
  return kinds.includes(kind) || (kind === "hand-over" && kinds.includes("disable"));
}

export function touchedBy({ operations }: Pick<TargetPlan, "operations">, choice: Choice): TouchedObjects {
  const chosen = operations.filter((operation) => isChosen(operation, choice));
  const people = new Set<SourceId>();
  const accounts = new Set<TargetId>();
  const usernames = new Set<string>();
  const leaders = new Set<TargetId>();
  for (const operation of chosen) {
    if (!("user" in operation)) continue;
    const { sourceId, targetId, username } = operation.user;
    if (restsOnPerson(operation)) people.add(sourceId);
    if (targetId !== undefined) accounts.add(targetId);
    if (operation.kind === "import") usernames.add(username);
    for (const leader of leadersIn(operation)) leaders.add(leader);
  }
  return {
    people: [...people],
    accounts: [...accounts],
    usernames: [...usernames],
    groups: groupsIn(chosen),
    leaders: [...leaders],
  };
}

/** Whoever leads something by now that the plan does not know of is not to be disabled. */
function leadersIn(operation: Operation): readonly TargetId[] {
  if (operation.kind === "hand-over") return [operation.fromId, operation.toId];
  return operation.kind === "disable" ? [operation.user.targetId] : [];
}

/** The groups that operations are about, nested ones too, each once. */
export function groupsIn(operations: readonly Operation[]): readonly GroupRef[] {
  const groups = new Map<string, GroupRef>();
  const add = (group: GroupRef) => groups.set(group.targetId ?? group.name, group);
  for (const operation of operations) {
    if ("group" in operation) add(operation.group);
    if ("child" in operation) add(operation.child);
  }
  return [...groups.values()];
}

/** Whether an operation is right only as long as the source says of the person what it said. */
function restsOnPerson(operation: Operation): boolean {
  switch (operation.kind) {
    case "import":
    case "link":
      return true;
    case "enable":
      return operation.reason === "active-in-source";
    case "disable":
    case "hand-over":
      return operation.reason === "disabled-in-source" || operation.reason === "deleted-in-source";
    case "update":
    case "create-group":
    case "adopt-group":
    case "release-group":
    case "add-member":
    case "add-group":
    case "remove-member":
    case "remove-group":
      return false;
  }
}
