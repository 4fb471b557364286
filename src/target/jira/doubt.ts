import { LISTING_GROUPS } from "./explain.ts";
import type { UserListing } from "./list-users.ts";
import { isPerson } from "./to-model.ts";
import type { Version } from "./version.ts";
import type { WireUser } from "./wire.ts";

/** What speaks against a listing being all there is. Sentences. */
export interface Doubt {
  readonly why: string;
  readonly fix: string;
}

/**
 * Whether a listing is all there is, as far as anybody can tell.
 *
 * @param known Users that exist, as other answers have shown.
 * @returns `undefined` when nothing speaks against it.
 */
export function doubtAbout(
  { users, covers }: UserListing,
  known: readonly WireUser[],
  { text, search }: Version,
): Doubt | undefined {
  if (covers === "capped") {
    const why = `Jira ${text} gives no more than ${search.cap} accounts when it is asked for all, and there may be others.`;
    return { why, fix: LISTING_GROUPS };
  }
  const listed = new Set(users.map(({ key }) => key));
  const missing = known.find((user) => isPerson(user) && !listed.has(user.key));
  if (missing === undefined) return undefined;
  const why = `Jira ${text} left out accounts when it was asked for all: ${missing.name} exists, and was not among them.`;
  return { why, fix: LISTING_GROUPS };
}

/** Groups of `listing.groups` that are not there, so that their members may be missing. */
export function doubtForLackOf(groups: readonly string[]): Doubt | undefined {
  if (groups.length === 0) return undefined;
  const what = groups.length === 1 ? "group" : "groups";
  const why = `Jira has no ${what} ${groups.join(", ")}, so accounts may be missing.`;
  return { why, fix: "Correct `listing.groups` of this target." };
}
