import type { ConfluenceClient } from "./client.ts";
import { readPages } from "./read-pages.ts";
import type { WireUser } from "./wire.ts";

export interface ListOptions {
  readonly client: Pick<ConfluenceClient, "listUsers">;
  readonly signal: AbortSignal;
  /** Called with each page. */
  readonly onPage?: (users: readonly WireUser[]) => void;
  /** Gives up when it takes more. */
  readonly maxPages?: number;
}

/** Lists all users. `undefined`: this version has no such list, or it is longer than that. */
export function listUsers(options: ListOptions): Promise<readonly WireUser[] | undefined> {
  const { client, signal, ...rest } = options;
  return readPages({
    ...rest,
    what: "users",
    readPage: (start) => client.listUsers(start, signal),
    idOf: ({ userKey }) => userKey,
  });
}
