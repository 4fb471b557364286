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
  /** Whom it concerns, one for each note; with the ids of those who share the name where there are several. */
  readonly names: readonly string[];
}

/** Notes by kind, the ones that need a decision first, and in it by reason. */
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
  const reasons = groupBy(notes, ({ reason }) => reason);
  return [...reasons.values()].map((same) => ({
    why: visibleText(same[0].reason),
    names: same.map(nameOf),
  }));
}

/** One person is found by their name; of several with one name, only the ids tell who is meant. */
function nameOf({ subject, sourceIds = [] }: Note): string {
  const name = visibleText(subject);
  return sourceIds.length < 2 ? name : `${name} (${sourceIds.map(visibleText).join(", ")})`;
}
