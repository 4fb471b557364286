import type { ConfluenceClient } from "./client.ts";
import { readPages } from "./read-pages.ts";

/**
 * Reads the names of all groups.
 *
 * @throws UsersyncError `INCOMPLETE_READ` when the list is not proven complete.
 */
export function readGroupNames(
  client: Pick<ConfluenceClient, "listGroups">,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  return readPages({
    what: "groups",
    readPage: (start) => client.listGroups(start, signal),
    idOf: (name) => name,
  });
}
