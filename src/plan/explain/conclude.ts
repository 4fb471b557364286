import type { Desired, Note, NoteKind } from "../../model/desired.ts";
import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import type { Conclusion, WantedMembership } from "../../model/person-story.ts";
import type { Failure, PlannedOperation } from "../../model/plan.ts";

export interface Findings {
  readonly id: SourceId | undefined;
  readonly account: Account | undefined;
  readonly operations: readonly PlannedOperation[];
  readonly notes: readonly Note[];
  readonly memberships: readonly WantedMembership[];
  readonly error: Failure | undefined;
  readonly desired: Desired;
}

/** Notes that say what is so, and keep nothing from being done. */
const HARMLESS: readonly NoteKind[] = ["excluded", "unmanaged"];

/** What comes of it all. */
export function conclude(findings: Findings): Conclusion {
  const { id, account, operations, notes, memberships, error, desired } = findings;
  if (error !== undefined) return "refused";
  if (operations.some(({ status }) => status === "planned")) return "work";
  if (operations.length > 0) return "withheld";
  if (notes.some(({ kind }) => !HARMLESS.includes(kind))) return "left-alone";
  if (memberships.some(({ isMember, leftAlone }) => !isMember && leftAlone !== undefined))
    return "left-alone";
  if (account === undefined) return "no-account";
  if (id === undefined) return "nobodys";
  const isWanted = desired.users.some(({ sourceId, active }) => sourceId === id && active === true);
  return isWanted ? "in-step" : "both-inactive";
}
