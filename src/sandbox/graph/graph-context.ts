import type { GraphDirectory } from "./graph-directory.ts";
import type { Oddities } from "./oddities.ts";

/** What the routes of the Graph server work on. */
export interface GraphContext {
  readonly directory: GraphDirectory;
  readonly oddities: Oddities;
}
