import type { Note } from "../model/desired.ts";
import type { Account, DirectorySnapshot, Lack } from "../model/directory-snapshot.ts";
import type { TargetId } from "../model/ids.ts";
import type { Change, UpdateUser, UserOperation } from "../model/operation.ts";
import type { PlannedOperation } from "../model/plan.ts";
import { FIELD_NAMES } from "./look-again/effect.ts";

/** What a server rules out: for everybody, and for single accounts. */
type Limits = Pick<DirectorySnapshot, "accounts" | "lacks">;

interface Fitted {
  readonly operations: readonly PlannedOperation[];
  readonly notes: readonly Note[];
}

/** Takes out what the directory cannot do, with a note for each. */
export function cutToFit(operations: readonly PlannedOperation[], { accounts, lacks = [] }: Limits): Fitted {
  const fixed = new Map(
    accounts.flatMap((account) => (account.fixed === undefined ? [] : [[account.id, account] as const])),
  );
  if (lacks.length === 0 && fixed.size === 0) return { operations, notes: [] };
  const notes: Note[] = [];
  const possible = operations.flatMap((operation): readonly PlannedOperation[] => {
    if (!("user" in operation)) return [operation];
    const obstacle = obstacleTo(operation, lacks, fixed);
    if (obstacle !== undefined) notes.push(noteOn(operation, `${WORDS[operation.kind]}: ${obstacle}`));
    if (obstacle !== undefined) return [];
    return operation.kind === "update" ? withoutFixedFields(operation, lacks, notes) : [operation];
  });
  return { operations: possible, notes };
}

const WORDS: Readonly<Record<UserOperation["kind"], string>> = {
  import: "cannot be imported",
  link: "cannot be linked",
  update: "cannot be updated",
  enable: "cannot be enabled",
  disable: "cannot be disabled",
  "add-member": "cannot be added",
  "remove-member": "cannot be removed",
  "hand-over": "cannot be handed over",
};

const IN_CHARGE = "another directory is in charge of this account, such as LDAP; change it there";

function obstacleTo(
  operation: UserOperation,
  lacks: readonly Lack[],
  fixed: ReadonlyMap<TargetId, Account>,
): string | undefined {
  const lack = lacks.find(({ kind, field }) => kind === operation.kind && field === undefined);
  if (lack !== undefined) return lack.why;
  const id = operation.user.targetId;
  const parts = id === undefined ? undefined : fixed.get(id)?.fixed;
  return parts?.some((part) => part === partOf(operation)) === true ? IN_CHARGE : undefined;
}

/** Which part of an account an operation changes. A link changes none: only the state keeps it there. */
function partOf(operation: UserOperation): "details" | "groups" | "none" {
  switch (operation.kind) {
    case "update":
      return "details";
    case "enable":
    case "disable":
      return operation.access === undefined ? "details" : "groups";
    case "add-member":
    case "remove-member":
      return "groups";
    case "link":
    case "import":
    case "hand-over":
      return "none";
  }
}

/** What can be changed is changed, though the rest cannot. */
function withoutFixedFields(
  operation: UpdateUser & PlannedOperation,
  lacks: readonly Lack[],
  notes: Note[],
): PlannedOperation[] {
  const lackOf = ({ field }: Change) => lacks.find((lack) => lack.kind === "update" && lack.field === field);
  const changes = operation.changes.filter((change) => {
    const lack = lackOf(change);
    if (lack !== undefined) {
      const { field, to } = change;
      notes.push(noteOn(operation, `cannot get the ${FIELD_NAMES[field]} "${to}": ${lack.why}`));
    }
    return lack === undefined;
  });
  if (changes.length === 0) return [];
  return changes.length === operation.changes.length ? [operation] : [{ ...operation, changes }];
}

function noteOn(operation: UserOperation, reason: string): Note {
  const { username, sourceId } = operation.user;
  const subject = "group" in operation ? `${username} in ${operation.group.name}` : username;
  return { kind: "unsupported", subject, reason, sourceIds: [sourceId] };
}
