import type { AuditHeads, ChainHead, RunLog, State } from "./state.ts";

/** For reading a state that nobody has made yet: all that it knows of is nothing so far. */
export function emptyState(): State {
  return { ...noState(), remembered: async () => ({ separations: [], open: [], groups: [] }) };
}

/** For `state.url: none`: remembers nothing, holds nothing. */
export function noState(): State {
  return {
    lock: async () => ({ lost: new AbortController().signal, release: async () => {} }),
    async *links() {},
    remembered: async () => ({ separations: [], open: [] }),
    begin: async () => UNRECORDED,
    runs: async () => [],
    run: async () => undefined,
    entries: async () => [],
    isKnown: async () => false,
    audit: createOwnHeads(),
    close: async () => {},
  };
}

const UNRECORDED: RunLog = {
  journal: () => ({ intend: async () => {}, record() {}, flush: async () => {} }),
  end: async () => {},
};

/** One writer at a time within this process. The end of a chain is whatever the file shows. */
function createOwnHeads(): AuditHeads {
  const turns = new Map<string, Promise<ChainHead | undefined>>();
  return {
    async extend(file, write) {
      const turn = (turns.get(file) ?? Promise.resolve()).then(() => write(undefined));
      turns.set(
        file,
        turn.catch(() => undefined),
      );
      await turn;
    },
    head: async () => undefined,
  };
}
