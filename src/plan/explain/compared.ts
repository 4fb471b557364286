import type { Desired } from "../../model/desired.ts";
import type { Account, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import { foldName } from "../../model/names.ts";
import type { PlanRules } from "../make-plan.ts";
import { type Matches, matchUnder } from "../match/match.ts";

/** Both sides of a directory as they were compared, and who is who. */
export interface Compared {
  readonly desired: Desired;
  readonly current: DirectorySnapshot;
  readonly rules: PlanRules;
  readonly matches: Matches;
}

/** Finds out again who is who, by the very matching that the plan rests on. */
export function compare(sides: Omit<Compared, "matches">): Compared {
  const { desired, current, rules } = sides;
  return { ...sides, matches: matchUnder(desired, current.accounts, rules) };
}

/** The accounts that somebody could mean: by username, e-mail, the directory's id, or the id of their person. */
export function accountsAsked(asked: string, { current }: Compared): readonly Account[] {
  const name = foldName(asked);
  return current.accounts.filter(
    ({ id, link, username, email }) =>
      id === asked ||
      link?.toLowerCase() === asked.toLowerCase() ||
      foldName(username) === name ||
      (email !== undefined && foldName(email) === name),
  );
}

/** Whose account it is, by its link or by a name that is certain. */
export function ownerOf({ id, link }: Account, { matches }: Compared): SourceId | undefined {
  return link ?? matches.pairs.find(({ account }) => account.id === id)?.user.sourceId;
}
