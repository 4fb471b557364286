import type { Note, NoteKind } from "../../model/desired.ts";
import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import { foldName, isSameName } from "../../model/names.ts";
import type { DirectoryStory, StoryNote } from "../../model/person-story.ts";
import type { PlannedOperation, TargetPlan, Tripped } from "../../model/plan.ts";
import {
  accountStory,
  membershipsOf,
  type NameOf,
  type Names,
  namesakesOf,
  personName,
} from "./account-story.ts";
import { accountsAsked, type Compared, ownerOf } from "./compared.ts";
import { conclude } from "./conclude.ts";
import { matchStory } from "./match-story.ts";

/** Whom a story is about. */
export interface Subject {
  /** Absent: accounts that are nobody's. */
  readonly id?: SourceId;
  /** What an account of theirs would be called here. */
  readonly names: Names;
  readonly nameOf: NameOf;
}

type Told = Omit<DirectoryStory, "mapping">;

/**
 * What is known of somebody in one directory, and what its plan does about them and why.
 *
 * @param compared Absent: the directory could not be read.
 */
export function explainPerson(plan: TargetPlan, compared: Compared | undefined, subject: Subject): Told {
  const { name, type, error, incomplete } = plan;
  const frame = { name, type, ...(error !== undefined && { error }), incomplete };
  if (compared === undefined) return { ...frame, ...NOTHING };

  const { id, names, nameOf } = subject;
  const [account, ...twins] = accountsOf(subject, compared);
  const operations = plan.operations.filter((operation) => isAbout(operation, id));
  const notes = plan.notes.filter((note) => isNoteAbout(note, id));
  const memberships = membershipsOf(id, account, compared, refusedGroups(plan.notes, compared));
  const findings = { id, account, operations, notes, memberships, error, desired: compared.desired };
  return {
    ...frame,
    partial: compared.current.partial === true,
    match: matchStory(id, account, compared, notes),
    ...(account !== undefined && { account: accountStory(account, compared, nameOf) }),
    namesakes: namesakesOf(names, { account, twins: id === undefined ? [] : twins }, compared, nameOf),
    memberships,
    operations,
    tripped: trippedBy(operations, plan.tripped),
    notes: notes.map((note) => storyNote(note, subject)),
    conclusion: conclude(findings),
  };
}

const NOTHING: Pick<
  Told,
  "partial" | "namesakes" | "memberships" | "operations" | "tripped" | "notes" | "conclusion"
> = {
  partial: false,
  namesakes: [],
  memberships: [],
  operations: [],
  tripped: [],
  notes: [],
  conclusion: "unread",
};

/** Their account first; more only where several claim to be theirs. Of nobody's accounts, those that were asked for. */
function accountsOf({ id, names }: Subject, compared: Compared): readonly Account[] {
  if (id === undefined) {
    return accountsAsked(names.asked, compared).filter((account) => ownerOf(account, compared) === undefined);
  }
  const linked = compared.current.accounts.filter(({ link }) => link === id);
  const pair = compared.matches.pairs.find(({ user }) => user.sourceId === id);
  return linked.length === 0 && pair !== undefined ? [pair.account] : linked;
}

function isAbout(operation: PlannedOperation, id: SourceId | undefined): boolean {
  return "user" in operation && operation.user.sourceId === id;
}

type PersonalNote = Note & { readonly sourceIds: readonly string[] };

function isNoteAbout(note: Note, id: SourceId | undefined): note is PersonalNote {
  return id !== undefined && note.sourceIds?.includes(id) === true;
}

/** Of a group that exists, "switched-off" says that its members stay, not that it is left alone. */
const REFUSES: readonly NoteKind[] = ["protected", "unsupported", "ambiguous-match"];

/** Why groups are left as they are, by their name, folded. */
function refusedGroups(notes: readonly Note[], { current }: Compared): ReadonlyMap<string, string> {
  const exists = (group: string) => current.groups.some(({ name }) => isSameName(name, group));
  return new Map(
    notes
      .filter(
        ({ kind, subject, sourceIds }) =>
          sourceIds === undefined &&
          (REFUSES.includes(kind) || (kind === "switched-off" && !exists(subject))),
      )
      .map(({ subject, reason }) => [foldName(subject), reason]),
  );
}

function trippedBy(operations: readonly PlannedOperation[], tripped: readonly Tripped[]): readonly Tripped[] {
  const guards = new Set(operations.flatMap((one) => (one.status === "withheld" ? [one.withheldBy] : [])));
  return tripped.filter(({ by }) => guards.has(by));
}

function storyNote(note: PersonalNote, { id, nameOf }: Subject): StoryNote {
  const ids = note.sourceIds.filter((one) => one !== id);
  return { ...note, others: ids.map((one) => personName(one as SourceId, nameOf)) };
}
