/**
 * One regex replacement of the config, compiled and checked when the config was loaded.
 * Replaces every match, in time linear to the length of the text.
 */
export interface Rewrite {
  /** The regex as written, for messages. */
  readonly regex: string;
  readonly apply: (text: string) => string;
}
