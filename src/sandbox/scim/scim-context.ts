import type { ScimDirectory } from "./scim-directory.ts";
import type { ScimQuirks } from "./scim-quirks.ts";

/** What the routes of the SCIM server work on. */
export interface ScimContext {
  readonly directory: ScimDirectory;
  readonly quirks: ScimQuirks;
  /** Path of the directory, without a slash at the end. */
  readonly path: string;
}
