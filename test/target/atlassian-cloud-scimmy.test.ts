import { cloudTarget } from "../../src/target/atlassian-cloud/target.ts";
import { cloudConfig } from "../support/cloud-config.ts";
import { instantClock } from "../support/instant-clock.ts";
import { recordingLog } from "../support/recording-log.ts";
import { SCIMMY_DIRECTORY, SCIMMY_TOKEN, startScimmy } from "./scimmy-server.ts";
import { describeTarget } from "./target-contract.ts";

describeTarget("atlassian-cloud on scimmy", async (strangers) => {
  const server = await startScimmy(
    strangers.map(({ username, email, displayName }) => ({
      ...{ userName: username, displayName, active: true },
      emails: [{ value: email, type: "work", primary: true }],
    })),
  );
  const config = cloudConfig({ url: server.url, directoryId: SCIMMY_DIRECTORY, token: SCIMMY_TOKEN });
  const parts = { clock: instantClock(), log: recordingLog(), proxy: {} };
  return { target: cloudTarget(config, parts), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
});
