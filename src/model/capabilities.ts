import type { Access } from "./access.ts";
import type { Field } from "./desired.ts";

/** What a directory can do. The plan is cut to fit before anything is sent. */
export interface Capabilities {
  /**
   * Where it stands to whom an account belongs. `"directory"`: in the directory itself, and in the state.
   * `"state"`: the directory cannot hold it, so a link needs no request.
   */
  readonly link: "directory" | "state";
  /** Attributes that the directory gives back and takes. Others are neither compared nor written. */
  readonly fields: readonly Field[];
  /** Of `fields`: those that the directory takes and never gives back. What was written last is remembered. */
  readonly remembered?: readonly Field[];
  /** `"unique"`: two accounts with one e-mail are refused by the directory. */
  readonly email: "unique" | "shared";
  /** An account cannot be created without one. */
  readonly requiresEmail: boolean;
  /** Domains of the e-mails that may be written; case does not count, a sub-domain is another one. Absent: any. */
  readonly emailDomains?: readonly string[];
  readonly username: UsernameRule;
  /** Groups that the directory runs itself: a write would answer success and do nothing. `*` is a wildcard. */
  readonly reservedGroups: readonly string[];
  /** Whether groups can hold groups. `"never"`: members of nested groups of the source become members themselves. */
  readonly nesting: "mirror" | "never";
  /** Members that one request can add or remove. */
  readonly membersPerRequest: number;
  /**
   * In a directory that knows no disabled accounts: the access that a new account gets, and one that is
   * enabled without anybody remembering what it had. Absent: accounts have a flag.
   */
  readonly defaultAccess?: Access;
}

/** What the directory accepts as a username. */
export interface UsernameRule {
  /** In UTF-16 units. */
  readonly maxLength: number;
  /** Characters that may not occur, each a string of one. */
  readonly forbidden: readonly string[];
  /** No letter may be a capital. */
  readonly lowerCase?: true;
  /** No blanks of any kind, not even inside. */
  readonly noBlanks?: true;
  /** Names that mean something else to the directory; case does not count. */
  readonly reserved?: readonly string[];
}
