import type { Note } from "../../model/desired.ts";
import type { Account, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import { foldName } from "../../model/names.ts";
import type { GroupRef, Operation, OperationKind } from "../../model/operation.ts";
import type { Failure, Outcome, PlannedOperation, TargetPlan, Tripped } from "../../model/plan.ts";
import type { Person } from "../../model/source-snapshot.ts";
import { frame, sortNotes } from "../frame.ts";
import { ADOPTION } from "../groups/adopt-groups.ts";
import { isNothing, minus, NO_ACCESS } from "../users/access-sets.ts";
import { under } from "./account-now.ts";
import { type DirectoryImage, imageOf } from "./directory-image.ts";
import { type Effect, effectOf } from "./effect.ts";
import { personChanged } from "./person-changed.ts";
import { type Choice, isAmong, isChosen } from "./touched.ts";

/** What was looked at again: see `touchedBy`. */
export interface Looked {
  /**
   * With what the state remembers of links, and with the accounts that it has for people who are to be
   * imported, whatever they are called.
   */
  readonly current: DirectorySnapshot;
  readonly people: readonly Person[];
}

/**
 * Holds a saved plan against how things are now. What is still right stays planned, what is so already
 * counts as done, what went stale is skipped with the reason. Nothing is ever added.
 *
 * Operations are taken in their order, each on top of those before it: an update may free the name that
 * an import takes.
 */
export function refresh(plan: TargetPlan, { current, people }: Looked, choice: Choice): TargetPlan {
  const { onlyKinds } = choice;
  const draft: Draft = {
    image: imageOf(current),
    people: new Map(people.map((person) => [person.id, person])),
    making: new Set(),
    going: new Set(),
  };
  const kept = plan.operations.filter((one) => onlyKinds === undefined || isAmong(onlyKinds, one));
  const operations = kept.map((operation) =>
    isChosen(operation, choice) ? judged(operation, draft) : operation,
  );
  return {
    ...plan,
    read: frame(current, plan).read,
    lookedAgain: true,
    operations,
    notes: sortNotes([...plan.notes, ...leftOut(plan.operations, kept)]),
    tripped: stillTripped(plan.tripped, operations).map((one) => letThrough(one, choice)),
  };
}

interface Draft {
  readonly image: DirectoryImage;
  readonly people: ReadonlyMap<SourceId, Person>;
  /** Accounts and groups that this plan is still to make. */
  readonly making: Set<string>;
  /** Ids of operations that are so already, or are still to be done. */
  readonly going: Set<string>;
}

function judged(planned: PlannedOperation, draft: Draft): PlannedOperation {
  const renamed = renamedMeanwhile(planned, draft.image);
  const operation = withIds(renamed?.operation ?? planned, draft.image);
  const effect = renamed === undefined ? currentEffect(operation, draft) : effectOnRenamed(renamed, draft);
  if (effect.state !== "stale") draft.going.add(operation.id);
  switch (effect.state) {
    case "already":
      return withOutcome(operation, { status: "done", already: true });
    case "stale":
      return withOutcome(operation, { status: "skipped", error: staleness(effect.reason) });
    case "ready":
      anticipate(operation, draft);
      return withOutcome(operation, { status: "planned" });
  }
}

function currentEffect(operation: Operation, { image, people, making, going }: Draft): Effect {
  const reason =
    ("user" in operation ? personChanged(operation, people.get(operation.user.sourceId)) : undefined) ??
    unmade(operation, making) ??
    leftWithout(operation, going) ??
    unlinked(operation, image) ??
    letInOtherwise(operation, image);
  if (reason !== undefined) return { state: "stale", reason };
  const effect = effectOf(operation, image);
  const lead = effect.state === "ready" ? leading(operation, image) : undefined;
  return lead === undefined ? effect : { state: "stale", reason: lead };
}

interface Renamed {
  readonly operation: PlannedOperation;
  readonly account: Account;
}

/** Where the id is the name, as in Crowd, an account that is gone may be there under another one. */
function renamedMeanwhile(operation: PlannedOperation, image: DirectoryImage): Renamed | undefined {
  if (!("user" in operation) || operation.user.targetId === undefined) return undefined;
  if (image.account(operation.user.targetId) !== undefined) return undefined;
  const account = image.owned(operation.user.sourceId);
  return account === undefined ? undefined : { operation: under(account.id, operation), account };
}

/** What is so already is recognised. What is not was reviewed for an account of another id, and is not done. */
function effectOnRenamed({ operation, account }: Renamed, draft: Draft): Effect {
  const effect = currentEffect(operation, draft);
  if (effect.state !== "ready") return effect;
  return { state: "stale", reason: `the account is called "${account.username}" meanwhile` };
}

/** Ids that are known by now, since somebody else made the account or the group. */
function withIds(operation: PlannedOperation, image: DirectoryImage): PlannedOperation {
  const withId = (ref: GroupRef): GroupRef => {
    const id = ref.targetId ?? image.group(ref)?.id;
    return id === undefined ? ref : { ...ref, targetId: id };
  };
  if (operation.kind === "add-group")
    return { ...operation, group: withId(operation.group), child: withId(operation.child) };
  if (operation.kind !== "add-member") return operation;
  const account = operation.user.targetId ?? image.owned(operation.user.sourceId)?.id;
  const user = account === undefined ? operation.user : { ...operation.user, targetId: account };
  return { ...operation, user, group: withId(operation.group) };
}

function unmade(operation: Operation, making: ReadonlySet<string>): string | undefined {
  if (operation.kind !== "add-member" && operation.kind !== "add-group") return undefined;
  const isMissing = ({ name, targetId }: GroupRef) => targetId === undefined && !making.has(foldName(name));
  if ("child" in operation) {
    return isMissing(operation.group) || isMissing(operation.child) ? "there is no such group" : undefined;
  }
  const { user, group } = operation;
  if (user.targetId === undefined && !making.has(user.sourceId)) return "the person has no account";
  return isMissing(group) ? "there is no such group" : undefined;
}

/** What was left out, or went stale, does not bring anybody into the group by another way. */
function leftWithout(operation: Operation, going: ReadonlySet<string>): string | undefined {
  if (!("onlyAfter" in operation) || operation.onlyAfter.every((id) => going.has(id))) return undefined;
  return "people would lose a membership, since what is to be done before is not done";
}

/** What is linked to nobody is not ours to change, unless a link before this one makes it so. */
function unlinked(operation: Operation, image: DirectoryImage): string | undefined {
  if (operation.kind === "link" || !("user" in operation)) return undefined;
  const account = operation.user.targetId === undefined ? undefined : image.account(operation.user.targetId);
  return account !== undefined && account.link === undefined ? "the account is nobody's" : undefined;
}

/** Taking away what was planned would not disable the account any more. */
function letInOtherwise(operation: Operation, image: DirectoryImage): string | undefined {
  if (operation.kind !== "disable" || operation.access === undefined) return undefined;
  const now = image.account(operation.user.targetId)?.access ?? NO_ACCESS;
  // An undo takes away what a run gave, and no more.
  const isUndo = operation.reason === "undo";
  return isUndo || isNothing(minus(now, operation.access))
    ? undefined
    : "the account got more access meanwhile";
}

/**
 * Where somebody is to take over what people lead, nobody is disabled who still leads. What an undo disables
 * led that before, too.
 */
function leading(operation: Operation, image: DirectoryImage): string | undefined {
  if (operation.kind !== "disable" || operation.reason === "undo") return undefined;
  const [first] = image.ledBy(operation.user.targetId);
  return first === undefined ? undefined : `the account leads ${first.name}`;
}

/** What later operations build on. */
function anticipate(operation: Operation, { image, making }: Draft): void {
  if (operation.kind === "hand-over") image.putLead({ ...operation.lead, leader: operation.toId });
  if (operation.kind === "import") making.add(operation.user.sourceId);
  if (operation.kind === "create-group") making.add(foldName(operation.group.name));
  if (operation.kind !== "link" && operation.kind !== "update") return;
  const account = image.account(operation.user.targetId) as Account;
  const changes = Object.fromEntries(
    operation.changes.map(({ field, to }) => [field, to === "" ? undefined : to]),
  );
  image.put({ ...account, ...changes });
}

function withOutcome(operation: Operation, outcome: Outcome): PlannedOperation {
  const { withheldBy: _, ...step } = operation as Operation & { readonly withheldBy?: string };
  return { ...step, ...outcome };
}

function staleness(reason: string): Failure {
  return {
    code: "STALE",
    message: `Not done, since it went stale: ${reason}.`,
    fix: "Run `usersync plan --out plan.json` again and review the new plan.",
  };
}

function leftOut(all: readonly PlannedOperation[], kept: readonly PlannedOperation[]): Note[] {
  if (kept.length === all.length) return [];
  const counts = new Map<OperationKind, number>();
  for (const { kind } of all) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  for (const { kind } of kept) counts.delete(kind);
  return [...counts].map(([kind, count]) => ({
    kind: "switched-off",
    subject: kind,
    reason: `${count === 1 ? "1 operation" : `${count} operations`} of this kind left out (--only-kinds)`,
  }));
}

function stillTripped(tripped: readonly Tripped[], operations: readonly PlannedOperation[]): Tripped[] {
  const counts = new Map<string, number>();
  for (const operation of operations) {
    if (operation.status !== "withheld") continue;
    counts.set(operation.withheldBy, (counts.get(operation.withheldBy) ?? 0) + 1);
  }
  return tripped.flatMap((one) => {
    const withheld = counts.get(one.by);
    return withheld === undefined ? [] : [{ ...one, withheld }];
  });
}

/** Groups that were approved wait no longer; what is left are people who were not approved with them. */
function letThrough(one: Tripped, { approve, onlyKinds }: Choice): Tripped {
  const isLeftOut = onlyKinds?.includes("adopt-group") === false;
  if (one.by !== ADOPTION || isLeftOut || !approve.includes("adopt-group")) return one;
  return { ...one, message: ADOPTED_ALONE, details: [] };
}

const ADOPTED_ALONE =
  "These groups were taken over without that (--approve adopt-group). The next run brings them in step.";
