import type { OperationsConfig } from "../config/config.ts";
import type { Note } from "../model/desired.ts";
import type { LinkUser, UserOperation } from "../model/operation.ts";
import type { PlannedOperation } from "../model/plan.ts";

type Switched = Exclude<UserOperation, LinkUser>;

/**
 * Which switch of the config an operation obeys. A link has none, since nobody sees it; whether groups
 * are created is settled in `diff-groups`, where their members depend on it.
 */
const SWITCHES: Readonly<Record<Switched["kind"], keyof OperationsConfig>> = {
  import: "import",
  update: "update",
  enable: "enable",
  disable: "disable",
  "hand-over": "disable",
  "add-member": "addMembers",
  "remove-member": "removeMembers",
};

/** Takes out what the config switched off, with a note for each. */
export function switchOff(
  operations: readonly PlannedOperation[],
  switches: OperationsConfig,
): { readonly operations: readonly PlannedOperation[]; readonly notes: readonly Note[] } {
  const notes: Note[] = [];
  const kept = operations.filter((operation) => {
    if (!("user" in operation) || operation.kind === "link") return true;
    const name = SWITCHES[operation.kind];
    if (!switches[name]) notes.push(noteOn(operation, name));
    return switches[name];
  });
  return { operations: kept, notes };
}

function noteOn(operation: Switched, name: keyof OperationsConfig): Note {
  const { username, sourceId } = operation.user;
  return {
    kind: "switched-off",
    subject: "group" in operation ? `${username} in ${operation.group.name}` : username,
    reason: `${operation.kind} (operations.${name} is off)`,
    sourceIds: [sourceId],
  };
}
