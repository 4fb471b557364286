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
  const byUsername = shared(users, (user) => user.username);
  const byEmail = email === "unique" ? shared(users, (user) => user.email) : [];
  const colliding = new Set<DesiredUser>();
  const nameless = new Set<DesiredUser>();
  const notes: Note[] = [];

  for (const { group, what } of [...tagged(byUsername, "username"), ...tagged(byEmail, "e-mail")]) {
    const claiming = group.filter((user) => user.active !== false);
    for (const user of group) if (user.active === false) nameless.add(user);
    if (claiming.length < 2) continue;
    for (const user of claiming) colliding.add(user);
    notes.push(collision(claiming, what));
  }
  return {
    settled: users.filter((user) => !colliding.has(user) && !nameless.has(user)),
    colliding: [...colliding],
    nameless: [...nameless],
    notes,
  };
}

function tagged(groups: readonly DesiredUser[][], what: "username" | "e-mail") {
  return groups.map((group) => ({ group, what }));
}

function collision(users: readonly DesiredUser[], what: "username" | "e-mail"): Note {
  const [subject = ""] = users
    .map((user) => (what === "username" ? user.username : (user.email ?? "")))
    .sort();
  return {
    kind: "collision",
    subject,
    reason: `${users.length} Entra users map to this ${what}; none of them is written`,
    sourceIds: users.map((user) => user.sourceId).sort(),
  };
}

/** The users that have a name in common with another, by that name. */
function shared(
  users: readonly DesiredUser[],
  nameOf: (user: DesiredUser) => string | undefined,
): DesiredUser[][] {
  const first = new Map<string, DesiredUser>();
  const groups = new Map<string, DesiredUser[]>();
  for (const user of users) {
    const name = nameOf(user);
    if (name === undefined) continue;
    const key = foldName(name);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, user);
    else groups.set(key, [...(groups.get(key) ?? [earlier]), user]);
  }
  return [...groups.values()];
}
