import type { UserRef } from "../../model/operation.ts";
import { once } from "../once.ts";
import type { ConfluenceClient } from "./client.ts";
import { mayAdminister } from "./may-administer.ts";
import type { WireUser } from "./wire.ts";

/** What one run has learned about the server, each asked for once. */
export interface Session {
  /**
   * Who is signed in. Whatever reads asks for it first and waits for it, so that a wrong password costs one
   * failed sign-in and not as many as there are requests at a time.
   */
  self(signal: AbortSignal): Promise<WireUser>;
  mayAdminister(signal: AbortSignal): Promise<boolean>;
  isReadOnly(signal: AbortSignal): Promise<boolean>;
  /** Whether the last reading may have left accounts out. */
  isPartial: boolean;
  /** Notes what users are called now. Confluence knows them by their names wherever they are written. */
  learn(users: readonly WireUser[]): void;
  /** The name that an account has now. */
  nameOf(user: UserRef): string;
  /** The display name as last read or written; `undefined` when it is not known. */
  fullNameOf(key: string): string | undefined;
  /** The e-mail as last written by this run. Confluence itself never tells it. */
  emailOf(key: string): string | undefined;
  /** Notes the e-mail that an account was given. */
  remember(key: string, email: string): void;
}

export function createSession(client: ConfluenceClient): Session {
  const users = new Map<string, WireUser>();
  const emails = new Map<string, string>();
  return {
    self: once(client.current),
    mayAdminister: once((signal) => mayAdminister(client, signal)),
    isReadOnly: once(client.isReadOnly),
    isPartial: false,
    learn(met) {
      for (const user of met) users.set(user.userKey, user);
    },
    nameOf: ({ targetId, username }) => users.get(targetId ?? "")?.username ?? username,
    fullNameOf(key) {
      const name = users.get(key)?.displayName;
      return typeof name === "string" && name !== "" ? name : undefined;
    },
    emailOf: (key) => emails.get(key),
    remember(key, email) {
      emails.set(key, email);
    },
  };
}
