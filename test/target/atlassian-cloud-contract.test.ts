import { expect } from "vitest";
import { recordExchanges } from "../support/record-exchanges.ts";
import { describeShared } from "../support/shared.ts";
import { openSpec } from "../support/specs.ts";
import { type CloudOptions, openCloud } from "./open-cloud.ts";
import { describeTarget, type Stranger } from "./target-contract.ts";

describeTarget("atlassian-cloud", (strangers) => openWith(strangers));

describeShared("with every exchange held against the vendor's description", () => {
  describeTarget("atlassian-cloud", async (strangers) => {
    const recordings: ReturnType<typeof recordExchanges>[] = [];
    const opened = await openWith(strangers, {
      prepare: ({ app }) => recordings.push(recordExchanges(app, openSpec("atlassian-cloud-scim.json"))),
    });
    return {
      target: opened.target,
      async [Symbol.asyncDispose]() {
        await opened[Symbol.asyncDispose]();
        // A run that was stopped before it began sends nothing.
        if (opened.traffic.requests.length > 0) for (const recording of recordings) recording.assertClean();
      },
    };
  });
});

async function openWith(strangers: readonly Stranger[], options: CloudOptions = {}) {
  const users = strangers.map(({ username, email, displayName }) => ({
    userName: username,
    email,
    displayName,
  }));
  const opened = await openCloud({ ...options, seed: { users } });
  return {
    target: opened.target,
    traffic: opened.traffic,
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      expect(opened.traffic.requests.filter(({ method }) => method === "DELETE" || method === "PUT")).toEqual(
        [],
      );
    },
  };
}
