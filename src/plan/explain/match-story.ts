import type { Note } from "../../model/desired.ts";
import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import type { MatchStory } from "../../model/person-story.ts";
import type { Compared } from "./compared.ts";

/** By what somebody's account was found, or why there is none. */
export function matchStory(
  id: SourceId | undefined,
  account: Account | undefined,
  { desired, matches, rules: { capabilities } }: Compared,
  notes: readonly Note[],
): MatchStory {
  if (id === undefined) return { outcome: account === undefined ? "none" : "nobody" };
  const pair = matches.pairs.find(({ user }) => user.sourceId === id);
  if (pair !== undefined) return { outcome: "matched", by: pair.by };
  if (account !== undefined) {
    const isLost = account.recalled === true && capabilities.link === "directory";
    return { outcome: "matched", by: isLost ? "state" : "link" };
  }
  const unclear = notes.find(({ kind }) => kind === "ambiguous-match");
  if (unclear !== undefined) return { outcome: "unclear", reason: unclear.reason };
  const isProtected = notes.some(({ kind }) => kind === "protected");
  const isWanted = desired.users.some(({ sourceId }) => sourceId === id) && !isProtected;
  return { outcome: isWanted ? "none" : "not-looked-for" };
}
