import { UsersyncError } from "../../src/errors.ts";
import * as confluence from "../../src/target/confluence/explain.ts";
import * as writes from "../../src/target/confluence/explain-writes.ts";
import type { Provocations } from "./provoke.ts";

function refusal(status = 403): UsersyncError {
  const what = `confluence: PUT /admin/user/ada was answered with ${status}.`;
  return new UsersyncError("REFUSED", { what, why: "The server says: no.", fix: "" });
}

export const CONFLUENCE_ERRORS: Provocations = {
  "an answer that is not Confluence's": () => confluence.unreadable("a page of a list"),
  "a visitor without a name": () => confluence.notSignedIn(),
  "a list of Confluence that broke off": () =>
    confluence.listBroken("users", new UsersyncError("NETWORK", { ...TROUBLE, fix: "Try again later." })),
  "a list of Confluence that broke off for a reason unknown": () => confluence.listBroken("users", undefined),
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

const TROUBLE = { what: "confluence: GET /user/list met a fault.", why: "The server has a fault." };
