import { LISTING_GROUPS } from "./explain.ts";
import type { WireUser } from "./wire.ts";

/** What speaks against a listing being all there is. Sentences. */
export interface Doubt {
  readonly why: string;
  readonly fix: string;
}

/**
 * Whether a listing is all there is, as far as anybody can tell.
 *
 * @param users `undefined`: this version has no list.
 * @param known Users that exist, as other answers have shown.
 * @returns `undefined` when nothing speaks against it.
 */
export function doubtAbout(
  users: readonly WireUser[] | undefined,
  known: readonly WireUser[],
): Doubt | undefined {
  if (users === undefined) {
    const why = "This version of Confluence does not list its accounts, that came with 8.4.";
    return { why, fix: LISTING_GROUPS };
  }
  const listed = new Set(users.map(({ userKey }) => userKey));
  const missing = known.find(({ userKey }) => !listed.has(userKey));
  if (missing === undefined) return undefined;
  const why = `Confluence left out accounts when it was asked for all: ${missing.username} exists, and was not among them.`;
  return { why, fix: LISTING_GROUPS };
}

/** Groups of `listing.groups` that are not there, so that their members may be missing. */
export function doubtForLackOf(groups: readonly string[]): Doubt | undefined {
  if (groups.length === 0) return undefined;
  const what = groups.length === 1 ? "group" : "groups";
  const why = `Confluence has no ${what} ${groups.join(", ")}, so accounts may be missing.`;
  return { why, fix: "Correct `listing.groups` of this target." };
}
