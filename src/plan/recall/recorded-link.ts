import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import type { RecordedLink } from "../../model/recorded.ts";
import { isSameMemory } from "./recall-access.ts";

/** What the state knows of an account besides what the directory shows. */
export type Known = { readonly [Key in "email" | "withdrawn" | "fresh"]?: RecordedLink[Key] | undefined };

/**
 * Whether there is anything to write down. An e-mail that the directory does not give back is no news:
 * the state may be all that knows it.
 */
export function hasNews(
  link: RecordedLink,
  { username, email }: Account,
  withdrawn: RecordedLink["withdrawn"],
): boolean {
  if (link.lastSeen !== undefined || link.username !== username) return true;
  return (email ?? link.email) !== link.email || !isSameMemory(link.withdrawn, withdrawn);
}

export function linkOf(
  { id, username, email }: Account,
  sourceId: SourceId,
  known: Known & Pick<RecordedLink, "how">,
): RecordedLink {
  const address = email ?? known.email;
  return {
    targetId: id,
    sourceId,
    username,
    ...(address !== undefined && { email: address }),
    how: known.how,
    ...(known.withdrawn !== undefined && { withdrawn: known.withdrawn }),
    ...(known.fresh !== undefined && { fresh: known.fresh }),
  };
}
