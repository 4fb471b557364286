import type { Field, Note, NoteKind } from "./desired.ts";
import type { Account } from "./directory-snapshot.ts";
import type { SourceId } from "./ids.ts";
import type { Failure, PlannedOperation, Tripped } from "./plan.ts";
import type { ScopeSelection } from "./scope-report.ts";
import type { GroupTrace } from "./source-snapshot.ts";

/** What `usersync explain` found for a name: everybody whom it could mean. */
export interface PersonStories {
  /** As it was asked for. */
  readonly asked: string;
  readonly selection: ScopeSelection;
  readonly stories: readonly PersonStory[];
  /** How many more it could mean. */
  readonly others: number;
}

/** Everything that a dry run found about one person, or about accounts that are nobody's. */
export interface PersonStory {
  /** Absent: accounts that are nobody's. */
  readonly id?: SourceId;
  /** Absent: nobody in the source has this id, or none is known. */
  readonly person?: SourceStory;
  readonly directories: readonly DirectoryStory[];
}

/** What the source says about somebody, and the scope. */
export interface SourceStory {
  readonly id: SourceId;
  /** User principal name; the id of somebody who has none. */
  readonly name: string;
  readonly displayName?: string;
  /** `null`: Entra did not say. */
  readonly enabled: boolean | null;
  readonly guest: boolean;
  /** `false`: they exist, but are not among those whom the config selects. */
  readonly isSelected: boolean;
  readonly isIn: boolean;
  /** Every setting of the scope, in the order in which they are asked; none for whom the config does not select. */
  readonly scope: readonly ScopeStep[];
  readonly groups: readonly GroupTrace[];
}

/** How one setting of the scope came out for somebody. */
export interface ScopeStep {
  /** `source.users.where[1]`. */
  readonly setting: string;
  readonly outcome: "in" | "out" | "passes";
  /** The first that does not pass: what comes after it is not asked any more. */
  readonly decides: boolean;
  /** Why it does not pass, to be read after a name. */
  readonly reason?: string;
  /** Of `where`: how the rule came out. */
  readonly rule?: RuleStory;
}

/** A rule, and what it saw. */
export interface RuleStory {
  /** As an admin reads it; of a rule about a property what is wanted of it: `one of "R&D", "IT"`. */
  readonly text: string;
  readonly holds: boolean;
  readonly property?: string;
  /** The group of a rule about membership, as the config names it. */
  readonly group?: string;
  /** What the property holds. */
  readonly values?: readonly string[];
  /** Of a rule that is made of others. */
  readonly parts?: readonly RuleStory[];
}

/** How the attributes of an account are made. */
export interface MappingStory {
  readonly username: UsernameStory;
  /** Absent where there is no username, or one that the directory refuses: nothing more is made then. */
  readonly attributes: readonly AttributeStory[];
  /** Why the directory cannot have this account. */
  readonly problem?: { readonly kind: NoteKind; readonly reason: string };
}

export interface UsernameStory {
  /** A path with dots. */
  readonly from: string;
  /** What stands there. */
  readonly value?: string;
  readonly steps: readonly UsernameStep[];
  /** Absent when nothing is left. */
  readonly result?: string;
}

export interface UsernameStep {
  /** `mapping.username.replace[0]`. */
  readonly setting: string;
  /** Of a replacement: what is replaced, and with what, as written. */
  readonly replacement?: { readonly regex: string; readonly with: string };
  /** The name after it. */
  readonly result: string;
}

export interface AttributeStory {
  readonly field: Exclude<Field, "username">;
  /** Absent: none of the properties has a value. */
  readonly value?: string;
  /** The property that it came from; absent for a value without one: the username stands in. */
  readonly from?: string;
}

/** What is known of somebody in one directory. */
export interface DirectoryStory {
  readonly name: string;
  readonly type: string;
  /** Why there is no plan. */
  readonly error?: Failure;
  /** Reads that were not proven complete, a sentence each. */
  readonly incomplete: readonly string[];
  /** The directory lists only some of its accounts. */
  readonly partial: boolean;
  /** Absent when nobody is known to whom it would apply. */
  readonly mapping?: MappingStory;
  /** Absent when the directory could not be read. */
  readonly match?: MatchStory;
  readonly account?: AccountStory;
  /** Other accounts that have one of the names. */
  readonly namesakes: readonly Namesake[];
  /** Groups of the directory that they are to be in. */
  readonly memberships: readonly WantedMembership[];
  readonly operations: readonly PlannedOperation[];
  /** The guards that withhold some of these. */
  readonly tripped: readonly Tripped[];
  readonly notes: readonly StoryNote[];
  readonly conclusion: Conclusion;
}

/** Whether an account is somebody's, and by what. */
export type MatchStory =
  | { readonly outcome: "matched"; readonly by: "link" | "state" | "username" | "email" }
  /** No account has the username or the e-mail. */
  | { readonly outcome: "none" }
  /** The account would be found by a link only, and there is none; or it is not to be touched. */
  | { readonly outcome: "not-looked-for" }
  /** Something fits and is not certain. */
  | { readonly outcome: "unclear"; readonly reason: string }
  /** There is nobody to match: the account is nobody's. */
  | { readonly outcome: "nobody" };

/** An account as it stands in the directory. */
export interface AccountStory extends Omit<Account, "link" | "fresh" | "recalled"> {
  readonly owner?: PersonName;
  /** `protect.users` names it. */
  readonly isProtected: boolean;
  /** Names of the groups that it is in, of those that were read. */
  readonly groups: readonly string[];
}

export interface PersonName {
  readonly id: SourceId;
  /** Absent: nobody of whom the source gave a name. */
  readonly name?: string;
}

export interface Namesake {
  readonly account: Pick<AccountStory, "id" | "username" | "active" | "owner" | "isProtected">;
  /** `"twin"`: it is theirs too. `"asked"`: it has the name that was asked for. */
  readonly by: "twin" | "username" | "email" | "asked";
}

export interface WantedMembership {
  readonly group: string;
  readonly reason: "member-in-source" | "default-group";
  readonly isMember: boolean;
  /** Why the group is left as it is. */
  readonly leftAlone?: string;
}

export interface StoryNote extends Note {
  /** The others whom it is about. */
  readonly others: readonly PersonName[];
}

/**
 * What the next run does about somebody in a directory.
 *
 * - `work`: something. `withheld`: nothing, since guards hold all of it back.
 * - `in-step`: nothing, active on both sides. `both-inactive`: nothing, active on neither.
 * - `no-account`: nothing, there is no account and there must not be an active one.
 * - `left-alone`: nothing, for the reasons in the notes. `nobodys`: nothing, the account is nobody's.
 * - `unread`: nobody knows. `refused`: nothing is written to this directory.
 */
export type Conclusion =
  | "work"
  | "withheld"
  | "in-step"
  | "both-inactive"
  | "no-account"
  | "left-alone"
  | "nobodys"
  | "unread"
  | "refused";
