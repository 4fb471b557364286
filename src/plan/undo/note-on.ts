import type { Note, NoteKind } from "../../model/desired.ts";
import type { Operation } from "../../model/operation.ts";

/** What an undo says of an operation. */
export function noteOn(operation: Operation, kind: NoteKind, reason: string): Note {
  if ("child" in operation) {
    return { kind, subject: `${operation.child.name} in ${operation.group.name}`, reason };
  }
  if (!("user" in operation)) return { kind, subject: operation.group.name, reason };
  const { username, sourceId } = operation.user;
  const subject = "group" in operation ? `${username} in ${operation.group.name}` : username;
  return { kind, subject, reason, sourceIds: [sourceId] };
}
