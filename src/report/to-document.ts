import type { Note } from "../model/desired.ts";
import type { Change, GroupRef, LinkUser, OperationKind, Reason, UserRef } from "../model/operation.ts";
import type { Failure, Outcome, Plan, PlannedOperation, TargetPlan } from "../model/plan.ts";

/** A plan as JSON, before or after it was carried out. A public format: scripts depend on it. */
export interface PlanDocument {
  readonly format: "usersync-plan/1";
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Every read was proven complete. */
  readonly complete: boolean;
  readonly targets: readonly TargetDocument[];
}

interface TargetDocument {
  readonly name: string;
  readonly type: string;
  readonly read: TargetPlan["read"];
  readonly summary: SummaryDocument;
  readonly operations: readonly OperationDocument[];
  readonly notes: readonly Note[];
  /** Reads that were not proven complete, a sentence each. Absent when all were. */
  readonly incomplete?: readonly string[];
  /** Why there is no plan for this directory. */
  readonly error?: Failure;
}

/** How many operations of each kind, whatever became of them, and how many of each bad end. */
type SummaryDocument = Readonly<Record<OperationKind | "withheld" | "failed" | "skipped", number>>;

interface OperationDocument {
  readonly id: string;
  readonly kind: OperationKind;
  readonly user?: UserRef;
  readonly group?: GroupRef;
  /** Every attribute of an import, what differs of an update; otherwise empty. */
  readonly changes: readonly Change[];
  readonly matchedBy?: LinkUser["matchedBy"];
  readonly reason: Reason;
  readonly status: Outcome["status"];
  readonly withheldBy?: string;
  readonly error?: Failure;
}

/** The plan as plain data with a fixed order of keys: equal plans give equal text. */
export function toDocument(plan: Plan): PlanDocument {
  return {
    format: "usersync-plan/1",
    createdAt: plan.createdAt.toISOString(),
    complete: plan.complete,
    targets: plan.targets.map(targetDocument),
  };
}

function targetDocument(target: TargetPlan): TargetDocument {
  const { users, groups, memberships } = target.read;
  return {
    name: target.name,
    type: target.type,
    read: { users, groups, memberships },
    summary: summaryOf(target.operations),
    operations: target.operations.map(operationDocument),
    notes: target.notes.map(noteDocument),
    ...(target.incomplete.length === 0 ? {} : { incomplete: target.incomplete }),
    ...(target.error === undefined ? {} : { error: failureDocument(target.error) }),
  };
}

function summaryOf(operations: readonly PlannedOperation[]): SummaryDocument {
  const summary = {
    import: 0,
    update: 0,
    enable: 0,
    disable: 0,
    "create-group": 0,
    "add-member": 0,
    "remove-member": 0,
    withheld: 0,
    failed: 0,
    link: 0,
    skipped: 0,
  };
  for (const { kind, status } of operations) {
    summary[kind] += 1;
    if (status !== "planned" && status !== "done") summary[status] += 1;
  }
  return summary;
}

function operationDocument(operation: PlannedOperation): OperationDocument {
  return {
    id: operation.id,
    kind: operation.kind,
    ...("user" in operation ? { user: userDocument(operation.user) } : {}),
    ...("group" in operation ? { group: groupDocument(operation.group) } : {}),
    changes: "changes" in operation ? operation.changes.map(changeDocument) : [],
    ...("matchedBy" in operation ? { matchedBy: operation.matchedBy } : {}),
    reason: operation.reason,
    status: operation.status,
    ...(operation.status === "withheld" ? { withheldBy: operation.withheldBy } : {}),
    ...("error" in operation ? { error: failureDocument(operation.error) } : {}),
  };
}

function userDocument({ username, sourceId, targetId }: UserRef): UserRef {
  return { username, sourceId, ...(targetId === undefined ? {} : { targetId }) };
}

function groupDocument({ name, targetId }: GroupRef): GroupRef {
  return { name, ...(targetId === undefined ? {} : { targetId }) };
}

function changeDocument({ field, from, to }: Change): Change {
  return { field, from, to };
}

function failureDocument({ code, message, fix }: Failure): Failure {
  return { code, message, ...(fix === undefined ? {} : { fix }) };
}

function noteDocument({ kind, subject, reason, sourceIds }: Note): Note {
  return { kind, subject, reason, ...(sourceIds === undefined ? {} : { sourceIds }) };
}
