import type { OperationsConfig } from "../config/config.ts";
import type { Note } from "../model/desired.ts";
import type { Operation, OperationKind } from "../model/operation.ts";

/** Which switch of the config an operation obeys. A link is no change that anybody sees, and has none. */
const SWITCHES: Readonly<Record<OperationKind, keyof OperationsConfig | undefined>> = {
  import: "import",
  link: undefined,
  update: "update",
  enable: "enable",
  disable: "disable",
  "create-group": "createGroups",
  "add-member": "addMembers",
  "remove-member": "removeMembers",
};

/** Takes out what the config switched off, with a note for each. */
export function switchOff(
  operations: readonly Operation[],
  switches: OperationsConfig,
): { readonly operations: readonly Operation[]; readonly notes: readonly Note[] } {
  const notes: Note[] = [];
  const kept = operations.filter((operation) => {
    const name = SWITCHES[operation.kind];
    if (name === undefined || switches[name]) return true;
    notes.push(noteOn(operation, name));
    return false;
  });
  return { operations: kept, notes };
}

function noteOn(operation: Operation, name: keyof OperationsConfig): Note {
  const group = "group" in operation ? operation.group.name : undefined;
  const user = "user" in operation ? operation.user : undefined;
  const subject = [user?.username, group].filter((text) => text !== undefined).join(" in ");
  const note: Note = {
    kind: "switched-off",
    subject,
    reason: `${operation.kind} (operations.${name} is off)`,
  };
  return user === undefined ? note : { ...note, sourceIds: [user.sourceId] };
}
