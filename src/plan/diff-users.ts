import type { Capabilities } from "../model/capabilities.ts";
import type { DesiredUser, Field, Note } from "../model/desired.ts";
import type { Account } from "../model/directory-snapshot.ts";
import type { SourceId } from "../model/ids.ts";
import type { Change, ExistingUser } from "../model/operation.ts";
import type { PlannedOperation } from "../model/plan.ts";
import type { Leaving, Matches } from "./match.ts";
import type { Pair } from "./match-by-name.ts";
import { isSameValue } from "./same-value.ts";

/** What the accounts need, all of it planned so far. `target` is the name that the ids of the operations begin with. */
export function diffUsers(
  matches: Matches,
  { fields }: Capabilities,
  target: string,
): { readonly operations: readonly PlannedOperation[]; readonly notes: readonly Note[] } {
  const notes: Note[] = [];
  const operations = [
    ...matches.newcomers.map((user) => importOf(user, fields, target)),
    ...matches.pairs.flatMap((pair) => stepsFor(pair, fields, target, notes)),
    ...matches.leaving.flatMap((leaving) => disableOf(leaving, target, notes)),
  ];
  return { operations, notes };
}

function importOf(user: DesiredUser, fields: readonly Field[], target: string): PlannedOperation {
  const { sourceId, username } = user;
  // Mapped, not gathered: of a hundred thousand lists, none is then longer than what it holds.
  const changes = fields
    .filter((field) => user[field] !== undefined)
    .map((field): Change => ({ field, from: "", to: user[field] as string }));
  return {
    id: `${target}:import:${sourceId}`,
    kind: "import",
    user: { username, sourceId },
    changes,
    reason: "not-in-target",
    status: "planned",
  };
}

function stepsFor(pair: Pair, fields: readonly Field[], target: string, notes: Note[]): PlannedOperation[] {
  const { user, account, by } = pair;
  const existing = refOf(account, user.sourceId);
  const steps: PlannedOperation[] = [];
  if (by !== "link") {
    const changes: Change[] = [{ field: "link", from: "", to: user.sourceId }];
    const id = `${target}:link:${user.sourceId}`;
    const how = { reason: "differs", matchedBy: by, status: "planned" } as const;
    steps.push({ id, kind: "link", user: existing, changes, ...how });
  }
  if (user.active === false) {
    return [
      ...steps,
      ...disableOf({ account, sourceId: user.sourceId, reason: "disabled-in-source" }, target, notes),
    ];
  }
  if (user.active === true && account.active === false) {
    const id = `${target}:enable:${user.sourceId}`;
    steps.push({ id, kind: "enable", user: existing, reason: "active-in-source", status: "planned" });
  }
  const changes = changesOf(user, account, fields);
  if (changes.length > 0) {
    const id = `${target}:update:${user.sourceId}`;
    steps.push({ id, kind: "update", user: existing, changes, reason: "differs", status: "planned" });
  }
  return steps;
}

/** A value that the source does not have is left as the directory has it: nothing is emptied. */
function changesOf(user: DesiredUser, account: Account, fields: readonly Field[]): Change[] {
  const changes: Change[] = [];
  for (const field of fields) {
    const to = user[field];
    const from = account[field];
    if (to === undefined || to === from || isSameValue(field, from, to)) continue;
    changes.push({ field, from: from ?? "", to });
  }
  return changes;
}

function disableOf(
  { account, sourceId, reason }: Leaving,
  target: string,
  notes: Note[],
): PlannedOperation[] {
  if (account.active === false) return [];
  if (account.active === null) {
    const why = "should be disabled, but the directory does not say whether it is active; look at it by hand";
    notes.push({ kind: "unsupported", subject: account.username, reason: why, sourceIds: [sourceId] });
    return [];
  }
  const id = `${target}:disable:${sourceId}`;
  return [{ id, kind: "disable", user: refOf(account, sourceId), reason, status: "planned" }];
}

function refOf(account: Account, sourceId: SourceId): ExistingUser {
  return { username: account.username, sourceId, targetId: account.id };
}
