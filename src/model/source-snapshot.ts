import type { SourceId } from "./ids.ts";

/** Somebody in Entra, as far as the config asks for them. */
export interface Person {
  readonly id: SourceId;
  /** `null`: Entra did not say. Nothing is imported, enabled or disabled on the strength of that. */
  readonly enabled: boolean | null;
  readonly guest: boolean;
  /** The properties that the config uses, under Entra's names; nested ones stay objects. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A group of the source with its members flattened to people. */
export interface SourceGroup {
  /** Entra's object id of the group. */
  readonly id: string;
  readonly name: string;
  /** Each person once, whether in scope or not. */
  readonly members: readonly SourceId[];
  /** The same members as a directory has them that nests groups. Absent where none does. */
  readonly nest?: Nest;
  /** Why the member list is not proven complete. Absent when it is. */
  readonly incomplete?: string;
}

/** Members of a group in which those of other groups of the snapshot do not count. */
export interface Nest {
  /** Who is in it by a way that leads through no other group of the snapshot. */
  readonly people: readonly SourceId[];
  /** Object ids of the groups of the snapshot that are first on the other ways. Maybe the group itself. */
  readonly groups: readonly string[];
}

/** By which setting a group is read: its members are in scope, it is synced, or a rule names it. */
export type GroupRole = "users" | "groups" | "where";

/** A group that holds one person, and by which ways. */
export interface GroupTrace {
  readonly role: GroupRole;
  /** Entra's object id of the group. */
  readonly id: string;
  readonly name: string;
  /** Names of groups, from this one down to the one whose member list has the person. The shortest first. */
  readonly paths: readonly (readonly string[])[];
  /** There are more ways than these. */
  readonly hasMore: boolean;
}

export type Memberships = ReadonlyMap<string, ReadonlySet<SourceId>>;

/** Everything that was read from the source in one run. A snapshot is only made of proven reads. */
export interface SourceSnapshot {
  readonly people: readonly Person[];
  /**
   * `"everyone"`: an id that is not in `people` does not exist in the source any more.
   * `"selection"`: it may also have left what the config selects.
   */
  readonly covers: "everyone" | "selection";
  readonly groups: readonly SourceGroup[];
  /** Members, nested ones too, of the groups that rules of the scope name; by the name in the config. */
  readonly memberships?: Memberships;
  /** The groups that hold the person whom the read was to trace. Absent when it was to trace nobody. */
  readonly traces?: readonly GroupTrace[];
  /** What was met and left out while reading, for example a nested group that vanished. */
  readonly notes: readonly { readonly subject: string; readonly reason: string }[];
}
