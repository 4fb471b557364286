import type { Person, SourceSnapshot } from "../../model/source-snapshot.ts";
import type { Source } from "../../source/source.ts";

/** What a source gave while somebody watched. */
export interface Watched {
  readonly source: Source;
  readonly snapshot: SourceSnapshot;
  /** Whom the name means, as a user principal name or an object id; whether selected or not. */
  readonly found?: Person;
}

export interface Watch {
  /** To be put between a run and its source. */
  readonly between: (source: Source) => Source;
  /** What came of it, once the run is over. */
  readonly seen: () => Watched;
}

/** Looks for somebody before the source is read, has them traced, and keeps what was read. */
export function watchFor(name: string): Watch {
  let watched: Watched | undefined;
  return {
    between: (source) => ({
      ...source,
      async read(options) {
        const found = await source.find(name, options.signal);
        const snapshot = await source.read({ ...options, ...(found !== undefined && { trace: found.id }) });
        watched = { source, snapshot, ...(found !== undefined && { found }) };
        return snapshot;
      },
    }),
    seen() {
      if (watched === undefined) throw new Error("The source was not read.");
      return watched;
    },
  };
}
