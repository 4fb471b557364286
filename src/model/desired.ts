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

/** What a group should hold. */
export interface DesiredGroup {
  readonly name: string;
  /** Entra's object id of the group; absent for a default group that only the config names. */
  readonly sourceId?: string;
  readonly members: ReadonlySet<SourceId>;
  /** Why members are only added and nobody is removed. Absent when the group is mirrored exactly. */
  readonly additive?: "default-group";
  /** Why the member list is not proven complete: nobody is removed on the strength of it. */
  readonly incomplete?: string;
}

/** Why a person of the source must have no active account. */
export type Departure = "disabled-in-source" | "left-scope";

/** What one directory should contain, and what was left out of it and why. */
export interface Desired {
  readonly users: readonly DesiredUser[];
  /**
   * People who are known and must not be active here. Anybody in neither `users` nor `departed`
   * is gone from the source: see `missing`.
   */
  readonly departed: ReadonlyMap<SourceId, Departure>;
  /** People that are not to be touched at all in this run: a collision, a missing name. */
  readonly untouchable: ReadonlySet<SourceId>;
  /** What it means when a linked account's person is not in the source. */
  readonly missing: "deleted-in-source" | "left-scope";
  readonly groups: readonly DesiredGroup[];
  /** Names of the groups that everybody imported in this run joins. */
  readonly newcomerGroups: readonly string[];
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
