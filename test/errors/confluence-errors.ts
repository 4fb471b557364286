import { UsersyncError } from "../../src/errors.ts";
import { createConfluenceClient } from "../../src/target/confluence/client.ts";
import * as confluence from "../../src/target/confluence/explain.ts";
import * as writes from "../../src/target/confluence/explain-writes.ts";
import { cloudConfig } from "../support/cloud-config.ts";
import { instantClock } from "../support/instant-clock.ts";
import { recordingLog } from "../support/recording-log.ts";
import { type Script, startScripted } from "../support/scripted-server.ts";
import type { Provocations } from "./provoke.ts";

function refusal(status = 403): UsersyncError {
  const what = `confluence: PUT /admin/user/ada was answered with ${status}.`;
  return new UsersyncError("REFUSED", { what, why: "The server says: no.", fix: "" });
}

/** Confluence answers so to a new account. */
function refusesAccount(script: Script) {
  return async () => {
    await using server = await startScripted(() => script);
    const { token, directoryId: _, ...common } = cloudConfig({ url: server.url, name: "confluence" });
    const config = {
      ...common,
      type: "confluence",
      credentials: { token },
      listing: { groups: [] },
    } as const;
    const client = createConfluenceClient(config, { clock: instantClock(), log: recordingLog(), proxy: {} });
    const body = { userName: "ada", fullName: "Ada", email: "ada@example.com", password: "hush" };
    return await client.createUser({ ...body, notifyViaEmail: false }, new AbortController().signal);
  };
}

export const CONFLUENCE_ERRORS: Provocations = {
  "an answer that is not Confluence's": () => confluence.unreadable("a page of a list"),
  "a licence of Confluence that is used up": refusesAccount({ status: 402, body: { statusCode: 402 } }),
  "a Confluence that says that it is in read-only mode": refusesAccount({
    status: 405,
    body: { statusCode: 405, data: { allowedInReadOnlyMode: false } },
  }),
  "a visitor without a name": () => confluence.notSignedIn(),
  "a list of Confluence that does not get on": () => confluence.listRepeats("users", 400),
  "a list of Confluence that is short": () => confluence.listShort("members of dev", 149, 150),
  "an account that is gone from Confluence": () => confluence.accountGone("ada"),
  "a group that is gone from Confluence": () => confluence.groupGone("dev"),
  "a username that is taken in Confluence": () => confluence.accountTaken("ada", false),
  "a username of Confluence that was not listed": () => confluence.accountTaken("ada", true),
  "a username that Confluence does not change": () => writes.renameImpossible("ada", "ada.king"),
  "a display name that Confluence does not take": () => writes.fullNameRefused("ada"),
  "a Confluence that wants an e-mail too": () => writes.emailNeeded("ada", refusal(400)),
  "a name that cannot stand in an address": () => writes.nameNotAddressable("R&D / Ops"),
  "an account that Confluence only reads": () => writes.readOnlyAccount("ada", refusal()),
  "a Confluence that takes no new accounts": () => writes.nothingWritable("the account ada", refusal()),
  "a membership that Confluence does not change": () => writes.membershipRefused("dev", "ada", refusal()),
  "a Confluence in read-only mode": () => writes.readOnlyMode(refusal(405)),
  "a call that a Confluence does not have": () => writes.callMissing("update accounts", refusal(404)),
};
