import type { Access } from "./access.ts";
import type { Field, GroupSource } from "./desired.ts";
import type { Lead } from "./directory-snapshot.ts";
import type { SourceId, TargetId, Username } from "./ids.ts";

/** Whom an operation is about. `targetId` is absent only for an account that the same plan creates. */
export interface UserRef {
  readonly username: Username;
  readonly sourceId: SourceId;
  readonly targetId?: TargetId;
}

/** `targetId` is absent only for a group that the same plan creates. */
export interface GroupRef {
  readonly name: string;
  readonly targetId?: string;
}

/** One attribute before and after. `from` is `""` when there was none, or when nobody knows. */
export interface Change {
  readonly field: Field | "link";
  readonly from: string;
  readonly to: string;
  /** The directory never tells this attribute, and nothing was remembered of it. */
  readonly unknown?: true;
}

/** Nothing that the source says: `undo` takes a run back, `by-hand` is an admin's command. */
type ByRequest = "undo" | "by-hand";

/** Why a group of the directory is kept no longer. */
type LeftGroupReason = "left-scope" | "renamed-in-source";

/** Why somebody is to have no active account. */
type Leaver = "disabled-in-source" | "deleted-in-source" | "left-scope";

interface Step {
  /** Stable: the same plan has the same ids. */
  readonly id: string;
}

interface Dependent {
  /**
   * Ids of operations of the same plan that nest groups or put people into them. Unless all of these are done,
   * this one is not: it would take from people what they are to keep by another way.
   */
  readonly onlyAfter?: readonly string[];
}

/** A new account. `changes` holds every attribute that it gets. */
export interface ImportUser extends Step {
  readonly kind: "import";
  readonly user: UserRef;
  readonly changes: readonly Change[];
  /** Where accounts have no flag: what it gets. */
  readonly access?: Access;
  readonly reason: "not-in-target";
}

/**
 * Writes down to whom an existing account belongs. Its change of the field `link` goes from the person
 * before to the person after, by source id; `""` is nobody, so that a link can be taken away too.
 */
export interface LinkUser extends Step {
  readonly kind: "link";
  /** The person after, or, when the link is taken away, the person before. */
  readonly user: ExistingUser;
  readonly changes: readonly Change[];
  readonly reason: "differs" | ByRequest;
  /** `"state"`: the state remembers it, and the directory has lost it. `"by-hand"`: an admin said so. */
  readonly matchedBy: "username" | "email" | "state" | "by-hand";
  /** The key of the account, where it has one and an admin decides about it. */
  readonly key?: string;
}

export interface UpdateUser extends Step {
  readonly kind: "update";
  readonly user: ExistingUser;
  /** Only what differs. A new username is a change of the field `username`. */
  readonly changes: readonly Change[];
  /** The e-mail as it is remembered, where the directory wants it along and never tells it. */
  readonly email?: string;
  readonly reason: "differs" | ByRequest;
}

export interface EnableUser extends Step {
  readonly kind: "enable";
  readonly user: ExistingUser;
  /** Where accounts have no flag: what it is given back. */
  readonly access?: Access;
  readonly reason: "active-in-source" | ByRequest;
}

export interface DisableUser extends Step {
  readonly kind: "disable";
  readonly user: ExistingUser;
  /** Where accounts have no flag: what is taken away. */
  readonly access?: Access;
  readonly reason: Leaver | ByRequest;
  /** Which setting keeps the person out of scope, and why. */
  readonly because?: string;
}

export interface CreateGroup extends Step {
  readonly kind: "create-group";
  readonly group: GroupRef;
  /** The groups of Entra that it is made for; absent for a default group that only the config names. */
  readonly sources?: readonly GroupSource[];
  readonly reason: "not-in-target";
}

/**
 * Writes down that usersync keeps a group in step that was in the directory before: from then on it holds
 * whom Entra says, and nobody else of ours.
 */
export interface AdoptGroup extends Step {
  readonly kind: "adopt-group";
  readonly group: ExistingGroup;
  readonly sources: readonly GroupSource[];
  readonly reason: "exists-in-target" | ByRequest;
}

/** Writes down that usersync keeps a group no longer. It stays as it is. */
export interface ReleaseGroup extends Step {
  readonly kind: "release-group";
  readonly group: ExistingGroup;
  /** What it was kept for. */
  readonly sources: readonly GroupSource[];
  readonly reason: LeftGroupReason | ByRequest;
}

export interface AddMember extends Step {
  readonly kind: "add-member";
  readonly group: GroupRef;
  readonly user: UserRef;
  readonly reason: "member-in-source" | "default-group" | ByRequest;
}

/** Nests a group: whoever is in `child` is then in `group` too. */
export interface AddGroup extends Step, Dependent {
  readonly kind: "add-group";
  readonly group: GroupRef;
  readonly child: GroupRef;
  readonly reason: "member-in-source" | "undo";
}

export interface RemoveMember extends Step, Dependent {
  readonly kind: "remove-member";
  readonly group: GroupRef;
  readonly user: ExistingUser;
  /** `"nested-in-source"`: whoever is a member by a nested group needs no membership of their own. */
  readonly reason: "not-member-in-source" | "nested-in-source" | LeftGroupReason | Leaver | ByRequest;
}

/** Takes a nested group out of a group. The nested group itself stays, with its members. */
export interface RemoveGroup extends Step, Dependent {
  readonly kind: "remove-group";
  readonly group: GroupRef;
  readonly child: GroupRef;
  readonly reason: "not-member-in-source" | LeftGroupReason | "undo";
}

/** Makes another account answer for a project or a component, before the one that does is disabled. */
export interface HandOver extends Step {
  readonly kind: "hand-over";
  readonly lead: Omit<Lead, "leader">;
  /** The person who leaves it; after an undo the one who has it back. */
  readonly user: ExistingUser;
  /** Usernames. */
  readonly from: Username;
  readonly to: Username;
  /** The accounts that have them. */
  readonly fromId: TargetId;
  readonly toId: TargetId;
  readonly reason: DisableUser["reason"];
}

export interface ExistingUser extends UserRef {
  readonly targetId: TargetId;
}

export interface ExistingGroup extends GroupRef {
  readonly targetId: string;
}

/**
 * One step towards the desired state. Plain data: a plan can be printed, stored and replayed.
 *
 * A step on an existing account carries the directory's id of it as last read, so applying it never
 * looks anybody up again by a name or an e-mail that the same plan may be changing.
 */
export type Operation =
  | ImportUser
  | LinkUser
  | UpdateUser
  | EnableUser
  | DisableUser
  | CreateGroup
  | AdoptGroup
  | ReleaseGroup
  | AddMember
  | AddGroup
  | RemoveMember
  | RemoveGroup
  | HandOver;

/** Operations that are about groups and nobody in particular. */
export type GroupOperation = CreateGroup | AddGroup | RemoveGroup;

export type OperationKind = Operation["kind"];

/** What is about one person's account. */
export type UserOperation = Extract<Operation, { readonly user: UserRef }>;
export type Reason = Operation["reason"];
