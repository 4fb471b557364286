import type { State } from "../../src/state/state.ts";

/** Whose account is whose in each directory, and what was taken from it, a line each and without ids. */
export async function memoryOf(state: State, directories: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const directory of directories) {
    for await (const portion of state.links(directory)) {
      for (const { sourceId, username, email, withdrawn, lastSeen, fresh } of portion) {
        const isGone = lastSeen !== undefined;
        lines.push(
          `${directory}: ${JSON.stringify({ sourceId, username, email, withdrawn, isGone, fresh })}`,
        );
      }
    }
  }
  return lines.toSorted();
}
