import { passesAsIs } from "../passes-as-is.ts";
import type { CrowdClient } from "./client.ts";
import { listBroken, pageRepeats } from "./explain.ts";
import { crowdKey } from "./to-model.ts";

/**
 * Reads the names of all groups. As with users, only an empty page is the end.
 *
 * @throws UsersyncError `INCOMPLETE_READ` when the list breaks off or does not come to an end.
 */
export async function readGroupNames(
  client: Pick<CrowdClient, "listGroups">,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names = new Map<string, string>();
  let received = 0;
  for (;;) {
    const page = await client.listGroups(received, signal).catch((cause: unknown) => {
      throw received === 0 || passesAsIs(cause) ? cause : listBroken(received, cause, "groups");
    });
    if (page.length === 0) return [...names.values()];
    const before = names.size;
    for (const { name } of page) names.set(crowdKey(name), name);
    if (names.size === before) throw pageRepeats(received);
    received += page.length;
  }
}
