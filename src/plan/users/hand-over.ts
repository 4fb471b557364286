import type { TargetConfig } from "../../config/config.ts";
import type { Note } from "../../model/desired.ts";
import type { Account, DirectorySnapshot, Lead } from "../../model/directory-snapshot.ts";
import type { TargetId, Username } from "../../model/ids.ts";
import { isSameName } from "../../model/names.ts";
import type { DisableUser, Operation } from "../../model/operation.ts";
import type { PlannedOperation } from "../../model/plan.ts";
import { SUCCESSOR_SETTINGS } from "../../model/successor-settings.ts";
import type { Verdict } from "../guards/limit.ts";

/** Usernames of those who take over what somebody leads who is disabled, by what it is. */
export type Successors = Readonly<Partial<Record<Lead["of"], Username>>>;

export interface HandOvers {
  /** To be done before the disables that they belong to. */
  readonly operations: readonly PlannedOperation[];
  /** Disables of people who lead something that nobody can take over. */
  readonly verdicts: readonly Verdict[];
  readonly notes: readonly Note[];
}

/** What the config says of them; empty where a directory has no such settings. */
export function successorsOf(config: TargetConfig): Successors {
  if (config.type !== "jira") return {};
  const { projectLead, componentLead } = config.onDisable;
  return {
    ...(projectLead !== undefined && { project: projectLead as Username }),
    ...(componentLead !== undefined && { component: componentLead as Username }),
  };
}

/**
 * Gives what people lead to the configured successors, before these people are disabled. Whoever leads
 * something that its successor cannot take over is not disabled.
 *
 * @param operations What is planned so far.
 * @param target The name that the ids of the operations begin with.
 */
export function handOver(
  operations: readonly PlannedOperation[],
  current: DirectorySnapshot,
  { successors, target }: { readonly successors: Successors; readonly target: string },
): HandOvers {
  const disables = operations.filter((operation) => operation.kind === "disable");
  const leaving = new Map<TargetId, DisableUser>(disables.map((disable) => [disable.user.targetId, disable]));
  const leads = (current.leads ?? []).filter(({ leader }) => leaving.has(leader));
  const work: Work = { leaving, leads, operations, accounts: current.accounts, target };
  const parts = (["project", "component"] as const).flatMap((of) => {
    const username = successors[of];
    return username === undefined || disables.length === 0 ? [] : [partOf({ of, username }, work)];
  });
  return {
    operations: parts.flatMap((part) => part.operations),
    verdicts: parts.flatMap((part) => part.verdicts),
    notes: parts.flatMap((part) => part.notes),
  };
}

interface Work {
  /** Those who are disabled, by account. */
  readonly leaving: ReadonlyMap<TargetId, DisableUser>;
  /** What they lead. */
  readonly leads: readonly Lead[];
  readonly operations: readonly Operation[];
  readonly accounts: readonly Account[];
  readonly target: string;
}

interface Post {
  readonly of: Lead["of"];
  readonly username: Username;
}

function partOf(post: Post, work: Work): HandOvers {
  const leads = work.leads.filter(({ of }) => of === post.of);
  const successor = work.accounts.find(({ username }) => isSameName(username, post.username));
  const obstacle = obstacleTo(successor, work.operations);
  if (successor !== undefined && obstacle === undefined) {
    return { operations: leads.map((lead) => stepOf(lead, successor, work)), verdicts: [], notes: [] };
  }
  const departure = successor && work.leaving.get(successor.id);
  const held = new Set(leads.map(({ leader }) => work.leaving.get(leader) as DisableUser));
  const trouble = `${SUCCESSOR_SETTINGS[post.of]} names "${post.username}", ${obstacle}`;
  return {
    operations: [],
    verdicts: held.size === 0 ? [] : [refusal([...held], trouble, post)],
    notes: [
      ...(departure === undefined ? [] : [noteOn(departure, departureWords(post))]),
      ...[...held].map((one) => noteOn(one, `is not disabled, since it leads ${post.of}s: ${trouble}`)),
    ],
  };
}

/** Why an account cannot take anything over; reads on after its name. */
function obstacleTo(successor: Account | undefined, operations: readonly Operation[]): string | undefined {
  if (successor === undefined) return "which is no account here";
  if (successor.active === false) return "which is disabled";
  if (successor.active === null) return "of which the directory does not say whether it is active";
  const own = operations.filter(
    (operation) => "user" in operation && operation.user.targetId === successor.id,
  );
  if (own.some(({ kind }) => kind === "disable")) return "which is to be disabled too";
  const isRenamed = own.some(
    (operation) => operation.kind === "update" && operation.changes.some(({ field }) => field === "username"),
  );
  return isRenamed ? "which is to get another username" : undefined;
}

function stepOf(
  { of, id, name, leader }: Lead,
  successor: Account,
  { leaving, target }: Work,
): PlannedOperation {
  const { user, reason } = leaving.get(leader) as DisableUser;
  return {
    id: `${target}:hand-over:${of}:${id}`,
    kind: "hand-over",
    lead: { of, id, name },
    user,
    from: user.username,
    to: successor.username,
    fromId: leader,
    toId: successor.id,
    reason,
    status: "planned",
  };
}

function refusal(held: readonly DisableUser[], trouble: string, { of }: Post): Verdict {
  const who =
    held.length === 1 ? `1 account that leads ${of}s is` : `${held.length} accounts that lead ${of}s are`;
  const says = { message: `${trouble}. ${who} not disabled.`, details: [] };
  return { by: SUCCESSOR_SETTINGS[of], ids: held.map(({ id }) => id), says };
}

function departureWords({ of }: Post): string {
  return `is to be disabled, and ${SUCCESSOR_SETTINGS[of]} names it; name somebody else there`;
}

function noteOn({ user: { username, sourceId } }: DisableUser, reason: string): Note {
  return { kind: "unsupported", subject: username, reason, sourceIds: [sourceId] };
}
