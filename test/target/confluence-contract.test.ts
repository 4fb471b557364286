import { expect } from "vitest";
import {
  CONFLUENCE_8_3,
  CONFLUENCE_8_4,
  CONFLUENCE_9_4,
  CONFLUENCE_10,
  type ConfluenceProfile,
} from "../../src/sandbox/confluence/confluence-profile.ts";
import type { Target } from "../../src/target/target.ts";
import { describeRecordings } from "../sandbox/confluence-recordings.ts";
import { type ConfluenceOptions, openConfluence, SELF } from "./open-confluence.ts";
import { describeTarget, type Traits } from "./target-contract.ts";

interface Version {
  readonly profile: ConfluenceProfile;
  readonly options?: Partial<ConfluenceOptions>;
  readonly without: NonNullable<Traits["without"]>;
}

/** Where an older server has everybody. */
const EVERYBODY = "everybody";

const VERSIONS: Readonly<Record<string, Version>> = {
  "8.3": {
    profile: CONFLUENCE_8_3,
    options: { listing: { groups: [EVERYBODY] } },
    without: ["import", "update", "rename"],
  },
  "8.4": { profile: CONFLUENCE_8_4, without: ["update", "rename"] },
  "9.4": { profile: CONFLUENCE_9_4, options: { contextPath: "/confluence" }, without: ["rename"] },
  "10": { profile: CONFLUENCE_10, without: ["rename"] },
};

for (const [name, { profile, options, without }] of Object.entries(VERSIONS)) {
  const traits: Traits = {
    fields: ["username", "email", "displayName"],
    remembered: ["email"],
    username: {
      ...{ maxLength: 255, forbidden: ["\\", ",", "+", "<", ">", "'", '"'] },
      ...{ lowerCase: true, noBlanks: true, reserved: ["anonymous"] },
    },
    without,
  };
  describeTarget(
    `confluence, ${name},`,
    async (strangers) => {
      const users = strangers.map(({ username, displayName, ...rest }) => ({
        ...{ name: username, fullName: displayName, ...rest },
      }));
      const members = [SELF.name, ...users.map((user) => user.name)];
      const groups = [{ name: EVERYBODY, members }];
      const opened = await openConfluence({ seed: { users, groups }, profile, ...options });
      return {
        target: withoutSelf(opened.target),
        async [Symbol.asyncDispose]() {
          await opened[Symbol.asyncDispose]();
          const deleted = opened.writes().filter((write) => /^DELETE (?!\/user\/[^/]+\/group\/)/.test(write));
          expect(deleted).toEqual([]);
        },
      };
    },
    traits,
  );
}

describeRecordings(1000);

/** The contract knows of no account that usersync itself has in the directory, as it always has in Confluence. */
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
