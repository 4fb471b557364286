import type { Desired, DesiredUser } from "../../model/desired.ts";
import type { Account, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../../model/ids.ts";
import type { AccountRef, PersonRef } from "../../model/orphan.ts";
import type { TargetPlan } from "../../model/plan.ts";
import { matcherOf } from "../../model/wildcard.ts";
import type { PlanRules } from "../make-plan.ts";
import { type Matches, matchUnder } from "../match/match.ts";
import { type Fit, fitsOf } from "./fits.ts";
import { createForecast, type Forecast } from "./forecast.ts";

/** Both sides of a directory as they were compared, and what came of it. */
export interface Compared {
  readonly desired: Desired;
  readonly current: DirectorySnapshot;
  readonly rules: PlanRules;
  readonly plan: TargetPlan;
}

/** What every kind of finding is looked up in. */
export interface Facts extends Compared {
  readonly matches: Matches;
  /** Accounts that the next run links. */
  readonly paired: ReadonlySet<TargetId>;
  /** People who have an account, or get one by a link in the next run. */
  readonly settled: ReadonlySet<SourceId>;
  /** People who are to have an account as far as is known: in scope, and not disabled in Entra. */
  readonly staying: ReadonlySet<SourceId>;
  readonly fits: readonly Fit[];
  readonly forecast: Forecast;
  readonly isProtected: (username: string) => boolean;
  readonly account: (account: Account) => AccountRef;
  readonly person: (id: SourceId) => PersonRef;
}

export function factsOf(compared: Compared): Facts {
  const { desired, current, rules, plan } = compared;
  const isProtected = matcherOf(rules.protect.users);
  const matches = matchUnder(desired, current.accounts, rules);
  const named = matches.pairs.filter(({ account }) => account.link === undefined);
  const paired = new Set(named.map(({ account }) => account.id));
  const settled = new Set(named.map(({ user }) => user.sourceId));
  for (const { link } of current.accounts) if (link !== undefined) settled.add(link);
  const users = [...desired.users, ...(desired.colliding ?? [])];
  return {
    ...compared,
    matches,
    paired,
    settled,
    staying: stayingOf(desired),
    fits: fitsOf({ users, accounts: current.accounts, settled, paired, isProtected }),
    forecast: createForecast(plan),
    isProtected,
    account: ({ id, username, active }) => ({
      id,
      username,
      active,
      ...(isProtected(username) && { isProtected: true }),
      ...(id === current.self && { isOwn: true }),
    }),
    person: namerOf(users, desired),
  };
}

function stayingOf({ users, untouchable }: Desired): ReadonlySet<SourceId> {
  const staying = new Set(users.flatMap(({ sourceId, active }) => (active === false ? [] : [sourceId])));
  for (const id of untouchable) staying.add(id);
  return staying;
}

/** Of people without a username of their own, the notes about them know the name in Entra. */
function namerOf(users: readonly DesiredUser[], { notes }: Desired): (id: SourceId) => PersonRef {
  const known = new Map<string, Omit<PersonRef, "sourceId">>();
  for (const { subject: name, sourceIds: [only, ...others] = [] } of notes) {
    if (only !== undefined && others.length === 0) known.set(only, { name });
  }
  for (const { sourceId, username: name, email } of users) {
    known.set(sourceId, { name, ...(email !== undefined && { email }) });
  }
  return (sourceId) => ({ sourceId, ...known.get(sourceId) });
}
