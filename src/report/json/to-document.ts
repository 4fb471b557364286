import type { Note } from "../../model/desired.ts";
import type { OperationKind } from "../../model/operation.ts";
import type { Failure, Plan, PlannedOperation, TargetPlan, Tripped } from "../../model/plan.ts";
import { failureDocument, type OperationDocument, operationDocument } from "./operation-document.ts";

/** A plan as JSON, before or after it was carried out. A public format: scripts depend on it. */
export interface PlanDocument {
  readonly format: "usersync-plan/1";
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Every read was proven complete. */
  readonly complete: boolean;
  /** Its number in the history. Absent from a preview, and where there is no state. */
  readonly run?: number;
  /** Why the end of the run is not in the history. */
  readonly unrecorded?: Failure;
  readonly targets: readonly TargetDocument[];
}

interface TargetDocument {
  readonly name: string;
  readonly type: string;
  readonly read: TargetPlan["read"];
  readonly summary: SummaryDocument;
  readonly operations: readonly OperationDocument[];
  readonly notes: readonly Note[];
  /** The limits and guards that withheld something. Absent when none did. */
  readonly tripped?: readonly TrippedDocument[];
  /** Reads that were not proven complete, a sentence each. Absent when all were. */
  readonly incomplete?: readonly string[];
  /** Why there is no plan for this directory. */
  readonly error?: Failure;
}

/** `details` is absent when there is nothing more to say. */
type TrippedDocument = Omit<Tripped, "details"> & Partial<Pick<Tripped, "details">>;

/** How many operations of each kind, whatever became of them, and how many of each bad end. */
type SummaryDocument = Readonly<Record<OperationKind | "withheld" | "failed" | "skipped", number>>;

/** A document whose operations are made while somebody goes through them, to be written piece by piece. */
export interface LazyDocument extends Omit<PlanDocument, "targets"> {
  readonly targets: readonly (Omit<TargetDocument, "operations"> & {
    readonly operations: Iterable<OperationDocument>;
  })[];
}

/** The plan as plain data with a fixed order of keys: equal plans give equal text. */
export function toDocument(plan: Plan): PlanDocument {
  const document = toLazyDocument(plan);
  return {
    ...document,
    targets: document.targets.map((target) => ({ ...target, operations: [...target.operations] })),
  };
}

/** The same for a large plan, which then needs no second copy of its operations. */
export function toLazyDocument(plan: Plan): LazyDocument {
  const { run, unrecorded } = plan;
  return {
    format: "usersync-plan/1",
    createdAt: plan.createdAt.toISOString(),
    complete: plan.complete,
    ...(run === undefined ? {} : { run }),
    ...(unrecorded === undefined ? {} : { unrecorded: failureDocument(unrecorded) }),
    targets: plan.targets.map(targetDocument),
  };
}

function targetDocument(target: TargetPlan): LazyDocument["targets"][number] {
  const { users, groups, memberships } = target.read;
  return {
    name: target.name,
    type: target.type,
    read: { users, groups, memberships },
    summary: summaryOf(target.operations),
    operations: operationDocuments(target.operations),
    notes: target.notes.map(noteDocument),
    ...(target.tripped.length === 0 ? {} : { tripped: target.tripped.map(trippedDocument) }),
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
    "adopt-group": 0,
    "release-group": 0,
    "add-member": 0,
    "add-group": 0,
    "remove-member": 0,
    "remove-group": 0,
    "hand-over": 0,
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

function operationDocuments(operations: readonly PlannedOperation[]): Iterable<OperationDocument> {
  return {
    *[Symbol.iterator]() {
      for (const operation of operations) yield operationDocument(operation);
    },
  };
}

function noteDocument({ kind, subject, reason, sourceIds }: Note): Note {
  return { kind, subject, reason, ...(sourceIds === undefined ? {} : { sourceIds }) };
}

function trippedDocument({ by, withheld, message, allow, details }: Tripped): TrippedDocument {
  return {
    by,
    withheld,
    message,
    ...(allow === undefined ? {} : { allow }),
    ...(details.length === 0 ? {} : { details }),
  };
}
