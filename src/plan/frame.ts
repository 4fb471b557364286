import type { Note } from "../model/desired.ts";
import type { DirectorySnapshot } from "../model/directory-snapshot.ts";
import { foldName } from "../model/names.ts";
import type { Failure, TargetPlan } from "../model/plan.ts";

/** A plan for a directory in which nothing is to be done. */
export function frame(
  current: DirectorySnapshot,
  { name, type }: Pick<TargetPlan, "name" | "type">,
): TargetPlan {
  const memberships = current.groups.reduce((sum, group) => sum + group.members.length, 0);
  const read = { users: current.accounts.length, groups: current.groups.length, memberships };
  return { name, type, read, operations: [], notes: [], tripped: [], incomplete: [] };
}

/** No plan, and why: the directory could not be read. */
export function unread(target: Pick<TargetPlan, "name" | "type">, error: Failure): TargetPlan {
  return { ...frame({ accounts: [], groups: [] }, target), error };
}

export function sortNotes(notes: readonly Note[]): Note[] {
  return notes
    .map((note) => ({
      note,
      key: `${note.kind}\n${foldName(note.subject)}\n${note.reason}\n${note.sourceIds ?? ""}`,
    }))
    .sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)))
    .map(({ note }) => note);
}
