import type { Note } from "../../model/desired.ts";
import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { TargetId, Username } from "../../model/ids.ts";
import type { ExistingUser, HandOver, Operation } from "../../model/operation.ts";
import type { PlannedOperation } from "../../model/plan.ts";
import { SUCCESSOR_SETTINGS } from "../../model/successor-settings.ts";
import type { DirectoryImage } from "../look-again/directory-image.ts";
import type { Successors } from "../users/hand-over.ts";

export interface HandBackFacts {
  readonly image: DirectoryImage;
  readonly successors: Successors;
  /** What else is taken back, as far as it comes before. */
  readonly operations: readonly Operation[];
}

/** Why a lead cannot be given back to whoever had it; `undefined` when it can, as far as the accounts show. */
export function keepsAway({ lead, from, fromId }: HandOver, facts: HandBackFacts): string | undefined {
  const { image, successors, operations } = facts;
  if (successors[lead.of] === undefined) {
    return `who leads ${lead.of}s is looked up only while ${SUCCESSOR_SETTINGS[lead.of]} is set; set it and undo again`;
  }
  const taker = image.account(fromId);
  if (taker === undefined) return `the account "${from}" is gone`;
  const isEnabled = operations.some(
    (operation) => operation.kind === "enable" && operation.user.targetId === fromId,
  );
  return taker.active === true || isEnabled ? undefined : `the account "${taker.username}" is not active`;
}

/** Turns a hand-over round. Both accounts may have another name by now. */
export function handBack(
  { lead, from, to, fromId, toId }: HandOver,
  { id, user, image }: { readonly id: string; readonly user: ExistingUser; readonly image: DirectoryImage },
): PlannedOperation {
  const nameOf = (account: TargetId, before: Username) => image.account(account)?.username ?? before;
  const ends = { from: nameOf(toId, to), to: nameOf(fromId, from), fromId: toId, toId: fromId };
  return { id, kind: "hand-over", lead, user, ...ends, reason: "undo", status: "planned" };
}

/** An undo brings back what was, so it hands nothing over; whoever still leads something is said. */
export function keptLeads(
  operations: readonly Operation[],
  { leads = [] }: DirectorySnapshot,
): readonly Note[] {
  const given = new Set(
    operations.flatMap((one) => (one.kind === "hand-over" ? `${one.lead.of} ${one.lead.id}` : [])),
  );
  const kept = leads.filter(({ of, id }) => !given.has(`${of} ${id}`));
  return operations.flatMap((operation): Note[] => {
    if (operation.kind !== "disable") return [];
    const { username, sourceId, targetId } = operation.user;
    const names = kept.filter(({ leader }) => leader === targetId).map(({ name }) => name);
    if (names.length === 0) return [];
    const reason = `is disabled, and still leads ${names.sort().join(", ")}: an undo hands over nothing new`;
    return [{ kind: "unsupported", subject: username, reason, sourceIds: [sourceId] }];
  });
}
