import type { Access } from "../../model/access.ts";
import type { GroupSource } from "../../model/desired.ts";
import type {
  Change,
  GroupRef,
  HandOver,
  LinkUser,
  Operation,
  OperationKind,
  Reason,
  UserRef,
} from "../../model/operation.ts";
import type { Failure, Outcome, PlannedOperation } from "../../model/plan.ts";

/** An operation as JSON, whatever became of it. */
export interface StepDocument {
  readonly id: string;
  readonly kind: OperationKind;
  readonly user?: UserRef;
  readonly group?: GroupRef;
  /** The group that is put into `group`, or taken out of it. */
  readonly child?: GroupRef;
  /** Of a group that is created, taken over or released: the groups of Entra that it is for. */
  readonly sources?: readonly GroupSource[];
  /** Of a hand-over: the project or component, the usernames before and after, and their accounts. */
  readonly lead?: HandOver["lead"];
  readonly from?: HandOver["from"];
  readonly to?: HandOver["to"];
  readonly fromId?: HandOver["fromId"];
  readonly toId?: HandOver["toId"];
  /** Every attribute of an import, what differs of an update, the people of a link; otherwise empty. */
  readonly changes: readonly Change[];
  readonly matchedBy?: LinkUser["matchedBy"];
  /** Where accounts have no flag: what an import or enable gives, and what a disable takes away. */
  readonly access?: Access;
  /** Of an update: the e-mail as it is, where the directory wants it along and never tells it. */
  readonly email?: string;
  /** Operations without which it is not done: it would take from people what they are to keep. */
  readonly onlyAfter?: readonly string[];
  readonly reason: Reason;
  /** Of a disable: which setting keeps the person out of scope, and why. */
  readonly because?: string;
}

export interface OperationDocument extends StepDocument {
  readonly status: Outcome["status"];
  /** Of what is done: it was so before, and nothing was sent. */
  readonly already?: true;
  readonly withheldBy?: string;
  readonly error?: Failure;
}

export function operationDocument(operation: PlannedOperation): OperationDocument {
  return {
    ...stepDocument(operation),
    status: operation.status,
    ...(operation.status === "done" && operation.already && { already: true as const }),
    ...(operation.status === "withheld" ? { withheldBy: operation.withheldBy } : {}),
    ...("error" in operation ? { error: failureDocument(operation.error) } : {}),
  };
}

/** Keys in a fixed order, and none besides. */
export function stepDocument(operation: Operation): StepDocument {
  return {
    id: operation.id,
    kind: operation.kind,
    ...("user" in operation ? { user: userDocument(operation.user) } : {}),
    ...("group" in operation ? { group: groupDocument(operation.group) } : {}),
    ...("child" in operation ? { child: groupDocument(operation.child) } : {}),
    ...("sources" in operation ? { sources: operation.sources.map(sourceDocument) } : {}),
    ...(operation.kind === "hand-over" ? handOverDocument(operation) : {}),
    changes: "changes" in operation ? operation.changes.map(changeDocument) : [],
    ...("matchedBy" in operation ? { matchedBy: operation.matchedBy } : {}),
    ...("access" in operation ? { access: accessDocument(operation.access) } : {}),
    ...("email" in operation ? { email: operation.email } : {}),
    ...("onlyAfter" in operation ? { onlyAfter: operation.onlyAfter } : {}),
    reason: operation.reason,
    ...("because" in operation ? { because: operation.because } : {}),
  };
}

function accessDocument({ groups, permission }: Access): Access {
  return { groups: [...groups], ...(permission === undefined ? {} : { permission }) };
}

export function failureDocument({ code, message, fix }: Failure): Failure {
  return { code, message, ...(fix === undefined ? {} : { fix }) };
}

function userDocument({ username, sourceId, targetId }: UserRef): UserRef {
  return { username, sourceId, ...(targetId === undefined ? {} : { targetId }) };
}

function groupDocument({ name, targetId }: GroupRef): GroupRef {
  return { name, ...(targetId === undefined ? {} : { targetId }) };
}

function sourceDocument({ id, name }: GroupSource): GroupSource {
  return { id, name };
}

function handOverDocument({ lead: { of, id, name }, from, to, fromId, toId }: HandOver) {
  return { lead: { of, id, name }, from, to, fromId, toId };
}

function changeDocument({ field, from, to, unknown }: Change): Change {
  return { field, from, to, ...(unknown && { unknown }) };
}
