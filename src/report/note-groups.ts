import type { Note, NoteKind } from "../model/desired.ts";
import { groupBy } from "./group-by.ts";
import { visibleText } from "./visible-text.ts";
import { NOTE_KINDS, NOTE_WORDS } from "./words.ts";

/** Notes of one kind. */
export interface NoteGroup {
  readonly kind: NoteKind;
  readonly title: string;
  readonly count: number;
  readonly reasons: readonly NoteReason[];
}

interface NoteReason {
  readonly why: string;
  /** Whom it concerns, one for each note; with their ids in the source where the note has them. */
  readonly names: readonly string[];
}

/**
 * Notes by kind, the ones that need a decision first, and in it by reason. A note that names people of
 * the source stands alone: its ids are what an admin looks them up by.
 */
export function noteGroups(notes: readonly Note[]): readonly NoteGroup[] {
  const kinds = groupBy(notes, ({ kind }) => kind);
  return NOTE_KINDS.flatMap((kind) => {
    const own = kinds.get(kind) ?? [];
    return own.length === 0
      ? []
      : [{ kind, title: NOTE_WORDS[kind], count: own.length, reasons: reasonsOf(own) }];
  });
}

function reasonsOf(notes: readonly Note[]): readonly NoteReason[] {
  const reasons = groupBy(notes, (note) => (note.sourceIds === undefined ? note.reason : note));
  return [...reasons.values()].map((same) => ({
    why: visibleText(same[0].reason),
    names: same.map(nameOf),
  }));
}

function nameOf({ subject, sourceIds = [] }: Note): string {
  const ids = sourceIds.map(visibleText).join(", ");
  return ids === "" ? visibleText(subject) : `${visibleText(subject)} (${ids})`;
}
