/**
 * One regex replacement of the config, compiled and checked when the config was loaded.
 * Replaces every match, in time linear to the length of the text.
 */
export interface Rewrite {
  /** The regex as written, for messages and digests. */
  readonly regex: string;
  /** What takes the place of a match, as written: two rewrites are told apart by both texts. */
  readonly with: string;
  readonly apply: (text: string) => string;
}
