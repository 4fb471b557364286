import type { Note } from "../../model/desired.ts";
import type { Account, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { JournalEntry } from "../../model/history.ts";
import type { SourceId, TargetId } from "../../model/ids.ts";
import type { Change, ExistingUser, LinkUser, UpdateUser, UserOperation } from "../../model/operation.ts";
import type { PlannedOperation } from "../../model/plan.ts";
import type { KeptGroup } from "../../model/recorded.ts";
import { accountNow, under } from "../look-again/account-now.ts";
import { type DirectoryImage, imageOf } from "../look-again/directory-image.ts";
import { effectOf, FIELD_NAMES } from "../look-again/effect.ts";
import { accessOf, NO_ACCESS } from "../users/access-sets.ts";
import type { Successors } from "../users/hand-over.ts";
import { groupBack, groupNow, type IsKept, isKeptIn } from "./group-back.ts";
import { handBack, keepsAway } from "./hand-back.ts";
import { withIdsAfter } from "./ids-after.ts";
import { noteOn } from "./note-on.ts";

export interface InvertOptions {
  /** The name that the ids of the operations begin with. */
  readonly target: string;
  /** Who leads what is looked up only where somebody is to take it over. */
  readonly successors: Successors;
  /** Groups that are kept in step. Absent: nothing is remembered. */
  readonly kept?: readonly KeptGroup[] | undefined;
}

export interface Inverted {
  readonly operations: readonly PlannedOperation[];
  /** What cannot come back, and what was left alone since others changed it meanwhile. */
  readonly notes: readonly Note[];
}

/**
 * The operations that take a run back in one directory, from the newest to the oldest. What the
 * directory does not show any more as the run left it is left alone, and noted.
 *
 * @param entries What the run wrote down for this directory; only what was done is taken back.
 * @param snapshot With what the state remembers of links, and with the groups of the entries.
 */
export function invert(
  entries: readonly JournalEntry[],
  snapshot: DirectorySnapshot,
  { target, successors, kept: keptGroups }: InvertOptions,
): Inverted {
  const image = imageOf(snapshot);
  const kept = entries.filter(({ status }) => status === "done" || status === "found-done");
  const done = withIdsAfter(kept, image).toSorted((one, other) => other.seq - one.seq);
  const facts = { image, owners: ownersAfter(done, image), successors, isKept: isKeptIn(keptGroups) };
  const draft: Draft = { ...facts, operations: [], notes: [] };
  for (const entry of done) takeBack(entry, `${target}:undo:${entry.run}.${entry.seq}`, draft);
  const doubtful = entries.filter(({ status }) => status === "unknown");
  draft.notes.push(...doubtful.map(({ operation }) => noteOn(operation, "excluded", UNKNOWN)));
  return draft;
}

const UNKNOWN = "left alone, since the run died and nobody knows whether it was done";

interface Draft extends Inverted {
  readonly image: DirectoryImage;
  /** Accounts that are linked to nobody now, and whose they will be again. */
  readonly owners: ReadonlyMap<TargetId, string>;
  readonly successors: Successors;
  readonly isKept: IsKept;
  readonly operations: PlannedOperation[];
  readonly notes: Note[];
}

function ownersAfter(done: readonly JournalEntry[], image: DirectoryImage): Map<TargetId, string> {
  const owners = new Map<TargetId, string>();
  for (const { operation } of done) {
    if (operation.kind !== "link" || effectOf(operation, image).state !== "already") continue;
    for (const { from } of operation.changes) owners.set(operation.user.targetId, from);
  }
  return owners;
}

function takeBack(entry: JournalEntry, id: string, draft: Draft): void {
  const { operation } = entry;
  if (!("user" in operation)) {
    const back = groupBack(operation, id, draft);
    draft.operations.push(...back.operations);
    draft.notes.push(...back.notes);
    return;
  }
  const account = accountOf(operation, entry.made, draft.image);
  const lost = account === undefined ? "the account is gone" : changedSince(operation, account, draft);
  if (account === undefined || lost !== undefined) {
    draft.notes.push(noteOn(operation, "excluded", `left alone, since ${lost}`));
    return;
  }
  const user = { username: account.username, sourceId: operation.user.sourceId, targetId: account.id };
  const inverse = inverseOf(operation, { id, user, account, draft });
  if (inverse === undefined) return;
  const effect = effectOf(inverse, draft.image);
  if (effect.state !== "stale") draft.operations.push(inverse);
  else draft.notes.push(noteOn(operation, "excluded", `left alone, since ${effect.reason}`));
}

/** What an import made is found by its person: the run may have died before it heard the id. */
function accountOf(
  operation: UserOperation,
  made: string | undefined,
  image: DirectoryImage,
): Account | undefined {
  const { sourceId, targetId } = operation.user;
  if (targetId !== undefined) return accountNow(operation, image);
  const owned = image.owned(sourceId);
  return made === undefined || owned?.id === made ? owned : undefined;
}

/** Why an operation is not to be taken back: the directory does not show any more what it did. */
function changedSince(operation: UserOperation, account: Account, draft: Draft): string | undefined {
  const { image, owners } = draft;
  // What else an account has become since it was made does not matter: it is only disabled.
  if (operation.kind === "import") return account.active === true ? undefined : "it is not active any more";
  if (operation.kind !== "link" && (account.link ?? owners.get(account.id)) !== operation.user.sourceId) {
    return account.link === undefined ? "the account is nobody's" : "the account is somebody else's";
  }
  const away = operation.kind === "hand-over" ? keepsAway(operation, draft) : undefined;
  if (away !== undefined) return away;
  const effect = effectOf(under(account.id, operation), image);
  if (effect.state === "stale") return effect.reason;
  return effect.state === "ready" ? "it is as it was before that run" : undefined;
}

interface Context {
  readonly id: string;
  readonly user: ExistingUser;
  readonly account: Account;
  readonly draft: Draft;
}

function inverseOf(operation: UserOperation, context: Context): PlannedOperation | undefined {
  const { id, user, account, draft } = context;
  const undone = { id, user, reason: "undo", status: "planned" } as const;
  switch (operation.kind) {
    case "import":
      draft.notes.push(
        noteOn(operation, "unsupported", "can only be disabled, since accounts are never deleted"),
      );
      return { ...undone, kind: "disable", ...(operation.access && { access: account.access ?? NO_ACCESS }) };
    case "link":
      return linkBack(operation, context);
    case "update":
      return updateBack(operation, context);
    case "enable":
      return { ...undone, kind: "disable", ...accessOf(operation) };
    case "disable":
      return { ...undone, kind: "enable", ...accessOf(operation) };
    case "add-member":
      return { ...undone, kind: "remove-member", group: groupNow(operation.group, draft.image) };
    case "remove-member":
      return { ...undone, kind: "add-member", group: groupNow(operation.group, draft.image) };
    case "hand-over":
      return handBack(operation, { id, user, image: draft.image });
  }
}

/** A link that the state had all along is no less true for standing in the directory as well. */
function linkBack(operation: LinkUser, { id, user, draft }: Context): PlannedOperation | undefined {
  const { changes, matchedBy } = operation;
  if (matchedBy === "state") {
    draft.notes.push(noteOn(operation, "unsupported", "stays linked, since the state knows the link too"));
    return undefined;
  }
  const swapped = changes.map(({ field, from, to }): Change => ({ field, from: to, to: from }));
  const after = swapped.find(({ to }) => to !== "")?.to as SourceId | undefined;
  const who = after === undefined ? user : { ...user, sourceId: after };
  const undone = {
    id,
    kind: "link",
    user: who,
    changes: swapped,
    reason: "undo",
    status: "planned",
  } as const;
  return { ...undone, matchedBy, ...(operation.key !== undefined && { key: operation.key }) };
}

function updateBack(
  operation: UpdateUser,
  { id, user, account, draft }: Context,
): PlannedOperation | undefined {
  const changes: Change[] = [];
  for (const { field, from, unknown } of operation.changes) {
    if (from !== "") changes.push({ field, from: account[field] as string, to: from });
    else {
      const why = unknown ? "nobody knows what it was" : "it had none and nothing is emptied";
      const reason = `keeps its ${FIELD_NAMES[field]}, since ${why}`;
      draft.notes.push(noteOn(operation, "unsupported", reason));
    }
  }
  if (changes.length === 0) return undefined;
  const isWanted = operation.email !== undefined && account.email !== undefined;
  const along = isWanted ? { email: account.email } : {};
  return { id, kind: "update", user, changes, ...along, reason: "undo", status: "planned" };
}
