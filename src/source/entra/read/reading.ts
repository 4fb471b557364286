import type { EntraConfig } from "../../../config/config.ts";
import type { SourceId } from "../../../model/ids.ts";
import type { OnRead } from "../../../model/log.ts";
import type { GroupTrace } from "../../../model/source-snapshot.ts";
import type { Graph } from "../graph/open-graph.ts";

/** What every part of one read needs. */
export interface Reading {
  readonly config: EntraConfig;
  readonly graph: Graph;
  /** Names of the user properties to ask for, without those that are always asked for. */
  readonly properties: readonly string[];
  /** Permissions in the token, as far as it can be read. */
  readonly roles: () => Promise<ReadonlySet<string>>;
  /** Whether some directory nests groups: then it is told which groups are in which. */
  readonly nests?: boolean;
  readonly signal: AbortSignal;
  readonly onRead: OnRead;
  /** Takes what was met and left out. */
  readonly note: (subject: string, reason: string) => void;
  /** Whose ways through the groups are to be found, and who takes them. */
  readonly tracing?: Tracing;
}

export interface Tracing {
  readonly person: SourceId;
  readonly found: (trace: GroupTrace) => void;
}
