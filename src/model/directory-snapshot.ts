import type { Access } from "./access.ts";
import type { Field } from "./desired.ts";
import type { SourceId, TargetId, Username } from "./ids.ts";

/** An account as a directory holds it. */
export interface Account {
  readonly id: TargetId;
  /** What stays when the id does not, since that is the name; where the directory tells it. */
  readonly key?: string;
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
  /** What lets it in, where that is all that makes it active. */
  readonly access?: Access;
  /**
   * What usersync took away from it to disable it, as the state remembers. Of an account that is let in:
   * what a disabling or enabling that broke off may have kept from it.
   */
  readonly withdrawn?: Access;
  /** usersync made it, and nobody knows yet whether it was put into the default groups. */
  readonly fresh?: true;
  /** What the directory lets nobody write, since another one behind it is in charge, such as LDAP. */
  readonly fixed?: readonly ("details" | "groups")[];
}

export interface DirectoryGroup {
  /** The directory's own id of the group. */
  readonly id: string;
  readonly name: string;
  readonly members: readonly TargetId[];
  /** Names of the groups that are directly in it. Absent: nobody asked for them, or the directory nests none. */
  readonly children?: readonly string[];
  /** Whoever is in it is let in: it is a part of the `access` of its members. */
  readonly licensed?: true;
}

/** Something that the version or the setup of a server rules out. */
export interface Lack {
  readonly kind: "import" | "update" | "enable" | "disable";
  /** Only this attribute of an existing account; `kind` is `"update"` then. */
  readonly field?: Field;
  /** Why, and what to do instead: reads on after "cannot be imported: ". */
  readonly why: string;
}

/** Something that a person answers for by name, and that is handed over before the account is disabled. */
export interface Lead {
  readonly of: "project" | "component";
  /** The directory's own id of it. */
  readonly id: string;
  /** As people know it: `CORE (Core platform)`. */
  readonly name: string;
  readonly leader: TargetId;
}

/** Everything that was read from one directory. Only ever made of reads that were proven complete, or say that they are not. */
export interface DirectorySnapshot {
  /** Every account, disabled ones included; see `partial`. */
  readonly accounts: readonly Account[];
  /** At least the groups that were asked for, as far as they exist. */
  readonly groups: readonly DirectoryGroup[];
  /** Names of all groups, where they were asked for and the directory lists them. */
  readonly groupNames?: readonly string[];
  /** The account that usersync itself signs in with, where there is one. */
  readonly self?: TargetId;
  /** The directory lists only some accounts. Others are found one by one, by `look`. */
  readonly partial?: true;
  /** Why the listing is not proven complete, and which setting would help: sentences. Nobody is disabled then. */
  readonly incomplete?: string;
  /** What this server cannot do. */
  readonly lacks?: readonly Lack[];
  /** Who answers for what, as far as it was asked for. */
  readonly leads?: readonly Lead[];
}
