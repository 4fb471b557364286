import { expect } from "vitest";
import {
  JIRA_8_2,
  JIRA_9_12,
  JIRA_10_3_0,
  JIRA_10_3_24,
  JIRA_11,
  type JiraProfile,
} from "../../src/sandbox/jira/jira-profile.ts";
import type { Target } from "../../src/target/target.ts";
import { describeRecordings } from "../sandbox/jira-recordings.ts";
import { type JiraOptions, openJira, SELF } from "./open-jira.ts";
import { describeTarget, type Traits } from "./target-contract.ts";

interface Version {
  readonly profile: JiraProfile;
  readonly options?: Partial<JiraOptions>;
  readonly without?: Traits["without"];
}

const VERSIONS: Readonly<Record<string, Version>> = {
  "8.2": { profile: JIRA_8_2, without: ["enable", "disable"] },
  "9.12": { profile: JIRA_9_12 },
  "10.3.0": { profile: JIRA_10_3_0 },
  "10.3.24": { profile: JIRA_10_3_24, options: { contextPath: "/jira" } },
  "11": { profile: JIRA_11 },
};

for (const [name, { profile, options, without = [] }] of Object.entries(VERSIONS)) {
  const traits: Traits = {
    fields: ["username", "email", "displayName"],
    username: { maxLength: 255, forbidden: ["<", ">", "&"] },
    without,
    listsGroups: false,
  };
  describeTarget(
    `jira, ${name},`,
    async (strangers) => {
      const users = strangers.map(({ username, ...rest }) => ({ name: username, ...rest }));
      const opened = await openJira({ seed: { users }, profile, ...options });
      return {
        target: withoutSelf(opened.target),
        async [Symbol.asyncDispose]() {
          await opened[Symbol.asyncDispose]();
          expect(opened.writes().filter((write) => /^DELETE (?!\/group\/user\?)/.test(write))).toEqual([]);
        },
      };
    },
    traits,
  );
}

describeRecordings(1000);

/** The contract knows of no account that usersync itself has in the directory, as it always has in Jira. */
function withoutSelf(target: Target): Target {
  return {
    ...target,
    async read({ onRead, ...options }) {
      const { self: _, ...snapshot } = await target.read({
        ...options,
        onRead: ({ what, count }) => onRead?.({ what, count: what === "users" ? count - 1 : count }),
      });
      return { ...snapshot, accounts: snapshot.accounts.filter(({ id }) => id !== SELF.key) };
    },
  };
}
