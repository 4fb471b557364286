import type { RecordedLink } from "../../src/model/recorded.ts";
import type { State } from "../../src/state/state.ts";

/** Whose account is whose in each directory, and what was taken from it, a line each and without ids. */
export async function memoryOf(state: State, directories: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const directory of directories) {
    for await (const portion of state.links(directory)) {
      for (const link of portion) lines.push(`${directory}: ${lineOf(link)}`);
    }
  }
  return lines.toSorted();
}

function lineOf({ sourceId, username, email, withdrawn, lastSeen, fresh }: RecordedLink): string {
  const taken = withdrawn && { ...withdrawn, groups: withdrawn.groups.toSorted() };
  return JSON.stringify({
    sourceId,
    username,
    email,
    withdrawn: taken,
    isGone: lastSeen !== undefined,
    fresh,
  });
}
