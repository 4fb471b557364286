import type { Account } from "../../model/directory-snapshot.ts";
import type { TargetId } from "../../model/ids.ts";
import type { UserRef } from "../../model/operation.ts";
import { idOf, nameKey } from "./to-model.ts";
import type { WireGrant, WireUser } from "./wire.ts";

/** What one run has learned: of the users, since Bitbucket takes only names and these can change within a run. */
export interface Session {
  learn(users: readonly WireUser[]): void;
  /** Notes who is let in. */
  learnAccess(accounts: readonly Account[]): void;
  /** Notes which groups let people in. */
  learnGrants(grants: readonly WireGrant[]): void;
  /** A user as last seen. */
  user(id: TargetId | undefined): WireUser | undefined;
  /** The name that an account has now. */
  nameOf(user: UserRef): string;
  /** Notes that the password of an account stands in no log. */
  secure(user: WireUser): void;
  /** An account that this group would let in, and that nothing let in before. */
  newcomerTo(group: string, id: TargetId | undefined): WireUser | undefined;
}

export function createSession(): Session {
  const users = new Map<string, WireUser>();
  const outside = new Set<string>();
  const secured = new Set<string>();
  let granting: ReadonlySet<string> = new Set();
  const userOf = (id: TargetId | undefined) => users.get(id ?? "");
  return {
    learn(seen) {
      for (const user of seen) users.set(idOf(user), user);
    },
    learnAccess(accounts) {
      for (const { id, access } of accounts) {
        if (access === undefined) outside.add(id);
        else outside.delete(id);
      }
    },
    learnGrants(grants) {
      granting = new Set(grants.map(({ group }) => nameKey(group)));
    },
    user: userOf,
    nameOf: ({ targetId, username }) => userOf(targetId)?.name ?? username,
    secure(user) {
      secured.add(idOf(user));
    },
    newcomerTo(group, id = "" as TargetId) {
      const isNew = outside.has(id) && !secured.has(id) && granting.has(nameKey(group));
      return isNew ? userOf(id) : undefined;
    },
  };
}

/** Whether two names are one to Bitbucket. */
export function isSameUser(one: string, other: string): boolean {
  return nameKey(one) === nameKey(other);
}
