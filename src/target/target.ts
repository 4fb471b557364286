import type { Capabilities } from "../model/capabilities.ts";
import type { DirectorySnapshot } from "../model/directory-snapshot.ts";
import type { Finding } from "../model/finding.ts";
import type { TargetId } from "../model/ids.ts";
import type { OnRead } from "../model/log.ts";
import type { GroupRef, Operation } from "../model/operation.ts";
import type { Failure } from "../model/plan.ts";

/** A directory. One instance serves one run. */
export interface Target {
  readonly capabilities: Capabilities;
  /** Requests that the directory is to see at the same time. */
  readonly concurrency: number;
  /**
   * Reads every account, and those of the named groups that exist, with their members.
   *
   * @throws UsersyncError `INCOMPLETE_READ` when the answer is not proven complete, `SIGN_IN_FAILED`,
   *   `PERMISSION_MISSING`, `NETWORK`, `UNEXPECTED_ANSWER`, `CANCELED`.
   */
  read(options: DirectoryReadOptions): Promise<DirectorySnapshot>;
  /**
   * Reads again just these accounts and groups, in as few requests as it takes. What does not exist is
   * left out, and nothing else.
   *
   * @throws As `read` does.
   */
  look(objects: Touched, signal: AbortSignal): Promise<DirectorySnapshot>;
  /**
   * Carries out a batch: one operation, or up to `capabilities.membersPerRequest` operations that add
   * members to one group, or remove them from it. A second time changes nothing: what is already
   * so counts as done.
   *
   * Every user and group in it has a `targetId`, except the one that an import or create-group makes.
   *
   * @returns One result for each operation, in order.
   * @throws UsersyncError only for what concerns the whole run: `SIGN_IN_FAILED` and `CANCELED`.
   */
  apply(batch: readonly Operation[], signal: AbortSignal): Promise<readonly ApplyResult[]>;
  /**
   * Signs in and looks what is missing. Changes nothing; never throws for what it can describe. Has an
   * answer within seconds where a run would repeat its requests for minutes.
   */
  check(signal: AbortSignal): Promise<readonly Finding[]>;
}

export interface DirectoryReadOptions {
  /**
   * Names of the groups whose members are needed, in any case. A promise while the source is still being
   * read: the accounts need not wait for it. When it is rejected, so is the read.
   */
  readonly groups: readonly string[] | Promise<readonly string[]>;
  /** Also gives the names of all groups, in directories that list them. */
  readonly listGroups?: true;
  readonly signal: AbortSignal;
  readonly onRead?: OnRead;
}

/** What a plan touches, or would make. */
export interface Touched {
  readonly accounts: readonly TargetId[];
  /** Accounts that have one of these names, in any case. */
  readonly usernames: readonly string[];
  /** With their members. */
  readonly groups: readonly GroupRef[];
  /** Accounts of which to find out what they answer for, in directories where they can. */
  readonly leaders?: readonly TargetId[];
}

/**
 * `targetId`: the id of what an import or create-group made, for the rest of this run. `lastingId`: the one
 * that a later reading gives it, where that is another.
 */
export type ApplyResult =
  | { readonly status: "done"; readonly targetId?: string; readonly lastingId?: string }
  | { readonly status: "failed"; readonly error: Failure };
