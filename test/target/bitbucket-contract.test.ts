import { expect } from "vitest";
import {
  BITBUCKET_8,
  BITBUCKET_9_6,
  type BitbucketProfile,
} from "../../src/sandbox/bitbucket/bitbucket-profile.ts";
import type { Target } from "../../src/target/target.ts";
import { describeRecordings } from "../sandbox/bitbucket-recordings.ts";
import { type BitbucketOptions, openBitbucket, SELF_ID } from "./open-bitbucket.ts";
import { describeTarget } from "./target-contract.ts";

interface Version {
  readonly profile: BitbucketProfile;
  readonly options?: Partial<BitbucketOptions>;
}

const VERSIONS: Readonly<Record<string, Version>> = {
  "8": { profile: BITBUCKET_8, options: { contextPath: "/bitbucket" } },
  "9.6": { profile: BITBUCKET_9_6 },
  "9.6 with e-mails": { profile: BITBUCKET_9_6, options: { notifyNewUsers: true } },
};

for (const [name, { profile, options }] of Object.entries(VERSIONS)) {
  describeTarget(
    `bitbucket, ${name},`,
    async (strangers) => {
      const users = strangers.map(({ username, ...rest }) => ({ name: username, ...rest }));
      const members = users.map((user) => user.name);
      const groups = [{ name: "stash-users", permission: "LICENSED_USER", members }] as const;
      const opened = await openBitbucket({ seed: { users, groups }, profile, ...options });
      return {
        target: withoutSelf(opened.target),
        async [Symbol.asyncDispose]() {
          await opened[Symbol.asyncDispose]();
          expect(opened.writes().filter((write) => /^DELETE (?!\/admin\/permissions\/)/.test(write))).toEqual(
            [],
          );
        },
      };
    },
    { fields: ["username", "email", "displayName"] },
  );
}

describeRecordings(1000);

/** The contract knows of no account that usersync itself has in the directory, as it always has in Bitbucket. */
function withoutSelf(target: Target): Target {
  return {
    ...target,
    async read({ onRead, ...options }) {
      const { self: _, ...snapshot } = await target.read({
        ...options,
        onRead: ({ what, count }) => onRead?.({ what, count: what === "users" ? count - 1 : count }),
      });
      return { ...snapshot, accounts: snapshot.accounts.filter(({ id }) => id !== SELF_ID) };
    },
  };
}
