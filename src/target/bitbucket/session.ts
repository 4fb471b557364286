import type { TargetId } from "../../model/ids.ts";
import type { UserRef } from "../../model/operation.ts";
import { nameKey } from "./to-model.ts";
import type { WireUser } from "./wire.ts";

/** What one run has learned of the users: Bitbucket takes only names, and these can change within a run. */
export interface Session {
  learn(users: readonly WireUser[]): void;
  /** A user as last seen. */
  user(id: TargetId | undefined): WireUser | undefined;
  /** The name that an account has now. */
  nameOf(user: UserRef): string;
}

export function createSession(): Session {
  const users = new Map<string, WireUser>();
  return {
    learn(seen) {
      for (const user of seen) users.set(String(user.id), user);
    },
    user: (id) => users.get(id ?? ""),
    nameOf: ({ targetId, username }) => users.get(targetId ?? "")?.name ?? username,
  };
}

/** Whether two names are one to Bitbucket. */
export function isSameUser(one: string, other: string): boolean {
  return nameKey(one) === nameKey(other);
}
