import type { ConfluenceClient } from "./client.ts";
import { readPages } from "./read-pages.ts";
import type { WireUser } from "./wire.ts";

/**
 * Reads the members of a group.
 *
 * What Confluence answers for a group that is not there is not described. Some versions may well send an empty
 * list, so a group without members is asked for by itself.
 *
 * @returns `undefined` when there is no such group.
 * @throws UsersyncError `INCOMPLETE_READ` when the list is not proven complete.
 */
export async function readMembers(
  client: Pick<ConfluenceClient, "listMembers" | "findGroup">,
  group: string,
  signal: AbortSignal,
): Promise<readonly WireUser[] | undefined> {
  const members = await readPages({
    what: `members of ${group}`,
    readPage: (start) => client.listMembers(group, start, signal),
    idOf: ({ userKey }) => userKey,
  });
  if (members === undefined || members.length > 0) return members;
  return (await client.findGroup(group, signal)) === undefined ? undefined : members;
}
