import type { Account } from "../../model/directory-snapshot.ts";
import type { OnRead } from "../../model/log.ts";
import { passesAsIs } from "../passes-as-is.ts";
import type { CrowdClient } from "./client.ts";
import { listBroken, pageRepeats } from "./explain.ts";
import { crowdKey, toAccount } from "./to-model.ts";

/**
 * Reads every account, by name as Crowd compares it.
 *
 * Crowd tells no total and may send shorter pages than it was asked for, so a short page proves nothing:
 * only an empty page is the end. That costs one request, whatever the size of the directory.
 *
 * @throws UsersyncError `INCOMPLETE_READ` when the list breaks off or does not come to an end.
 */
export async function readAccounts(
  client: Pick<CrowdClient, "listUsers">,
  signal: AbortSignal,
  onRead?: OnRead,
): Promise<ReadonlyMap<string, Account>> {
  const accounts = new Map<string, Account>();
  let received = 0;
  for (;;) {
    const page = await client.listUsers(received, signal).catch((cause: unknown) => {
      throw received === 0 || passesAsIs(cause) ? cause : listBroken(received, cause);
    });
    if (page.length === 0) return accounts;
    const before = accounts.size;
    // A name that comes twice has moved to a later page, or is in a second directory: the first one counts.
    for (const user of page) {
      const key = crowdKey(user.name);
      if (!accounts.has(key)) accounts.set(key, toAccount(user));
    }
    if (accounts.size === before) throw pageRepeats(received);
    received += page.length;
    onRead?.({ what: "users", count: accounts.size });
  }
}
