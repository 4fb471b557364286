import type { DesiredUser, Note } from "../model/desired.ts";
import { foldName } from "../model/names.ts";

/** Users whose names are their own, and those who share one with somebody else. */
export interface SettledNames {
  readonly settled: readonly DesiredUser[];
  /** Nothing of theirs is written. */
  readonly colliding: readonly DesiredUser[];
  /** Disabled in the source and without a name of their own: known by their id alone. */
  readonly nameless: readonly DesiredUser[];
  readonly notes: readonly Note[];
}

/**
 * Finds people who would share a username or, where the directory wants it unique, an e-mail.
 *
 * Whoever is disabled in the source claims no name against somebody active: a returning colleague
 * under a new id must not be blocked by the old one.
 */
export function settleNames(users: readonly DesiredUser[], email: "unique" | "shared"): SettledNames {
  const byUsername = sharing(users, "username");
  const byEmail = email === "unique" ? sharing(users, "email") : [];
  const colliding = new Set<DesiredUser>();
  const nameless = new Set<DesiredUser>();
  const notes: Note[] = [];

  for (const { users: group, what } of [...byUsername, ...byEmail]) {
    const claiming = group.filter(({ user }) => user.active !== false);
    for (const { user } of group) if (user.active === false) nameless.add(user);
    if (claiming.length < 2) continue;
    for (const { user } of claiming) colliding.add(user);
    notes.push(collision(claiming, what));
  }
  return {
    settled: users.filter((user) => !colliding.has(user) && !nameless.has(user)),
    colliding: [...colliding],
    nameless: [...nameless],
    notes,
  };
}

type Field = "username" | "email";

interface Named {
  readonly user: DesiredUser;
  readonly name: string;
}

function collision(named: readonly Named[], what: Field): Note {
  const [subject] = named.map(({ name }) => name).sort() as [string];
  return {
    kind: "collision",
    subject,
    reason: `${named.length} Entra users map to this ${what === "email" ? "e-mail" : what}; none of them is written`,
    sourceIds: named.map(({ user }) => user.sourceId).sort(),
  };
}

/** The users that have a name in common with another, one entry for each such name. */
function sharing(
  users: readonly DesiredUser[],
  what: Field,
): { readonly users: readonly Named[]; readonly what: Field }[] {
  const first = new Map<string, Named>();
  const groups = new Map<string, Named[]>();
  for (const user of users) {
    const name = user[what];
    if (name === undefined) continue;
    const key = foldName(name);
    const earlier = first.get(key);
    const named = { user, name };
    if (earlier === undefined) first.set(key, named);
    else groups.set(key, [...(groups.get(key) ?? [earlier]), named]);
  }
  return [...groups.values()].map((group) => ({ users: group, what }));
}
