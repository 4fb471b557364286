import { listBroken } from "../list-broken.ts";
import { passesAsIs } from "../passes-as-is.ts";
import type { JiraClient } from "./client.ts";
import { listRepeats } from "./explain.ts";
import type { Version } from "./version.ts";
import type { WireUser } from "./wire.ts";

export interface UserListing {
  readonly users: readonly WireUser[];
  /** `"all"`: Jira says so itself. `"search"`: as far as its search finds people. `"capped"`: there are more. */
  readonly covers: "all" | "search" | "capped";
}

export interface ListOptions {
  readonly client: Pick<JiraClient, "listUsers" | "searchUsers">;
  readonly signal: AbortSignal;
  /** Called with each page. */
  readonly onPage?: (users: readonly WireUser[]) => void;
}

/** Lists users in the best way that a version has. */
export async function listUsers(version: Version, options: ListOptions): Promise<UserListing> {
  const users = version.mayListUsers ? await readStream(options) : undefined;
  return users === undefined ? searchUsers(version, options) : { users, covers: "all" };
}

/**
 * Reads the stream of all users to its end, which Jira marks.
 *
 * @param maxPages Gives up when it takes more.
 * @returns `undefined` when this server has no stream, or it is longer than that.
 * @throws UsersyncError `INCOMPLETE_READ` when it breaks off or does not get on.
 */
export async function readStream(
  { client, signal, onPage }: ListOptions,
  maxPages = Number.POSITIVE_INFINITY,
): Promise<readonly WireUser[] | undefined> {
  const users = new Map<string, WireUser>();
  let cursor: string | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await client.listUsers(cursor, signal).catch(orBroken(users.size));
    if (page === undefined && pages === 0) return undefined;
    if (page === undefined) throw listBroken("users", undefined);
    const expected = users.size + page.users.length;
    for (const user of page.users) users.set(user.key, user);
    onPage?.(page.users);
    if (page.cursor === undefined) return [...users.values()];
    requireProgress(page.cursor !== cursor && users.size === expected, users.size);
    cursor = page.cursor;
  }
  return undefined;
}

/** Nobody comes twice in a stream, and no cursor. */
function requireProgress(isProgress: boolean, came: number): void {
  if (!isProgress) throw listRepeats(came);
}

/** What most accounts have somewhere in their names: in the e-mail, if nowhere else. */
const NEEDLE = ".";

/** Searches for everybody, as far as the search of that version goes. */
export async function searchUsers(
  { search: { cap, paged } }: Version,
  { client, signal, onPage }: ListOptions,
): Promise<UserListing> {
  const users = new Map<string, WireUser>();
  let start = 0;
  for (;;) {
    const wanted = { needle: NEEDLE, start, length: cap };
    const page = await client.searchUsers(wanted, signal).catch(orBroken(start));
    const known = users.size;
    for (const user of page) users.set(user.key, user);
    onPage?.(page);
    start += page.length;
    const listing = (covers: UserListing["covers"]) => ({ users: [...users.values()], covers });
    if (start >= cap) return listing("capped");
    if (page.length === 0 || !paged) return listing("search");
    // The same users again: this server does not heed where a page is to start.
    if (users.size === known) return listing("capped");
  }
}

/** The first page may fail for reasons of its own; from then on a list breaks off. */
function orBroken(came: number) {
  return (cause: unknown): never => {
    throw came === 0 || passesAsIs(cause) ? cause : listBroken("users", cause);
  };
}
