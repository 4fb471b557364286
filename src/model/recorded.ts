import type { Access } from "./access.ts";
import type { GroupSource } from "./desired.ts";
import type { SourceId, TargetId, Username } from "./ids.ts";
import type { Operation } from "./operation.ts";

/** How usersync came to know whose account it is. */
export type LinkOrigin = "import" | "username" | "email" | "directory" | "by-hand";

/** Whose account it is, as the state remembers it. */
export interface RecordedLink {
  readonly targetId: TargetId;
  readonly sourceId: SourceId;
  readonly username: Username;
  /** The last e-mail that usersync wrote there, or read. */
  readonly email?: string;
  readonly how: LinkOrigin;
  /** ISO 8601: when the account was last read, if it was gone at the reading after that. */
  readonly lastSeen?: string;
  /** What was taken away from the account to disable it. */
  readonly withdrawn?: Withdrawn;
  /** An import whose default groups are not known to be complete yet. */
  readonly fresh?: true;
}

/**
 * `partial`: written down by a step that broke off, so some of it may still be there, or be there again. An
 * account that is let in all the same was then not let in by somebody else.
 */
export interface Withdrawn extends Access {
  readonly partial?: true;
}

/**
 * A group of the directory that usersync keeps in step. One that was there before it came is not kept until
 * somebody has said so.
 */
export interface KeptGroup {
  /** As the directory calls it. */
  readonly name: string;
  /** The groups of Entra whose members it holds, by id. */
  readonly sources: readonly GroupSource[];
  readonly how: "created" | "adopted";
}

/** What one reading taught about groups that are kept. */
export interface GroupNews {
  /** Kept for other groups of Entra than before, or for groups that have another name there. */
  readonly changed: readonly KeptGroup[];
  /** Names of those that are gone from the directory, and that the source does not name any more. */
  readonly gone: readonly string[];
}

/** A person and an account that an admin took apart: never put together again by a name. */
export interface Separation {
  readonly sourceId: SourceId;
  readonly targetId: TargetId;
  /** That of the account, where it has one: by it the account is known under another name, too. */
  readonly key?: string;
}

/** How large things were when a directory was last brought in step. What a shrinking is measured against. */
export interface Baseline {
  /** ISO 8601. */
  readonly at: string;
  /** People that the source gave. */
  readonly population: number;
  /** People who were to have an active account here. */
  readonly scope: number;
  /** What decided that, by path: `source.users.from` → `"all"`. Without secrets. */
  readonly settings: Readonly<Record<string, string>>;
}

/** An operation that a run wrote down before doing it, and never marked: the run died meanwhile. */
export interface OpenEntry {
  readonly run: number;
  /** Its place in the journal of that run. */
  readonly seq: number;
  readonly operation: Operation;
}

/** What became of an open entry, as far as the directory shows it. */
export interface SettledEntry {
  readonly run: number;
  readonly seq: number;
  readonly found: "done" | "not-done" | "unknown";
}

/** What is remembered of one directory, except its links, which are read in portions. */
export interface Remembered {
  /** Of the last run that was not held back for shrinking. */
  readonly baseline?: Baseline;
  readonly separations: readonly Separation[];
  readonly open: readonly OpenEntry[];
  /** Imports that failed, of people who have no link. Absent when there are none. */
  readonly attempted?: readonly Attempt[];
  /** Groups that are kept in step. Absent without a state: then nothing tells which these are. */
  readonly groups?: readonly KeptGroup[];
  /** Groups that the last run could not make, as far as it heard: the directory may have done it all the same. */
  readonly perhapsMade?: readonly KeptGroup[];
}

/** An import that failed, and that the directory may have done all the same. */
export interface Attempt {
  readonly sourceId: SourceId;
  readonly username: Username;
}

/** What one reading of a directory taught about links. */
export interface LinkNews {
  /** Links to write down: new ones, those with a new name, those that were missing and are back. */
  readonly learned: readonly RecordedLink[];
  /** Accounts that are gone from the directory. Their links stay, with the time they were last seen. */
  readonly missing: readonly TargetId[];
}
