import type { SourceId, Username } from "./ids.ts";

/** The attributes of an account that usersync writes. */
export const FIELDS = ["username", "email", "displayName", "givenName", "familyName"] as const;
export type Field = (typeof FIELDS)[number];

/** What an account should be. Made from a person by the mapping; no directory was asked yet. */
export interface DesiredUser {
  readonly sourceId: SourceId;
  readonly username: Username;
  readonly email?: string;
  readonly displayName: string;
  readonly givenName?: string;
  readonly familyName?: string;
  /** `null`: the source did not say. */
  readonly active: boolean | null;
}

/** A group of the source, by its id and by the name that it had when it was read. */
export interface GroupSource {
  readonly id: string;
  readonly name: string;
}

/** What a group should hold. */
export interface DesiredGroup {
  readonly name: string;
  /** The groups of Entra that it is made of; none for a default group that only the config names. */
  readonly sources: readonly GroupSource[];
  /** The table of the mapping gives it its name, whatever the group of Entra is called. */
  readonly tabled?: true;
  /** Members by the source. People who are not in scope are not among them. */
  readonly members: ReadonlySet<SourceId>;
  /**
   * Names of the groups that are to be directly in it, in directories that nest groups; whoever belongs to it
   * by them alone is not in `members`. Never a cycle. Absent: groups are not nested.
   */
  readonly children?: readonly string[];
  /** A default group for all: everybody active joins, besides `members`. */
  readonly everybody: boolean;
  /** A default group for new users: whoever was just imported joins, besides `members`. */
  readonly newcomers: boolean;
  /** Nobody is removed: the source does not know all who belong here. */
  readonly additive: boolean;
  /** The setting that makes it additive, where that is a rule for this group: `mapping.groups[0]`. */
  readonly keeps?: string;
  /** Why the member list is not proven complete: nobody is removed on the strength of it. */
  readonly incomplete?: string;
}

/** Why a person of the source must have no active account. */
export type Departure = "disabled-in-source" | "left-scope";

/** What one directory should contain, and what was left out of it and why. */
export interface Desired {
  /** People in scope whose names are their own, disabled ones included. */
  readonly users: readonly DesiredUser[];
  /**
   * People who must not be active here and who are known by their id alone: out of scope, or
   * disabled without a name of their own. Only a linked account of theirs is disabled.
   */
  readonly leavers: ReadonlyMap<SourceId, Departure>;
  /** Which setting keeps somebody out of scope, and why: `guest (source.users.guests)`. */
  readonly causes?: ReadonlyMap<SourceId, string>;
  /** People whose accounts stay exactly as they are: a collision, a missing or impossible name. */
  readonly untouchable: ReadonlySet<SourceId>;
  /** Those of them who share a name with somebody else. */
  readonly colliding?: readonly DesiredUser[];
  /** What it means when a linked account's person is none of the above. */
  readonly missing: "deleted-in-source" | "left-scope";
  /** How many people the source gave, in scope or not. */
  readonly population: number;
  readonly groups: readonly DesiredGroup[];
  /** Names, folded, that several groups of the source claim: none of them is written. Absent: there is none. */
  readonly contested?: ReadonlySet<string>;
  readonly notes: readonly Note[];
}

/** Something that was left alone, and why. */
export interface Note {
  readonly kind: NoteKind;
  readonly subject: string;
  readonly reason: string;
  readonly sourceIds?: readonly string[];
}

export type NoteKind =
  | "collision"
  | "excluded"
  | "unmanaged"
  | "protected"
  | "unsupported"
  | "invalid-username"
  | "missing-attribute"
  | "ambiguous-match"
  | "switched-off";
