import type { Account } from "../../model/directory-snapshot.ts";
import type { TargetId } from "../../model/ids.ts";
import type { OnRead } from "../../model/log.ts";
import type { Session } from "./session.ts";
import { toAccount } from "./to-model.ts";
import type { WireUser } from "./wire.ts";

/** All accounts that a reading comes across, each once. */
export interface Roll {
  add(users: readonly WireUser[]): void;
  accounts(): readonly Account[];
}

export function createRoll(session: Session, onRead: OnRead | undefined): Roll {
  const accounts = new Map<TargetId, Account>();
  return {
    add(users) {
      session.learn(users);
      for (const user of users) accounts.set(user.userKey as TargetId, toAccount(user));
      onRead?.({ what: "users", count: accounts.size });
    },
    accounts: () => [...accounts.values()],
  };
}
