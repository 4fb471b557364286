import type { Finding } from "../model/finding.ts";
import type { SourceId } from "../model/ids.ts";
import type { OnRead } from "../model/log.ts";
import type { Person, SourceSnapshot } from "../model/source-snapshot.ts";

/** Where people come from. */
export interface Source {
  /**
   * Reads everybody in scope and the groups.
   *
   * @throws UsersyncError `INCOMPLETE_READ` when the list of users is not proven complete,
   *   `SIGN_IN_FAILED`, `PERMISSION_MISSING`, `RATE_LIMITED`, `NETWORK`, `TIME_LIMIT`, `CANCELED`, and
   *   `CONFIG_INVALID` for what only the source can judge, such as the name of a group that does not exist.
   *   A single group that could not be read to its end is no error: it is returned as `incomplete`.
   */
  read(options: ReadOptions): Promise<SourceSnapshot>;
  /**
   * Reads these people again, whether in scope or not. Whoever does not exist any more is left out.
   *
   * @throws As `read` does.
   */
  look(people: readonly SourceId[], signal: AbortSignal): Promise<readonly Person[]>;
  /**
   * Somebody by user principal name or object id, whether in scope or not.
   *
   * @throws As `read` does.
   */
  find(name: string, signal: AbortSignal): Promise<Person | undefined>;
  /**
   * Signs in and looks what is missing. Changes nothing; never throws for what it can describe. Has an
   * answer within seconds where a run would repeat its requests for minutes.
   */
  check(signal: AbortSignal): Promise<readonly Finding[]>;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  readonly onRead?: OnRead;
  /** Find out by which groups this person is met, and on which ways. */
  readonly trace?: SourceId;
}
