import type { SourceId, TargetId, Username } from "./ids.ts";

/** An account as a directory holds it. */
export interface Account {
  readonly id: TargetId;
  /** The person it belongs to, as the directory itself records it or the state does. Absent: not ours. */
  readonly link?: SourceId;
  /** The link is one that only the state remembers: the directory itself has none. */
  readonly recalled?: true;
  readonly username: Username;
  readonly email?: string;
  readonly displayName?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  /** `null`: the directory did not say, even when asked again. That is never taken for disabled. */
  readonly active: boolean | null;
}

export interface DirectoryGroup {
  /** The directory's own id of the group. */
  readonly id: string;
  readonly name: string;
  readonly members: readonly TargetId[];
}

/** Everything that was read from one directory. Only ever made of reads that were proven complete. */
export interface DirectorySnapshot {
  /** Every account, disabled ones included. */
  readonly accounts: readonly Account[];
  /** At least the groups that were asked for, as far as they exist. */
  readonly groups: readonly DirectoryGroup[];
  /** The account that usersync itself signs in with, where there is one. */
  readonly self?: TargetId;
}
