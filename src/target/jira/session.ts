import type { UserRef } from "../../model/operation.ts";
import { once } from "../once.ts";
import type { JiraClient } from "./client.ts";
import type { Version } from "./version.ts";
import type { WireUser } from "./wire.ts";

/** What one run has learned about the server, each asked for once. */
export interface Session {
  /**
   * Who is signed in. Whatever reads asks for it first and waits for it, so that a wrong password costs one
   * failed sign-in and not as many as there are requests at a time.
   */
  self(signal: AbortSignal): Promise<WireUser>;
  version(signal: AbortSignal): Promise<Version>;
  mayAdminister(signal: AbortSignal): Promise<boolean>;
  /** Whether the last reading may have left accounts out. */
  isPartial: boolean;
  /** Notes which names users have now. Jira knows members by these, and they can change within a run. */
  learn(users: readonly WireUser[]): void;
  /** The name that an account has now. */
  nameOf(user: Pick<UserRef, "targetId" | "username">): string;
}

export function createSession(client: Pick<JiraClient, "myself" | "version" | "mayAdminister">): Session {
  const names = new Map<string, string>();
  return {
    self: once(client.myself),
    version: once(client.version),
    mayAdminister: once(client.mayAdminister),
    isPartial: false,
    learn(users) {
      for (const { key, name } of users) names.set(key, name);
    },
    nameOf: ({ targetId, username }) => names.get(targetId ?? "") ?? username,
  };
}
