import type { Note, NoteKind } from "../../model/desired.ts";
import { visibleText } from "../visible-text.ts";
import { NOTE_KINDS, NOTE_WORDS, pluralWords } from "../words.ts";
import { groupBy } from "./group-by.ts";
import { leftOutBy, settingCounts } from "./left-out-words.ts";

/** Notes of one kind. */
export interface NoteGroup {
  readonly kind: NoteKind;
  readonly title: string;
  readonly count: number;
  /** How many of them each setting of the scope leaves out, where there are several. */
  readonly leftOut?: string;
  readonly reasons: readonly NoteReason[];
}

export interface NoteReason {
  readonly why: string;
  /** Whom it concerns, one for each note; with the ids of those who share the name where there are several. */
  readonly names: readonly string[];
  /** The setting of the scope that leaves these people out. */
  readonly setting?: string;
}

/** So many people whom one setting leaves out are only counted where there is little room. */
const MANY = 20;

/** Notes by kind, the ones that need a decision first, and in it by reason. */
export function noteGroups(notes: readonly Note[]): readonly NoteGroup[] {
  const kinds = groupBy(notes, ({ kind }) => kind);
  return NOTE_KINDS.flatMap((kind) => {
    const own = kinds.get(kind) ?? [];
    if (own.length === 0) return [];
    const reasons = reasonsOf(own);
    const leftOut = settingCounts(
      reasons.flatMap(({ setting, names }) => (setting === undefined ? [] : names.map(() => setting))),
    );
    const group = { kind, title: NOTE_WORDS[kind], count: own.length, reasons };
    return [{ ...group, ...(leftOut !== undefined && { leftOut }) }];
  });
}

function reasonsOf(notes: readonly Note[]): readonly NoteReason[] {
  const reasons = groupBy(notes, ({ reason }) => reason);
  return [...reasons.values()].map((same) => {
    const [{ kind, reason }] = same;
    const setting = kind === "excluded" ? leftOutBy(reason)?.setting : undefined;
    return {
      why: visibleText(reason),
      names: same.map(nameOf),
      ...(setting !== undefined && { setting: visibleText(setting) }),
    };
  });
}

/** One person is found by their name; of several with one name, only the ids tell who is meant. */
function nameOf({ subject, sourceIds = [] }: Note): string {
  const name = visibleText(subject);
  return sourceIds.length < 2 ? name : `${name} (${sourceIds.map(visibleText).join(", ")})`;
}

export interface BriefReason {
  readonly why: string;
  /** How many notes it stands for. */
  readonly count: number;
  /** Whom it concerns; or, for many people whom one setting leaves out, only how many. */
  readonly who: readonly string[] | string;
}

/**
 * The reasons where there is little room: thousands of people whom the scope leaves out, each with a reason
 * of their own, are a number for each setting, so that nothing else disappears among them.
 */
export function briefReasons(reasons: readonly NoteReason[]): readonly BriefReason[] {
  const bySetting = groupBy(reasons, ({ setting }) => setting);
  return [...bySetting].flatMap(([setting, own]): readonly BriefReason[] => {
    const count = own.reduce((sum, { names }) => sum + names.length, 0);
    if (setting === undefined || count <= MANY) {
      return own.map(({ why, names }) => ({ why, count: names.length, who: names }));
    }
    return [{ why: `out of scope by ${setting}`, count, who: pluralWords(count, "user") }];
  });
}
