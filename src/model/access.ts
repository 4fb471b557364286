/**
 * What lets an account in, where a directory knows no disabled accounts: taken away to disable it, given
 * back to enable it.
 */
export interface Access {
  /** Names of groups that come with a licence. */
  readonly groups: readonly string[];
  /** A permission that the account has by itself, as the directory spells it. */
  readonly permission?: string;
}
