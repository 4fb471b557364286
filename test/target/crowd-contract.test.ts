import { expect } from "vitest";
import { NEWER_CROWD, ODD_CROWD, OLDER_CROWD } from "../../src/sandbox/crowd/crowd-profile.ts";
import { describeRecordings } from "../sandbox/crowd-recordings.ts";
import { openCrowd } from "./open-crowd.ts";
import { describeTarget } from "./target-contract.ts";

const PROFILES = { newer: NEWER_CROWD, older: OLDER_CROWD, odd: ODD_CROWD };

for (const [name, profile] of Object.entries(PROFILES)) {
  describeTarget(`crowd, ${name},`, async (strangers) => {
    const users = strangers.map(({ username, ...rest }) => ({ name: username, lastName: "Local", ...rest }));
    const opened = await openCrowd({ seed: { users }, profile });
    return {
      target: opened.target,
      async [Symbol.asyncDispose]() {
        await opened[Symbol.asyncDispose]();
        expect(
          opened
            .writes()
            .filter((write) => /^DELETE (?!\/(group\/user\/direct|user\/attribute))/.test(write)),
        ).toEqual([]);
      },
    };
  });
}

describeRecordings(1000);
