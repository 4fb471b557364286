import type { TargetId } from "../model/ids.ts";
import type { GroupRef, Operation } from "../model/operation.ts";
import type { Failure, Outcome, PlannedOperation } from "../model/plan.ts";
import { SUCCESSOR_SETTINGS } from "../model/successor-settings.ts";
import type { ApplyResult } from "../target/target.ts";
import { nestingLoss } from "./nesting-loss.ts";

/** What has become of each operation so far, and what later ones need to know of it. */
export interface Ledger {
  /** The operation with the ids that earlier ones made, or why it cannot be done any more. */
  prepare(place: number): { readonly operation: Operation } | { readonly lost: Failure };
  /** The operation with the ids that earlier ones made. */
  operation(place: number): Operation;
  record(place: number, outcome: Outcome, made?: string): void;
  readonly done: number;
  readonly failed: number;
  operations(): readonly PlannedOperation[];
}

export function openLedger(planned: readonly PlannedOperation[]): Ledger {
  const outcomes = planned.map((): Outcome | undefined => undefined);
  const awaited = awaitedPeople(planned);
  const accounts = new Map<string, TargetId>();
  const groups = new Map<string, string>();
  const lost = new Map<string, Failure>();
  for (const operation of planned) if (operation.status === "skipped") keepLinked(operation, lost);
  let done = 0;
  let failed = 0;

  const operationAt = (place: number) => withIds(planned[place] as PlannedOperation, accounts, groups);
  return {
    operation: operationAt,
    prepare(place) {
      const operation = operationAt(place);
      const keys = lost.size === 0 ? [] : keysOf(operation);
      const [failure] = keys.flatMap((key) => lost.get(key) ?? []);
      return failure === undefined ? { operation } : { lost: failure };
    },
    record(place, outcome, made) {
      const operation = planned[place] as PlannedOperation;
      outcomes[place] = outcome;
      if (outcome.status === "done") done += 1;
      else failed += 1;
      if (made !== undefined && operation.kind === "import" && awaited.has(operation.user.sourceId))
        accounts.set(operation.user.sourceId, made as TargetId);
      if (made !== undefined && operation.kind === "create-group") groups.set(operation.group.name, made);
      if (outcome.status === "failed" || outcome.status === "skipped") loseDependents(operation, lost);
    },
    get done() {
      return done;
    },
    get failed() {
      return failed;
    },
    operations: () =>
      planned.map((operation, place) => {
        const outcome = outcomes[place];
        return outcome === undefined ? operation : ({ ...operation, ...outcome } as PlannedOperation);
      }),
  };
}

/** Whose accounts this plan makes and puts into a group: nobody else's new id is needed. */
function awaitedPeople(planned: readonly PlannedOperation[]): ReadonlySet<string> {
  const people = new Set<string>();
  for (const operation of planned) {
    if (operation.kind === "add-member" && operation.user.targetId === undefined)
      people.add(operation.user.sourceId);
  }
  return people;
}

/** What needs an account that could not be made or linked, or a group that could not be made, is lost too. */
function loseDependents(operation: PlannedOperation, lost: Map<string, Failure>): void {
  if (operation.kind === "import" || operation.kind === "link") {
    const message = `Skipped, since the account of ${operation.user.username} could not be ${operation.kind}ed.`;
    lost.set(personKey(operation), { code: "SKIPPED", message });
  }
  if (operation.kind === "create-group") {
    const message = `Skipped, since the group ${operation.group.name} could not be created.`;
    lost.set(groupKey(operation), { code: "SKIPPED", message });
  }
  if (operation.kind === "remove-member" || operation.kind === "remove-group") {
    const message = `Skipped, so that usersync keeps the group ${operation.group.name}: not everybody could be removed.`;
    lost.set(`release ${operation.group.name}`, { code: "SKIPPED", message });
  }
  const loss = nestingLoss(operation);
  if (loss !== undefined) lost.set(`after ${operation.id}`, loss);
  loseNext(operation, lost);
  keepLinked(operation, lost);
}

/** What an operation rests on. */
function keysOf(operation: Operation): readonly string[] {
  const own = [personKey(operation), groupKey(operation), kindKey(operation)];
  if ("child" in operation) own.push(`group ${operation.child.name}`);
  return "onlyAfter" in operation ? [...own, ...operation.onlyAfter.map((id) => `after ${id}`)] : own;
}

/** Whoever lets an account go that is not as it was before could not touch it any more. */
function keepLinked(operation: PlannedOperation, lost: Map<string, Failure>): void {
  if (!("user" in operation) || letsGo(operation)) return;
  const message = `Skipped, so that ${operation.user.username} stays linked: not everything before this was done.`;
  lost.set(`unlink ${operation.user.sourceId}`, { code: "SKIPPED", message });
}

/** Nobody is disabled who still leads something, and nobody gets a lead back who is still disabled. */
function loseNext(operation: PlannedOperation, lost: Map<string, Failure>): void {
  if (operation.kind === "hand-over") {
    const { lead, user, to } = operation;
    const message = `Skipped, since ${lead.name} could not be handed over to ${to}.`;
    const fix = `See why it failed. ${SUCCESSOR_SETTINGS[lead.of]} names who takes over ${lead.of}s: an account that is active and may lead them.`;
    lost.set(`disable ${user.sourceId}`, { code: "SKIPPED", message, fix });
  }
  if (operation.kind === "enable") {
    const message = `Skipped, since the account of ${operation.user.username} could not be enabled.`;
    lost.set(`hand-over ${operation.user.sourceId}`, { code: "SKIPPED", message });
  }
}

function kindKey(operation: Operation): string {
  if (operation.kind === "release-group") return `release ${operation.group.name}`;
  if (!("user" in operation)) return "";
  return `${letsGo(operation) ? "unlink" : operation.kind} ${operation.user.sourceId}`;
}

function letsGo(operation: Operation): boolean {
  return operation.kind === "link" && operation.changes.some(({ to }) => to === "");
}

function personKey(operation: Operation): string {
  return "user" in operation ? `user ${operation.user.sourceId}` : "";
}

function groupKey(operation: Operation): string {
  return "group" in operation ? `group ${operation.group.name}` : "";
}

function withIds(
  operation: Operation,
  accounts: ReadonlyMap<string, TargetId>,
  groups: ReadonlyMap<string, string>,
): Operation {
  const withId = (ref: GroupRef): GroupRef => {
    const made = ref.targetId ?? groups.get(ref.name);
    return made === undefined ? ref : { ...ref, targetId: made };
  };
  if (operation.kind === "add-group")
    return { ...operation, group: withId(operation.group), child: withId(operation.child) };
  if (operation.kind !== "add-member") return operation;
  const account = operation.user.targetId ?? accounts.get(operation.user.sourceId);
  const user = account === undefined ? operation.user : { ...operation.user, targetId: account };
  return { ...operation, user, group: withId(operation.group) };
}

/** Turns what a target says of an operation into its outcome. */
export function outcomeOf(result: ApplyResult): Outcome {
  return result.status === "done" ? DONE : { status: "failed", error: result.error };
}

const DONE: Outcome = { status: "done" };
