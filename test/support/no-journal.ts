import type { Journal } from "../../src/state/state.ts";

/** For tests that are not about what is written down. */
export const NO_JOURNAL: Journal = {
  intend: async () => undefined,
  record: () => undefined,
  flush: async () => undefined,
};
