import type { Note } from "../../src/model/desired.ts";
import type { SourceId, TargetId, Username } from "../../src/model/ids.ts";
import type {
  AdoptGroup,
  Change,
  ExistingUser,
  GroupRef,
  HandOver,
  LinkUser,
  Operation,
  ReleaseGroup,
  UserRef,
} from "../../src/model/operation.ts";
import type { Outcome, Plan, PlannedOperation, TargetPlan } from "../../src/model/plan.ts";

/** A plan for one directory called `cloud` that has nothing to do. Tests name only what they are about. */
export function plan(overrides: Partial<Plan> = {}): Plan {
  return {
    createdAt: new Date("2026-11-23T22:00:00.000Z"),
    complete: true,
    targets: [targetPlan()],
    ...overrides,
  };
}

/** A plan for one directory: `planOf([imported("ada")])`. */
export function planOf(
  operations: readonly PlannedOperation[],
  target: Partial<TargetPlan> = {},
  overrides: Partial<Plan> = {},
): Plan {
  return plan({ targets: [targetPlan({ operations, ...target })], ...overrides });
}

export function targetPlan(overrides: Partial<TargetPlan> = {}): TargetPlan {
  return {
    name: "cloud",
    type: "atlassian-cloud",
    read: { users: 812, groups: 14, memberships: 3010 },
    operations: [],
    notes: [],
    tripped: [],
    incomplete: [],
    ...overrides,
  };
}

export const PLANNED: Outcome = { status: "planned" };
export const DONE: Outcome = { status: "done" };

export function withheld(by: string): Outcome {
  return { status: "withheld", withheldBy: by };
}

export function failed(message: string, { code = "REFUSED", fix = "Change it in Entra." } = {}): Outcome {
  return { status: "failed", error: { code, message, fix } };
}

export function skipped(message: string): Outcome {
  return { status: "skipped", error: { code: "CONFLICT", message } };
}

/** Somebody whom only the source knows. */
function newcomer(name: string): UserRef {
  return { username: name as Username, sourceId: `id-${name}` as SourceId };
}

/** Somebody with an account. */
function holder(name: string): ExistingUser {
  return { ...newcomer(name), targetId: `98-${name}` as TargetId };
}

function group(name: string): GroupRef & { readonly targetId: string } {
  return { name, targetId: `group-${name}` };
}

export function imported(
  name: string,
  outcome = PLANNED,
  attributes: Partial<Attributes> = {},
): PlannedOperation {
  const all: Attributes = {
    username: name,
    email: `${name}@example.com`,
    displayName: name.charAt(0).toUpperCase() + name.slice(1),
    ...attributes,
  };
  const changes = Object.entries(all).map(([field, to]) => ({ field, from: "", to }) as Change);
  return step({ kind: "import", user: newcomer(name), changes, reason: "not-in-target" }, outcome);
}

interface Attributes {
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly givenName?: string;
  readonly familyName?: string;
}

/** A link to the person of that name, from nobody. `people` says otherwise; `to: ""` takes it away. */
export function linked(
  name: string,
  matchedBy: LinkUser["matchedBy"],
  outcome = PLANNED,
  { from = "", to = `id-${name}`, reason = "differs" }: Partial<LinkEnds> = {},
): PlannedOperation {
  const changes: readonly Change[] = [{ field: "link", from, to }];
  return step({ kind: "link", user: holder(name), changes, reason, matchedBy }, outcome);
}

interface LinkEnds {
  readonly from: string;
  readonly to: string;
  readonly reason: LinkUser["reason"];
}

/** The same operation for another reason. */
export function because(operation: PlannedOperation, reason: "undo" | "by-hand"): PlannedOperation {
  return { ...operation, reason } as PlannedOperation;
}

export function updated(name: string, changes: readonly Change[], outcome = PLANNED): PlannedOperation {
  return step({ kind: "update", user: holder(name), changes, reason: "differs" }, outcome);
}

export function change(field: Change["field"], from: string, to: string): Change {
  return { field, from, to };
}

/** The same in a directory where accounts have no flag. */
export function withAccess(operation: PlannedOperation, ...groups: readonly string[]): PlannedOperation {
  return { ...operation, access: { groups } } as PlannedOperation;
}

export function enabled(name: string, outcome = PLANNED): PlannedOperation {
  return step({ kind: "enable", user: holder(name), reason: "active-in-source" }, outcome);
}

type DisableReason = "disabled-in-source" | "deleted-in-source" | "left-scope";

export function disabled(
  name: string,
  outcome = PLANNED,
  reason: DisableReason = "disabled-in-source",
): PlannedOperation {
  return step({ kind: "disable", user: holder(name), reason }, outcome);
}

/** Somebody whom a setting of the scope leaves out: `droppedBy("source.users.guests", "ada", "guest")`. */
export function droppedBy(setting: string, name: string, why: string, outcome = PLANNED): PlannedOperation {
  const because = `${why} (${setting})`;
  return step({ kind: "disable", user: holder(name), reason: "left-scope", because }, outcome);
}

export function groupCreated(name: string, outcome = PLANNED): PlannedOperation {
  return step({ kind: "create-group", group: { name }, reason: "not-in-target" }, outcome);
}

/** For a group of Entra that is called as it is, with a capital: `groupAdopted("dev")` is for `Dev`. */
export function groupAdopted(
  name: string,
  outcome = PLANNED,
  reason: AdoptGroup["reason"] = "exists-in-target",
): PlannedOperation {
  return step({ kind: "adopt-group", group: group(name), sources: sourcesOf(name), reason }, outcome);
}

export function groupReleased(
  name: string,
  outcome = PLANNED,
  reason: ReleaseGroup["reason"] = "left-scope",
): PlannedOperation {
  return step({ kind: "release-group", group: group(name), sources: sourcesOf(name), reason }, outcome);
}

function sourcesOf(name: string): AdoptGroup["sources"] {
  return [{ id: `id-${name}`, name: name.charAt(0).toUpperCase() + name.slice(1) }];
}

export function memberAdded(
  groupName: string,
  name: string,
  outcome = PLANNED,
  reason: "member-in-source" | "default-group" = "member-in-source",
): PlannedOperation {
  return step({ kind: "add-member", group: group(groupName), user: holder(name), reason }, outcome);
}

export function memberRemoved(groupName: string, name: string, outcome = PLANNED): PlannedOperation {
  const reason = "not-member-in-source";
  return step({ kind: "remove-member", group: group(groupName), user: holder(name), reason }, outcome);
}

export function groupNested(groupName: string, child: string, outcome = PLANNED): PlannedOperation {
  const refs = { group: group(groupName), child: group(child) };
  return step({ kind: "add-group", ...refs, reason: "member-in-source" }, outcome);
}

export function groupTakenOut(groupName: string, child: string, outcome = PLANNED): PlannedOperation {
  const refs = { group: group(groupName), child: group(child) };
  return step({ kind: "remove-group", ...refs, reason: "not-member-in-source" }, outcome);
}

export function note(
  kind: Note["kind"],
  subject: string,
  reason: string,
  sourceIds?: readonly string[],
): Note {
  return { kind, subject, reason, ...(sourceIds === undefined ? {} : { sourceIds }) };
}

/** `handedOver("CORE (Core platform)", "ada", "project-office")`: a project, or a component. */
export function handedOver(
  name: string,
  from: string,
  to: string,
  outcome = PLANNED,
  of: HandOver["lead"]["of"] = "project",
): PlannedOperation {
  const ends = { from: from as Username, to: to as Username };
  const ids = { fromId: `98-${from}` as TargetId, toId: `98-${to}` as TargetId };
  const lead = { of, id: `led-${name}`, name };
  return step(
    { kind: "hand-over", lead, user: holder(from), ...ends, ...ids, reason: "disabled-in-source" },
    outcome,
  );
}

type WithoutId<Step> = Step extends Operation ? Omit<Step, "id"> : never;

function step(operation: WithoutId<Operation>, outcome: Outcome): PlannedOperation {
  const about = [
    "group" in operation ? operation.group.name : "",
    "child" in operation ? operation.child.name : "",
    "lead" in operation ? operation.lead.id : "",
    "user" in operation ? operation.user.sourceId : "",
  ].filter(Boolean);
  return { id: `cloud:${operation.kind}:${about.join(":")}`, ...operation, ...outcome } as PlannedOperation;
}
