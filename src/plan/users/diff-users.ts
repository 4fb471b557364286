import type { Access } from "../../model/access.ts";
import type { Capabilities } from "../../model/capabilities.ts";
import type { DesiredUser, Note } from "../../model/desired.ts";
import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import type { Change, ExistingUser } from "../../model/operation.ts";
import type { PlannedOperation } from "../../model/plan.ts";
import type { Leaving, Matches } from "../match/match.ts";
import type { Pair } from "../match/match-by-name.ts";
import { isSameValue } from "../same-value.ts";
import { isNothing, minus, NO_ACCESS, union } from "./access-sets.ts";

/**
 * What the accounts need, all of it planned so far. What access they get is settled later, in `settle-access`.
 *
 * @param target The name that the ids of the operations begin with.
 */
export function diffUsers(
  matches: Matches,
  capabilities: Capabilities,
  target: string,
): { readonly operations: readonly PlannedOperation[]; readonly notes: readonly Note[] } {
  const notes: Note[] = [];
  const frame: Frame = { capabilities, target, notes };
  const operations = [
    ...matches.newcomers.map((user) => importOf(user, frame)),
    ...matches.pairs.flatMap((pair) => stepsFor(pair, frame)),
    ...matches.leaving.flatMap((leaving) => disableOf(leaving, frame)),
  ];
  return { operations, notes };
}

interface Frame {
  readonly capabilities: Capabilities;
  readonly target: string;
  readonly notes: Note[];
}

function importOf(
  user: DesiredUser,
  { capabilities: { fields, defaultAccess: access }, target }: Frame,
): PlannedOperation {
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
    ...(access !== undefined && { access }),
    reason: "not-in-target",
    status: "planned",
  };
}

function stepsFor(pair: Pair, frame: Frame): PlannedOperation[] {
  const { user, account, by } = pair;
  const { capabilities, target } = frame;
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
      ...disableOf({ account, sourceId: user.sourceId, reason: "disabled-in-source" }, frame),
    ];
  }
  const access = missingAccess(account, capabilities);
  if (user.active === true && (account.active === false || !isNothing(access ?? NO_ACCESS))) {
    const id = `${target}:enable:${user.sourceId}`;
    const given = access === undefined ? {} : { access };
    steps.push({
      id,
      kind: "enable",
      user: existing,
      ...given,
      reason: "active-in-source",
      status: "planned",
    });
  }
  const changes = changesOf(user, account, capabilities);
  if (changes.length > 0) {
    const id = `${target}:update:${user.sourceId}`;
    const along = emailAlong(account, changes, capabilities);
    steps.push({
      id,
      kind: "update",
      user: existing,
      changes,
      ...along,
      reason: "differs",
      status: "planned",
    });
  }
  return steps;
}

/**
 * What an account is to be given back. One that is let in lacks something only when a disabling or an
 * enabling broke off. `undefined` where accounts have a flag.
 */
function missingAccess(account: Account, { defaultAccess }: Capabilities): Access | undefined {
  if (defaultAccess === undefined) return undefined;
  if (account.active === false) return account.withdrawn ?? defaultAccess;
  return minus(account.withdrawn ?? NO_ACCESS, account.access ?? NO_ACCESS);
}

/** An e-mail that the directory never tells goes along with what changes, so that it cannot get lost. */
function emailAlong({ email }: Account, changes: readonly Change[], { remembered = [] }: Capabilities) {
  const isChanged = changes.some(({ field }) => field === "email");
  return email === undefined || isChanged || !remembered.includes("email") ? {} : { email };
}

/** A value that the source does not have is left as the directory has it: nothing is emptied. */
function changesOf(user: DesiredUser, account: Account, { fields, remembered = [] }: Capabilities): Change[] {
  const changes: Change[] = [];
  for (const field of fields) {
    const to = user[field];
    const from = account[field];
    if (to === undefined || to === from || isSameValue(field, from, to)) continue;
    const isUntold = from === undefined && remembered.includes(field);
    changes.push({ field, from: from ?? "", to, ...(isUntold && { unknown: true }) });
  }
  return changes;
}

function disableOf(
  { account, sourceId, reason, because }: Leaving,
  { capabilities, target, notes }: Frame,
): PlannedOperation[] {
  if (account.active === false) return [];
  if (account.active === null) {
    const why = "should be disabled, but the directory does not say whether it is active; look at it by hand";
    notes.push({ kind: "unsupported", subject: account.username, reason: why, sourceIds: [sourceId] });
    return [];
  }
  const id = `${target}:disable:${sourceId}`;
  // What an earlier try took away already is remembered only as long as this one names it too.
  const access = union(account.access ?? NO_ACCESS, account.withdrawn ?? NO_ACCESS);
  const taken = capabilities.defaultAccess === undefined ? {} : { access };
  const user = refOf(account, sourceId);
  const cause = because === undefined ? {} : { because };
  return [{ id, kind: "disable", user, ...taken, reason, ...cause, status: "planned" }];
}

function refOf(account: Account, sourceId: SourceId): ExistingUser {
  return { username: account.username, sourceId, targetId: account.id };
}
