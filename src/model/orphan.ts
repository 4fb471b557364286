import type { Departure, NoteKind } from "./desired.ts";
import type { SourceId, TargetId, Username } from "./ids.ts";
import type { Failure } from "./plan.ts";

/** An account as a finding names it. */
export interface AccountRef {
  readonly id: TargetId;
  readonly username: Username;
  /** `null`: the directory did not say. */
  readonly active: boolean | null;
  /** `protect.users` names it. */
  readonly isProtected?: true;
  /** usersync signs in with it. */
  readonly isOwn?: true;
}

/** Somebody of the source as a finding names them. */
export interface PersonRef {
  readonly sourceId: SourceId;
  /** The username that the mapping gives; the user principal name where it gives none. Absent: not known. */
  readonly name?: string;
  readonly email?: string;
}

/** What the next run would do about it. */
export type NextStep =
  | { readonly status: "planned" }
  | { readonly status: "withheld"; readonly withheldBy: string }
  | { readonly status: "nothing"; readonly kind?: NoteKind; readonly why: string };

interface Common {
  readonly accounts: readonly AccountRef[];
  readonly people: readonly PersonRef[];
}

/** By what an account and a person, or two of a kind, meet. */
export type MeetingBy = "link" | "username" | "email";

/** An account that is linked to nobody, and that the next run links to nobody. `people`: who fits all the same. */
export interface UnlinkedAccount extends Common {
  readonly kind: "unlinked";
  /** By what `people` fit. */
  readonly by?: "username" | "email";
  /** An admin took it apart from these people. */
  readonly apart?: readonly SourceId[];
}

/** A linked account whose person is gone, or out of scope. */
export interface LeftBehindAccount extends Common {
  readonly kind: "left-behind";
  readonly reason: Exclude<Departure, "disabled-in-source"> | "deleted-in-source";
  /** Which setting keeps the person out, and why. */
  readonly because?: string;
  /** Absent: it is disabled already. */
  readonly next?: NextStep;
}

/** Somebody in scope who has no account. */
export interface PersonWithoutAccount extends Common {
  readonly kind: "without-account";
  readonly next: NextStep;
}

/** People who are to have one and the same name. */
export interface CollidingPeople extends Common {
  readonly kind: "colliding-people";
  readonly by: "username" | "email";
  readonly name: string;
}

/** Several accounts of one person, or that could be. */
export interface SeveralAccounts extends Common {
  readonly kind: "several-accounts";
  readonly by: MeetingBy;
}

/** One account that could be that of several people. */
export interface SeveralPeople extends Common {
  readonly kind: "several-people";
  readonly by: "username" | "email";
}

/** Accounts whose usernames differ in case only, or in how an accent is written. */
export interface AlikeAccounts extends Common {
  readonly kind: "alike-accounts";
}

/** A group that no group of the source fills. */
export interface UnmanagedGroup extends Common {
  readonly kind: "unmanaged-group";
  readonly group: string;
  /** `protect.groups` names it. */
  readonly isProtected?: true;
  /** A group of Entra fills it as soon as somebody takes it over. */
  readonly waits?: true;
}

/** An account that is disabled, or whose person is, and that still is in groups. */
export interface LicensedAccount extends Common {
  readonly kind: "disabled-but-licensed";
  readonly groups: readonly string[];
  /** Its own permission, in a directory where that lets it in. */
  readonly permission?: string;
  readonly isPersonDisabled: boolean;
  /** Absent: it is disabled already. */
  readonly next?: NextStep;
}

/** Something in which a directory and the source do not account for each other. */
export type Orphan =
  | UnlinkedAccount
  | LeftBehindAccount
  | PersonWithoutAccount
  | CollidingPeople
  | SeveralAccounts
  | SeveralPeople
  | AlikeAccounts
  | UnmanagedGroup
  | LicensedAccount;

export type OrphanKind = Orphan["kind"];

/** What was found in one directory, and what was not looked at. */
export interface DirectoryOrphans {
  readonly name: string;
  readonly type: string;
  readonly read: { readonly users: number; readonly groups: number };
  /** Why nothing is listed: the directory could not be read, or the source was not believed. */
  readonly error?: Failure;
  /** Why accounts may be missing from the list. */
  readonly incomplete?: string;
  /** The directory lists only some accounts, and these were read. */
  readonly partial?: true;
  /** Reasons to doubt the source: what it gave is far less than before. */
  readonly cautions: readonly string[];
  /** Whether the names of all groups were read, or only of those that are kept in step. */
  readonly groupsListed: boolean;
  readonly findings: readonly Orphan[];
}
